/**
 * `run`: any task, given by its signature and its inputs.
 *
 * @module
 */

import { checkInputNames } from "../../inputs/check_input_names.ts";
import { checkDistinct, parseInput } from "../../inputs/parse_input.ts";
import { parseSignature } from "../../rlm/signature/parse_signature.ts";
import { ownTask } from "../../tasks/own_task.ts";
import type { CommandContext } from "../command_spec.ts";
import { performRun } from "../perform_run.ts";

/** Runs the task of `--signature` on the variables of `--input`. */
export async function run(context: CommandContext): Promise<number> {
  const { args } = context;
  const instructions = args.text("instructions") ?? "";
  const signature = parseSignature(args.requiredText("signature"), { instructions });
  const inputs = args.list("input").map(parseInput);
  checkDistinct(inputs);
  checkInputNames(inputs.map(({ name }) => name), signature);
  return await performRun(context, {
    task: ownTask(signature),
    inputs,
    nested: true,
  });
}
