/**
 * The story of a run as one JSON value, for programs that do not want to gather it from events.
 *
 * @module
 */

import type { JsonObject, JsonValue } from "../core/json.ts";
import { parseExactJson } from "../inputs/parse_exact_json.ts";
import type {
  CallItem,
  CellItem,
  NoteItem,
  RunItem,
  ShownUsage,
  ShownValue,
} from "../view/page_data.ts";
import type { RunStory, StoryTurn } from "./run_story.ts";

/** Version of this form; a new one when a reader of the old one would be misled. */
const VERSION = 1;

/** All of it. */
export function storyJson(story: RunStory): JsonObject {
  return { schema: "fleet-rlm.run", version: VERSION, ...runJson(story) };
}

function runJson({ children, notes, run, turns }: RunStory): JsonObject {
  const { calls, turns: iterations, usage } = run.totals;
  return present({
    ...(run.id === "" ? {} : { child: run.id, query: run.query }),
    run_id: run.runId,
    task: run.task,
    instructions: run.instructions,
    status: run.status,
    error: run.error === undefined ? undefined : { code: run.error.label, message: run.error.text },
    started_at: run.startedAt,
    start_ms: run.startMs,
    end_ms: run.endMs,
    iterations,
    llm_calls: calls,
    usage: usageJson(usage),
    facts: Object.fromEntries(run.facts.map(({ label, text }) => [label, text])),
    limits: snakeCase({ ...run.limits }),
    timeout_ms: run.timeoutMs,
    inputs: run.inputs.map((input) => present({ ...input, chars: input.chars })),
    outputs: Object.fromEntries(run.outputs.map((output) => [output.name, valueOf(output)])),
    turns: turns.map(turnJson),
    extract: extractJson(run),
    notes: notes.map(noteJson),
    children: children.map(runJson),
  });
}

function turnJson({ calls, notes, turn }: StoryTurn): JsonObject {
  return present({
    step: turn.step,
    start_ms: turn.startMs,
    end_ms: turn.endMs,
    plan_ms: turn.planMs,
    usage: usageJson(turn.usage),
    is_cached: turn.isCached || undefined,
    prose: turn.prose,
    remark: turn.remark === "" ? undefined : turn.remark,
    reply_code: turn.replyCode,
    code: turn.code,
    is_edited: turn.isEdited || undefined,
    cell: turn.cell === undefined ? undefined : cellJson(turn.cell),
    calls: calls.map(callJson),
    notes: notes.map(noteJson),
  });
}

function cellJson(cell: CellItem): JsonObject {
  return present({
    status: cell.status,
    output: cell.output,
    omitted_chars: cell.omittedChars,
    duration_ms: cell.durationMs,
    problem: cell.problem === "" ? undefined : cell.problem,
    traceback: cell.traceback === "" ? undefined : cell.traceback,
    line: cell.line,
    value: cell.value === undefined ? undefined : valueOf(cell.value),
    changes: cell.changes.map((change) => ({ ...change })),
  });
}

function callJson(call: CallItem): JsonObject {
  return present({
    kind: call.kind,
    name: call.name,
    tool: call.tool === "" ? undefined : call.tool,
    prompt: call.prompt,
    reply: call.reply,
    error: call.error === "" ? undefined : call.error,
    error_code: call.errorCode === "" ? undefined : call.errorCode,
    status: call.status === "" ? undefined : call.status,
    start_ms: call.startMs,
    end_ms: call.endMs,
    duration_ms: call.durationMs,
    usage: usageJson(call.usage),
    is_cached: call.isCached || undefined,
  });
}

function extractJson({ extract }: RunItem): JsonObject | undefined {
  if (extract === undefined) return undefined;
  const { durationMs, error, reply, usage } = extract;
  return present({
    reply,
    error: error === "" ? undefined : error,
    duration_ms: durationMs,
    usage: usageJson(usage),
  });
}

function noteJson({ atMs, kind, text }: NoteItem): JsonObject {
  return { kind, text, at_ms: atMs };
}

function usageJson(usage: ShownUsage | undefined): JsonObject | undefined {
  return usage === undefined ? undefined : present({
    input_tokens: usage.input,
    output_tokens: usage.output,
    cached_tokens: usage.cached,
    cost_usd: usage.costUsd,
    is_partly_unpriced: usage.isPartlyUnpriced,
    is_estimated: usage.isEstimated,
  });
}

function valueOf({ kind, text }: ShownValue): JsonValue {
  return kind === "text" ? text : parseExactJson(text);
}

function snakeCase(values: JsonObject): JsonObject {
  const entries = Object.entries(values).map(([key, value]) => [
    key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  return Object.fromEntries(entries);
}

function present(values: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as JsonObject;
}
