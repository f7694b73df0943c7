/**
 * A run as calm plain lines on standard error: one when a turn's code starts, one when it ended, one
 * now and then while sub-queries are under way. `verbose` adds the code and what it printed, `quiet`
 * leaves warnings alone. Of child runs it tells when they start and end; `verbose` all that they do,
 * each line after the child's path.
 *
 * No timers: lines come when something happened.
 *
 * @module
 */

import { addUsage, NO_USAGE, type Usage } from "../core/lm.ts";
import type { RunEvent, RunListener } from "../core/run_event.ts";
import { firstLine } from "../text/cut_text.ts";
import { formatCounted, formatDuration } from "../text/format_number.ts";
import { describeCapabilities } from "./describe_capabilities.ts";
import {
  describeQueries,
  describeResult,
  describeUsage,
  failureOf,
  indent,
  lines,
} from "./progress_words.ts";

/** Options of {@linkcode createProgress}. */
export interface ProgressOptions {
  /** Takes the lines. */
  readonly write: (text: string) => void;
  /** How much is told. */
  readonly level: ProgressLevel;
  /**
   * Whether a display says what goes on right now, so that lines tell what is over alone.
   * @default {false}
   */
  readonly isLive?: boolean;
}

/** Warnings alone, a line for whatever happens, or code and output of every turn as well. */
export type ProgressLevel = "quiet" | "normal" | "verbose";

/** Most code points shown of what a child is asked. */
const QUERY_CHARS = 60;

/** Least milliseconds between two lines about sub-queries of the same turn. */
const QUERY_LINE_MS = 5_000;

/** A listener that writes the progress of a run and its children. */
export function createProgress({ write, level, isLive = false }: ProgressOptions): RunListener {
  const warn: RunListener = (event) => {
    if (event.type !== "run-warn") return;
    write(`Warning: ${event.run === undefined ? "" : `child ${event.run}: `}${event.message}\n`);
  };
  if (level === "quiet") return warn;
  const verbose = level === "verbose";
  const tokens = { taken: NO_USAGE };
  const tellRoot = createRunProgress({ write, verbose, tokens, isLive });
  const children = new Map<string, RunListener>();

  function tellChild(event: RunEvent, run: string): void {
    const known = children.get(run);
    const tell = known ??
      createRunProgress({ write: prefixed(write, run), verbose, tokens, isLive });
    if (known === undefined) children.set(run, tell);
    tell(event);
    if (event.type === "run-end") children.delete(run);
  }

  return (event) => {
    const spent = "completion" in event ? event.completion?.usage : undefined;
    if (spent !== undefined) tokens.taken = addUsage(tokens.taken, spent);
    if (event.run === undefined) tellRoot(event);
    else if (verbose) tellChild(event, event.run);
    else warn(event);
  };
}

interface RunProgressOptions {
  readonly write: (text: string) => void;
  readonly verbose: boolean;
  readonly isLive: boolean;
  /** What all runs of the tree took so far. */
  readonly tokens: { readonly taken: Usage };
}

/** Puts the path of a child before every line. */
function prefixed(write: (text: string) => void, run: string): (text: string) => void {
  return (text) => write(text.replace(/^(?=.)/gm, `[${run}] `));
}

/** Who plans and who answers sub-queries: named once when they are the same. */
function modelsOf(
  { planner, subModel }: { readonly planner: string; readonly subModel: string },
): string {
  return planner === subModel
    ? `planner and sub-model ${planner}`
    : `planner ${planner}, sub-model ${subModel}`;
}

/** Tells of one run. */
function createRunProgress(
  { isLive, write, verbose, tokens }: RunProgressOptions,
): RunListener {
  let turns = 0;
  let step = 0;
  let queries = { started: 0, done: 0, failed: 0 };
  let lastLineMs = 0;
  /** How long the planner took for code that has not started yet. */
  let plannedMs: number | undefined;
  /** Whether lines tell no more than a live display leaves to tell. */
  const isBrief = isLive && !verbose;

  const line = (event: RunEvent, text: string) => {
    lastLineMs = event.atMs;
    write(`${text}\n`);
  };
  const turn = () => `Turn ${step}/${turns}`;
  const endIdleTurn = (event: RunEvent) => {
    if (plannedMs === undefined) return;
    line(event, `${turn()}: planned in ${formatDuration(plannedMs)}, no code to run`);
    plannedMs = undefined;
  };

  return (event) => {
    switch (event.type) {
      case "run-start":
        turns = event.limits.maxIterations;
        line(
          event,
          `Task ${event.task}, ${modelsOf(event)}, backend ${event.backend}`,
        );
        break;
      case "sandbox-start": {
        const again = event.replacement ? "New sandbox" : "Sandbox";
        line(event, `${again}: ${describeCapabilities(event.capabilities)}`);
        if (verbose) write(`Files: ${event.capabilities.filesystem}\n`);
        break;
      }
      case "variable-bind":
        for (const { name, type, chars } of event.variables) {
          line(event, `Variable ${name}: ${type}, ${formatCounted(chars, "character")}`);
        }
        break;
      case "step-start":
        endIdleTurn(event);
        step = event.step;
        queries = { started: 0, done: 0, failed: 0 };
        break;
      case "plan-end":
        plannedMs = event.durationMs;
        break;
      case "code-start":
        if (!isBrief) {
          line(
            event,
            `${turn()}: planned in ${formatDuration(plannedMs ?? 0)}, ` +
              `running ${formatCounted(lines(event.code), "line")} of Python`,
          );
        }
        plannedMs = undefined;
        if (verbose) write(indent(event.code, "  > "));
        break;
      case "query-start":
        queries.started++;
        break;
      case "query-end":
        if (event.error === undefined) queries.done++;
        else queries.failed++;
        if (!isLive && event.atMs - lastLineMs >= QUERY_LINE_MS) {
          line(event, `${turn()}: ${describeQueries(queries)}`);
        }
        break;
      case "code-end": {
        const parts = [describeResult(event.result)];
        if (queries.started > 0) parts.push(describeQueries(queries));
        if (!isBrief) {
          parts.push(`${describeUsage(tokens.taken)}${formatDuration(event.atMs)} elapsed`);
        }
        line(event, `${turn()}: ${parts.join("; ")}`);
        if (verbose) write(indent(event.result.output.text, "  | "));
        if (verbose && event.result.status === "error") {
          write(indent(event.result.error.traceback, "  ! "));
        }
        break;
      }
      case "child-start":
        if (isLive) break;
        line(
          event,
          `${turn()}: child ${event.child} is asked: ${firstLine(event.query, QUERY_CHARS)}`,
        );
        break;
      case "child-end": {
        const failed = event.error === undefined ? "" : `: ${event.error}`;
        const took = formatDuration(event.durationMs);
        line(
          event,
          `${turn()}: child ${event.child} ${event.status ?? "failed"} after ${took}${failed}`,
        );
        break;
      }
      case "limit-reach":
        endIdleTurn(event);
        line(event, `Limit reached: ${event.limit}, ${event.used} of ${event.max}`);
        break;
      case "extract-end":
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
            formatCounted(event.iterations, "turn")
          }, ` +
            `${formatCounted(event.llmCalls, "sub-query", "sub-queries")}, ` +
            `${describeUsage(event.usage)}${formatDuration(event.atMs)}`,
        );
        break;
    }
  };
}
