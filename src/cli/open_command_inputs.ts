/**
 * Opens the inputs of a command under its limits; what is left out of them is told on standard error.
 *
 * @module
 */

import { type OpenInputs, openInputs, type OpenInputsOptions } from "../inputs/open_inputs.ts";
import type { InputSpec } from "../inputs/parse_input.ts";
import type { CommandContext } from "./command_spec.ts";
import { openStandardInput } from "./command_setup.ts";

/** Who hears of the inputs and who ends their reading, where that is not the command as a whole. */
export type OpenCommandInputsOptions = Partial<Pick<OpenInputsOptions, "onWarn" | "signal">>;

/**
 * Opens the inputs in order.
 * @throws {FleetError} As `openInputs`.
 */
export function openCommandInputs(
  context: CommandContext,
  specs: readonly InputSpec[],
  options: OpenCommandInputsOptions = {},
): Promise<OpenInputs> {
  const { args, cwd, signal, terminal } = context;
  const limit = (name: string) => args.has(name) ? args.number(name) : undefined;
  const maxFiles = limit("max-input-files");
  const maxUnpackedBytes = limit("max-input-size");
  return openInputs(specs, {
    cwd,
    stdin: () => openStandardInput(context),
    onWarn: (message) => terminal.err(`Warning: ${message}\n`),
    signal,
    ...options,
    ...(maxFiles === undefined ? {} : { maxFiles }),
    ...(maxUnpackedBytes === undefined ? {} : { maxUnpackedBytes }),
  });
}
