/**
 * A run as calm plain lines on standard error: one when a turn's code starts, one when it ended, one
 * now and then while sub-queries are under way. `verbose` adds the code and what it printed, `quiet`
 * leaves warnings alone.
 *
 * No timers: lines come when something happened.
 *
 * @module
 */

import type { CellResult } from "../core/cell_result.ts";
import { addUsage, NO_USAGE, type Usage } from "../core/lm.ts";
import type { RunEvent, RunListener } from "../core/run_event.ts";

/** Options of {@linkcode createProgress}. */
export interface ProgressOptions {
  /** Takes the lines. */
  readonly write: (text: string) => void;
  /** How much is told. */
  readonly level: ProgressLevel;
}

/** Warnings alone, a line for whatever happens, or code and output of every turn as well. */
export type ProgressLevel = "quiet" | "normal" | "verbose";

/** Least milliseconds between two lines about sub-queries of the same turn. */
const QUERY_LINE_MS = 5_000;

/** A listener that writes the progress of one run. */
export function createProgress({ write, level }: ProgressOptions): RunListener {
  if (level === "quiet") {
    return (event) => {
      if (event.type === "run-warn") write(`Warning: ${event.message}\n`);
    };
  }
  const verbose = level === "verbose";
  let turns = 0;
  let step = 0;
  let usage: Usage = NO_USAGE;
  let queries = { started: 0, done: 0, failed: 0 };
  let lastLineMs = 0;
  /** How long the planner took for code that has not started yet. */
  let plannedMs: number | undefined;

  const line = (event: RunEvent, text: string) => {
    lastLineMs = event.atMs;
    write(`${text}\n`);
  };
  const turn = () => `Turn ${step}/${turns}`;
  const endIdleTurn = (event: RunEvent) => {
    if (plannedMs === undefined) return;
    line(event, `${turn()}: planned in ${seconds(plannedMs)}, no code to run`);
    plannedMs = undefined;
  };

  return (event) => {
    switch (event.type) {
      case "run-start":
        turns = event.limits.maxIterations;
        line(
          event,
          `Task ${event.task}, planner ${event.planner}, sub-model ${event.subModel}, ` +
            `backend ${event.backend}`,
        );
        break;
      case "sandbox-start": {
        const { pythonVersion, isolation, network } = event.capabilities;
        const again = event.replacement ? "New sandbox" : "Sandbox";
        const reach = network ? "with network" : "no network";
        line(event, `${again}: Python ${pythonVersion}, isolation ${isolation}, ${reach}`);
        break;
      }
      case "variable-bind":
        for (const { name, type, chars } of event.variables) {
          line(event, `Variable ${name}: ${type}, ${count(chars, "character")}`);
        }
        break;
      case "step-start":
        endIdleTurn(event);
        step = event.step;
        queries = { started: 0, done: 0, failed: 0 };
        break;
      case "plan-end":
        usage = addUsage(usage, event.completion.usage);
        plannedMs = event.durationMs;
        break;
      case "code-start":
        line(
          event,
          `${turn()}: planned in ${seconds(plannedMs ?? 0)}, ` +
            `running ${count(lines(event.code), "line")} of Python`,
        );
        plannedMs = undefined;
        if (verbose) write(indent(event.code, "  > "));
        break;
      case "query-start":
        queries.started++;
        break;
      case "query-end":
        if (event.error === undefined) queries.done++;
        else queries.failed++;
        if (event.completion !== undefined) usage = addUsage(usage, event.completion.usage);
        if (event.atMs - lastLineMs >= QUERY_LINE_MS) {
          line(event, `${turn()}: ${describeQueries(queries)}`);
        }
        break;
      case "code-end": {
        const parts = [describeResult(event.result)];
        if (queries.started > 0) parts.push(describeQueries(queries));
        parts.push(`${describeUsage(usage)}${seconds(event.atMs)} elapsed`);
        line(event, `${turn()}: ${parts.join("; ")}`);
        if (verbose) write(indent(event.result.output.text, "  | "));
        if (verbose && event.result.status === "error") {
          write(indent(event.result.error.traceback, "  ! "));
        }
        break;
      }
      case "limit-reach":
        endIdleTurn(event);
        line(event, `Limit reached: ${event.limit}, ${event.used} of ${event.max}`);
        break;
      case "extract-end":
        if (event.completion !== undefined) usage = addUsage(usage, event.completion.usage);
        line(event, `Extraction ${event.error === undefined ? "done" : `failed: ${event.error}`}`);
        break;
      case "run-warn":
        line(event, `Warning: ${event.message}`);
        break;
      case "run-end":
        endIdleTurn(event);
        line(
          event,
          `Run ended (${event.status ?? failureOf(event.error?.code)}): ${
            count(event.iterations, "turn")
          }, ` +
            `${count(event.llmCalls, "sub-query", "sub-queries")}, ` +
            `${describeUsage(event.usage)}${seconds(event.atMs)}`,
        );
        break;
    }
  };
}

function describeResult(result: CellResult): string {
  const printed = `printed ${count(result.output.chars, "character")}`;
  const took = seconds(result.durationMs);
  switch (result.status) {
    case "ok":
      return `ok in ${took}, ${printed}`;
    case "error":
      return `${result.error.type} after ${took}, ${printed}`;
    case "submitted":
      return `submitted after ${took}`;
    case "timeout":
      return `stopped at its time limit of ${seconds(result.timeoutMs)}`;
    case "crashed":
      return `sandbox lost after ${took}: ${result.reason}`;
  }
}

function describeQueries(queries: { started: number; done: number; failed: number }): string {
  const running = queries.started - queries.done - queries.failed;
  const parts = [`${queries.done} done`];
  if (running > 0) parts.push(`${running} running`);
  if (queries.failed > 0) parts.push(`${queries.failed} failed`);
  return `sub-queries ${parts.join(", ")}`;
}

function failureOf(code: string | undefined): string {
  return code === "interrupted" ? code : "failed";
}

/** Tokens and a comma; nothing when none were counted. */
function describeUsage({ inputTokens, outputTokens }: Usage): string {
  if (inputTokens + outputTokens === 0) return "";
  return `${number(inputTokens)} tokens in, ${number(outputTokens)} out, `;
}

function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}

function lines(text: string): number {
  return text.split("\n").length;
}

function indent(text: string, mark: string): string {
  if (text === "") return "";
  return text.replace(/\n$/, "").split("\n").map((line) => `${mark}${line}\n`).join("");
}
