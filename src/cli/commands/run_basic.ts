/**
 * `run-basic`: a question, no document.
 *
 * @module
 */

import { ANSWER_QUESTION } from "../../tasks/answer_question.ts";
import type { CommandContext } from "../command_spec.ts";
import { performRun } from "../perform_run.ts";

/** Answers `--question`. */
export function runBasic(context: CommandContext): Promise<number> {
  const text = context.args.requiredText("question");
  return performRun(context, {
    task: ANSWER_QUESTION,
    inputs: [{ kind: "text", name: "question", text }],
    nested: false,
  });
}
