/**
 * One step of a recorded run as text, in the order in which things happened: reply, code, what it asked
 * and was answered, what came of it. Written piece by piece, so that a long step is never held whole.
 *
 * @module
 */

import type { CellResult } from "../core/cell_result.ts";
import { stringifyJson } from "../core/json.ts";
import type { RunEvent } from "../core/run_event.ts";
import { formatDuration } from "../text/format_number.ts";

/** Which step of which run of the tree. */
export interface StepPlace {
  /** Path of the child run; undefined for the outermost. */
  readonly run: string | undefined;
  /** The step, from 1. */
  readonly step: number;
}

/** Tells a step. */
export class StepStory {
  readonly #place: StepPlace;
  readonly #write: (text: string) => void;
  #isFound = false;

  /** Will write what belongs to this step. */
  constructor(place: StepPlace, write: (text: string) => void) {
    this.#place = place;
    this.#write = write;
  }

  /** Whether the record has such a step. */
  get isFound(): boolean {
    return this.#isFound;
  }

  /** Takes the next event of the record. */
  take(event: RunEvent): void {
    const { run, step } = this.#place;
    if (event.run !== run || !("step" in event) || event.step !== step) return;
    this.#isFound = true;
    this.#tell(event);
  }

  #tell(event: RunEvent & { readonly step: number }): void {
    switch (event.type) {
      case "plan-end": {
        const { inputTokens, outputTokens } = event.completion.usage;
        const cost = `${inputTokens} tokens in, ${outputTokens} out, ${
          formatDuration(event.durationMs)
        }`;
        return this.#part(`Reply of the planner (${cost})`, event.completion.text);
      }
      case "code-start":
        return this.#part("Code that ran", event.code);
      case "query-start":
        return this.#part(`Sub-query ${event.query}`, event.prompt);
      case "query-end":
        return this.#part(
          `Answer to sub-query ${event.query} (${formatDuration(event.durationMs)})`,
          event.completion?.text ?? `Failed: ${event.error ?? "no answer"}`,
        );
      case "tool-start":
        return this.#part(`Call ${event.call} of ${event.tool}`, stringifyJson(event.args));
      case "tool-end":
        return this.#part(
          `Result of call ${event.call} (${formatDuration(event.durationMs)})`,
          event.error === undefined
            ? stringifyJson(event.result ?? null)
            : `Failed: ${event.error}`,
        );
      case "child-start":
        return this.#part(`Child run ${event.child} is asked`, event.query);
      case "child-end":
        return this.#part(
          `Child run ${event.child} ended (${formatDuration(event.durationMs)})`,
          event.error ?? event.status ?? "failed",
        );
      case "code-end":
        return this.#tellResult(event.result);
    }
  }

  #tellResult(result: CellResult): void {
    const { output, status } = result;
    const omitted = output.omittedChars === 0 ? "" : `, ${output.omittedChars} not kept`;
    const printed = `${output.chars} characters${omitted}`;
    this.#part(
      `Output (${status} after ${formatDuration(result.durationMs)}, ${printed})`,
      output.text,
    );
    if (result.status === "error") this.#part("Exception", result.error.traceback);
    if (result.status === "crashed") this.#part("Sandbox lost", result.reason);
    if (result.status === "submitted") this.#part("Submitted", stringifyJson(result.value));
  }

  #part(title: string, text: string): void {
    this.#write(`## ${title}\n`);
    this.#write(text);
    this.#write(text.endsWith("\n") ? "\n" : "\n\n");
  }
}
