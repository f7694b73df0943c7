/**
 * The events of a run as progress of a call: the lines that a terminal would show, with the turn that
 * they belong to.
 *
 * @module
 */

import { createProgress } from "../cli/progress.ts";
import type { RunListener } from "../core/run_event.ts";
import type { ToolCall } from "./tool.ts";

/** A listener that notes how far the run is. */
export function createRunProgress(call: Pick<ToolCall, "note">): RunListener {
  let turn = 0;
  let turns: number | undefined;
  const tell = createProgress({
    level: "normal",
    write: (text) =>
      call.note({ message: text.trimEnd(), turn, ...(turns === undefined ? {} : { turns }) }),
  });
  return (event) => {
    if (event.run === undefined && event.type === "run-start") turns = event.limits.maxIterations;
    if (event.run === undefined && event.type === "step-start") turn = event.step;
    tell(event);
  };
}
