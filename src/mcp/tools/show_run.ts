/**
 * What the tool `run_show` does when it is called. Apart from its description, so that it is loaded by
 * the first call and not by the start of the server.
 *
 * @module
 */

import { RECORD_SUFFIX } from "../../config/state_folder.ts";
import { FleetError, UsageError } from "../../core/errors.ts";
import { isJsonObject, type JsonObject, stringifyJson } from "../../core/json.ts";
import { jsonUsage } from "../../jobs/job_result.ts";
import { findRun } from "../../replay/find_run.ts";
import { scanRecord } from "../../replay/scan_record.ts";
import { cutObject } from "../cut_value.ts";
import { RunDigest } from "../run_digest.ts";
import { StepStory } from "../step_story.ts";
import { TextPage } from "../text_page.ts";
import type { ToolAnswer } from "../tool.ts";
import type { RunShowArguments, RunShowOptions } from "./run_show.ts";

/** Characters of outputs that are shown with a run in short. */
const OUTPUT_CHARS = 8_000;
/** Steps and children that are shown from the beginning, and as many from the end. */
const SHOWN = 20;

/**
 * Reads the record and shows what is asked for.
 * @throws {FleetError} There is no such run, step or output, or the record cannot be read.
 */
export async function showRun(
  args: RunShowArguments,
  options: RunShowOptions,
): Promise<ToolAnswer> {
  const path = await locateRecord(args.run, options);
  const digest = new RunDigest(args.child);
  const page = new TextPage({ offset: args.offset, maxChars: args.max_chars });
  const place = { run: args.child, step: args.step ?? 0 };
  const story = new StepStory(place, (text) => page.add(text));
  const { torn } = await scanRecord(path, (event) => {
    digest.take(event);
    if (args.step !== undefined) story.take(event);
  });
  if (digest.start === undefined) throw unknownPart(args, "it has no such child run");
  if (args.step !== undefined && args.output !== undefined) {
    throw new UsageError("Cannot show a step and an output at once", { hint: "Give one" });
  }
  if (args.step !== undefined) {
    if (!story.isFound) throw unknownPart(args, `it has ${digest.steps.length} steps`);
    return showPage(page, digest, { step: args.step });
  }
  if (args.output !== undefined) {
    page.add(outputText(digest, args.output));
    return showPage(page, digest, { output: args.output });
  }
  return showDigest(digest, { path, torn });
}

/** A run is named by its identifier, or by the path of a record that may be had. */
async function locateRecord(run: string, { records, roots }: RunShowOptions): Promise<string> {
  const isPath = /[/\\]/.test(run) || run.endsWith(RECORD_SUFFIX);
  return isPath ? await roots.locate(run) : await findRun(run, { folder: records, cwd: records });
}

function unknownPart({ run, step, child }: RunShowArguments, state: string): FleetError {
  const part = [
    ...(child === undefined ? [] : [`child "${child}"`]),
    ...(step === undefined ? [] : [`step ${step}`]),
  ].join(", ");
  return new FleetError("input-missing", `Cannot show ${part} of run "${run}": ${state}`, {
    hint: "Call run_show with run alone to see what there is",
  });
}

function outputText({ end }: RunDigest, name: string): string {
  const outputs = end?.outputs ?? {};
  if (!Object.hasOwn(outputs, name)) {
    const names = Object.keys(outputs).join(", ");
    throw new FleetError("input-missing", `Cannot show output "${name}": there is none`, {
      hint: names === "" ? "The run has no outputs" : `The outputs are ${names}`,
    });
  }
  const value = outputs[name] ?? null;
  return typeof value === "string" ? value : stringifyJson(value, { indent: 2 });
}

function showPage(page: TextPage, { start }: RunDigest, what: JsonObject): ToolAnswer {
  const { nextOffset, text, totalChars, offset } = page;
  const rest = nextOffset === undefined
    ? ""
    : `\n… ${totalChars - nextOffset} more characters: call again with offset ${nextOffset}`;
  return {
    text: `${text}${rest}`,
    content: {
      status: "shown",
      run_id: start?.runId ?? "",
      ...what,
      text,
      offset,
      total_chars: totalChars,
      ...(nextOffset === undefined ? {} : { next_offset: nextOffset }),
    },
  };
}

function showDigest(
  digest: RunDigest,
  record: { readonly path: string; readonly torn: boolean },
): ToolAnswer {
  const { start, end, warnings } = digest;
  if (start === undefined) throw new TypeError("A digest without a beginning");
  const notes = warnings.map((warning) => `Warning: ${warning}`);
  if (record.torn) notes.push("The last line of the record is torn: the run was killed");
  const { value: outputs, cuts } = cutObject(end?.outputs ?? {}, OUTPUT_CHARS);
  if (cuts.length > 0) notes.push("Outputs are cut: call run_show with output for one in full");
  const steps = fewOf(digest.steps, "steps", notes).map(({ status = "open", ...step }) => ({
    step: step.step,
    code: step.code,
    status,
    ...(step.problem === undefined ? {} : { problem: step.problem }),
    printed_chars: step.printedChars,
    queries: step.queries,
    ...(step.failedQueries === 0 ? {} : { failed_queries: step.failedQueries }),
  }));
  const children = fewOf(digest.children, "children", notes).map((child) => ({ ...child }));
  const status = end === undefined ? "open" : end.status ?? "failed";
  const failure = end?.error === undefined ? undefined : `${end.error.code}: ${end.error.message}`;
  const content: JsonObject = {
    status: "shown",
    run_id: start.runId,
    run_status: status,
    task: start.task,
    planner: start.planner,
    sub_model: start.subModel,
    backend: start.backend,
    started_at: start.startedAt,
    ...(failure === undefined ? {} : { failure }),
    ...(end?.outputs === undefined ? {} : { outputs }),
    ...(cuts.length === 0 ? {} : { cut: cuts }),
    ...(end === undefined
      ? {}
      : { iterations: end.iterations, llm_calls: end.llmCalls, usage: jsonUsage(end.usage) }),
    steps,
    ...(children.length === 0 ? {} : { children }),
    trajectory: record.path,
    ...(notes.length === 0 ? {} : { notes }),
  };
  const head = `Run ${start.runId}: ${start.task}, ${status}, ${digest.steps.length} steps`;
  const text = [
    head,
    ...(failure === undefined ? [] : [failure]),
    ...steps.map(describeStep),
    ...(isJsonObject(outputs) && end?.outputs !== undefined ? [stringifyJson(outputs)] : []),
    ...notes,
  ].join("\n");
  return { text, content };
}

function describeStep(step: JsonObject): string {
  const { problem, queries, printed_chars } = step;
  const asked = queries === 0 ? "" : `, sub-queries ${queries}`;
  const went = problem === undefined ? "" : `, ${problem}`;
  return `${step["step"]}. ${step["code"]} (${
    step["status"]
  }, printed ${printed_chars}${asked}${went})`;
}

/** The first and last of many; a note says how many are left out. */
function fewOf<T>(items: readonly T[], noun: string, notes: string[]): readonly T[] {
  if (items.length <= 2 * SHOWN) return items;
  notes.push(`${items.length - 2 * SHOWN} ${noun} in the middle are not listed`);
  return [...items.slice(0, SHOWN), ...items.slice(-SHOWN)];
}
