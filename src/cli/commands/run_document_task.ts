/**
 * The commands that do one shipped task with the document of `--docs-path`: `run-architecture`,
 * `run-api-endpoints`, `run-error-patterns`, `run-trajectory`, `run-custom-tool`, `run-logs`.
 *
 * @module
 */

import type { Task } from "../../tasks/task.ts";
import type { CommandContext } from "../command_spec.ts";
import { documentInput } from "../document_input.ts";
import { performRun } from "../perform_run.ts";

/**
 * Does the task. Its first input is the document, cut to `--chars` where the command has that option;
 * a second one is the text of the option of its name.
 */
export function runDocumentTask(context: CommandContext, task: Task): Promise<number> {
  const { args } = context;
  const [document, ...others] = task.signature.inputs;
  if (document === undefined) throw new TypeError(`Task "${task.name}" has no input`);
  return performRun(context, {
    task,
    inputs: [
      documentInput(args.requiredText("docs-path"), {
        name: document.name,
        headChars: args.has("chars") ? args.number("chars") : undefined,
      }),
      ...others.map(({ name }) => ({
        kind: "text" as const,
        name,
        text: args.requiredText(name),
      })),
    ],
    nested: false,
  });
}
