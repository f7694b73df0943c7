/**
 * The arguments without a name to values by name, as a command's table says.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";
import { checkChoice, checkFormat } from "./option_value.ts";
import type { CommandSpec, PositionalSpec } from "./command_spec.ts";

/**
 * Gives each argument its name.
 * @throws {UsageError} One is missing, is not what it must be, or there is one too many.
 */
export function readPositionals(
  given: readonly string[],
  command: CommandSpec,
): ReadonlyMap<string, readonly string[]> {
  const rest = [...given];
  const values = new Map<string, readonly string[]>();
  for (const spec of command.positionals ?? []) {
    const taken = rest.splice(0, spec.repeated ? rest.length : 1);
    if (taken.length === 0 && spec.required) throw missing(spec, command);
    for (const text of taken) {
      checkFormat(text, spec.placeholder, spec.format);
      if (spec.choices !== undefined) checkChoice(text, spec.placeholder, spec.choices);
    }
    if (taken.length > 0) values.set(spec.name, taken);
  }
  const [surplus] = rest;
  if (surplus === undefined) return values;
  throw new UsageError(`Unexpected argument "${surplus}" for ${command.name}`, {
    hint: `A value with spaces needs quotes; see fleet-rlm help ${command.name}`,
  });
}

function missing(spec: PositionalSpec, command: CommandSpec): UsageError {
  return new UsageError(`Missing ${spec.placeholder} for ${command.name}`, { hint: spec.help });
}
