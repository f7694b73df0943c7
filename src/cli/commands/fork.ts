/**
 * `fork`: branches off a recorded run at a step, with other code or another model.
 *
 * @module
 */

import { resolve } from "node:path";
import { FleetError, UsageError } from "../../core/errors.ts";
import { openTextFile } from "../../inputs/open_text_file.ts";
import { readTextFile } from "../../inputs/read_text_file.ts";
import { planFork } from "../../replay/continuation.ts";
import type { CommandContext } from "../command_spec.ts";
import { limitsOf, performContinuation } from "../continue_command.ts";
import { openRecord } from "../recorded_run.ts";

/** Forks the run that the argument names at `--at`. */
export async function fork(context: CommandContext): Promise<number> {
  const { args } = context;
  const record = await openRecord(context);
  const at = args.number("at");
  if (at === undefined) throw new UsageError('Missing option "--at" for fork');
  const code = await readEdit(context);
  const limits = limitsOf(context, record);
  const continuation = planFork(record, {
    at,
    limits,
    ...(code === undefined ? {} : { code }),
  });
  return await performContinuation(context, { record, continuation });
}

async function readEdit({ args, cwd }: CommandContext): Promise<string | undefined> {
  const path = args.text("edit");
  if (path === undefined) return undefined;
  const file = await openTextFile(resolve(cwd, path), { label: `"${path}"` });
  const code = await readTextFile(file);
  if (code.trim() !== "") return code;
  throw new FleetError("input-empty", `Cannot use "${path}" as code: there is nothing in it`);
}
