/**
 * The one call at a limit: the planner is asked for the outputs as it knows them from what it has
 * seen. No code runs any more. What comes is typed as a SUBMIT would be, and marked as extracted.
 *
 * @module
 */

import { messageOf } from "../core/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { coerceAll } from "./signature/coerce.ts";
import { describeField } from "./signature/field_type.ts";
import { findFences } from "./reply/find_fences.ts";
import { parseLenientJson } from "./signature/lenient_json.ts";
import { pythonList } from "./python/python_text.ts";
import type { ReachedLimit } from "./limits/budget.ts";
import type { Admission } from "./limits/run_account.ts";
import { callPlanner, type RunContext } from "./run_context.ts";

/** What an extraction gave: outputs, or why there are none. */
export type Extraction =
  | { readonly ok: true; readonly outputs: JsonObject }
  | { readonly ok: false; readonly reason: string };

/** What an extraction is given. */
export interface ExtractOptions {
  /** The limit that ended the run. */
  readonly reached: ReachedLimit;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** What was held back for it. */
  readonly admission: Admission;
}

/**
 * Asks for the outputs. A failure of the model is a result, not an exception; an abort of `signal`
 * is for the caller to notice.
 */
export async function extractOutputs(
  run: RunContext,
  options: ExtractOptions,
): Promise<Extraction> {
  const { admission, signal } = options;
  run.conversation.say(describeExtraction(run, options.reached));
  const call = callPlanner(run, { purpose: "extract", signal, admission });
  const { messages, requestHash } = call;
  const end = { type: "extract-end", requestHash, messages } as const;
  try {
    const completion = await call.answer;
    const extraction = readOutputs(run, completion.text);
    const durationMs = call.elapsedMs();
    const error = extraction.ok ? {} : { error: extraction.reason };
    run.emitter.emit({ ...end, completion, ...error, durationMs });
    return extraction;
  } catch (thrown) {
    run.emitter.check();
    run.emitter.emit({ ...end, error: messageOf(thrown), durationMs: call.elapsedMs() });
    return { ok: false, reason: messageOf(thrown) };
  }
}

const REASONS = {
  iterations: "The turns are used up.",
  errors: "Too many turns in a row failed.",
  time: "The time is over.",
  "llm-calls": "The sub-queries are used up.",
  "input-tokens": "The input tokens are used up.",
  "output-tokens": "The output tokens are used up.",
  cost: "The money is used up.",
} as const;

function describeExtraction(run: RunContext, reached: ReachedLimit): string {
  const fields = run.plan.signature.outputs.map((field) => `- ${describeField(field)}`);
  return `${REASONS[reached.limit]} The run ends here and no more code runs. From what the turns \
above have shown, give the final outputs now: reply with one JSON object in a \`\`\`json block, with \
exactly these keys:
${fields.join("\n")}
Say only what the printed results support.`;
}

function readOutputs(run: RunContext, text: string): Extraction {
  const value = findObject(text);
  if (value === undefined) return { ok: false, reason: "The reply holds no JSON object" };
  const read = coerceAll(value, run.plan.signature.outputs);
  if (read.ok) return { ok: true, outputs: read.values };
  const missing = read.missing.length === 0
    ? []
    : [`Missing output fields: ${pythonList(read.missing)}`];
  return { ok: false, reason: [...missing, ...read.messages].join("; ") };
}

/** The last fenced JSON object of a reply, or what stands between its first and last brace. */
function findObject(text: string): JsonObject | undefined {
  const said = text.replace(/\r\n?/g, "\n").replace(/^\s*<think>[\s\S]*?<\/think>/, "");
  const fenced = findFences(said.split("\n")).map((block) => block.content).reverse();
  const bare = said.slice(said.indexOf("{"), said.lastIndexOf("}") + 1);
  for (const candidate of [...fenced, bare, said]) {
    const value: JsonValue | undefined = candidate.trim().startsWith("{")
      ? parseLenientJson(candidate.trim())
      : undefined;
    if (isJsonObject(value)) return value;
  }
  return undefined;
}
