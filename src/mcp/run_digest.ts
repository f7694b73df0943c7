/**
 * A recorded run in short, gathered event by event: how it began and ended, a line for each step, the
 * child runs. Texts are kept as far as they are shown.
 *
 * @module
 */

import type { CellResult } from "../core/cell_result.ts";
import type { RunEvent } from "../core/run_event.ts";
import type { RunEnd, RunStartEvent } from "../replay/run_record.ts";
import { firstLine } from "../text/cut_text.ts";

/** A step in short. */
export interface StepDigest {
  /** Its number, from 1. */
  readonly step: number;
  /** The first line of its code that says something. */
  code: string;
  /** What came of the cell; absent when it did not end. */
  status?: CellResult["status"];
  /** What went wrong, in one line. */
  problem?: string;
  /** Characters that it printed. */
  printedChars: number;
  /** Sub-queries that it asked. */
  queries: number;
  /** Those of them that failed. */
  failedQueries: number;
}

/** A child run in short. */
export interface ChildDigest {
  /** Its path, such as `1.2`. */
  readonly child: string;
  /** The step that started it. */
  readonly step: number;
  /** What it was asked; its beginning. */
  readonly query: string;
  /** How it ended; `open` while it has not. */
  status: string;
}

/** Longest line of code or problem that is kept. */
const LINE_CHARS = 160;

/** One run of the tree, gathered from the events of the record. */
export class RunDigest {
  readonly #run: string | undefined;
  readonly steps: StepDigest[] = [];
  readonly children: ChildDigest[] = [];
  readonly warnings: string[] = [];
  /** How it began. */
  start: RunStartEvent | undefined;
  /** How it ended. */
  end: RunEnd | undefined;

  /** Will gather what belongs to this run: a child's path, or undefined for the outermost. */
  constructor(run: string | undefined) {
    this.#run = run;
  }

  /** Takes the next event of the record. */
  take(event: RunEvent): void {
    if (event.run !== this.#run) return;
    switch (event.type) {
      case "run-start":
        this.start ??= event;
        break;
      case "run-end":
        this.end = event;
        break;
      case "run-warn":
        if (this.warnings.length < 10) this.warnings.push(firstLine(event.message, LINE_CHARS));
        break;
      case "code-start":
        this.#stepOf(event.step).code = firstCodeLine(event.code);
        break;
      case "query-start":
        this.#stepOf(event.step).queries++;
        break;
      case "query-end":
        if (event.error !== undefined) this.#stepOf(event.step).failedQueries++;
        break;
      case "code-end":
        this.#takeResult(this.#stepOf(event.step), event.result);
        break;
      case "step-start":
        this.#stepOf(event.step);
        break;
      case "child-start": {
        const { child, step, query } = event;
        this.children.push({ child, step, query: firstLine(query, LINE_CHARS), status: "open" });
        break;
      }
      case "child-end": {
        const found = this.children.find(({ child }) => child === event.child);
        if (found !== undefined) found.status = event.status ?? "failed";
        break;
      }
    }
  }

  #takeResult(step: StepDigest, result: CellResult): void {
    step.status = result.status;
    step.printedChars = result.output.chars;
    const problem = problemOf(result);
    if (problem !== undefined) step.problem = firstLine(problem, LINE_CHARS);
  }

  #stepOf(number: number): StepDigest {
    const known = this.steps.findLast(({ step }) => step === number);
    if (known !== undefined) return known;
    const made = { step: number, code: "", printedChars: 0, queries: 0, failedQueries: 0 };
    this.steps.push(made);
    return made;
  }
}

function problemOf(result: CellResult): string | undefined {
  switch (result.status) {
    case "error":
      return `${result.error.type}: ${result.error.message}`;
    case "timeout":
      return `stopped at its time limit of ${result.timeoutMs / 1000} s`;
    case "crashed":
      return result.reason;
    default:
      return undefined;
  }
}

/** The first line that is neither empty nor a comment. */
function firstCodeLine(code: string): string {
  const lines = code.split("\n").map((line) => line.trim());
  const said = lines.find((line) => line !== "" && !line.startsWith("#"));
  return firstLine(said ?? lines[0] ?? "", LINE_CHARS);
}
