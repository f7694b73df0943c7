/**
 * Which options a configuration file can set: at its top for every command that has them, and for one
 * command alone.
 *
 * @module
 */

import type { CommandSpec } from "../command_spec.ts";
import type { OptionSpec } from "../option_spec.ts";

/** Options of one name, which may differ from command to command. */
export type OptionsByName = ReadonlyMap<string, readonly OptionSpec[]>;

/** The options of a command that a file can set, under `commands`. */
export function ownOptions(command: CommandSpec): readonly OptionSpec[] {
  return command.options.filter((option) => !option.isInert && !option.ignoresFiles);
}

/** The options that a file can set at its top, in the order of help, each in all its forms. */
export function sharedOptions(commands: readonly CommandSpec[]): OptionsByName {
  const byName = new Map<string, OptionSpec[]>();
  for (const option of commands.flatMap(ownOptions)) {
    if (option.isOwn) continue;
    const forms = byName.get(option.name) ?? [];
    if (!forms.some((form) => isAlike(form, option))) forms.push(option);
    byName.set(option.name, forms);
  }
  return byName;
}

/** Whether two options take the same values. */
function isAlike(a: OptionSpec, b: OptionSpec): boolean {
  return JSON.stringify(valuesOf(a)) === JSON.stringify(valuesOf(b));
}

/** What tells the values that an option takes. */
export function valuesOf(option: OptionSpec): readonly unknown[] {
  const range = "minimum" in option ? [option.minimum, option.maximum] : [];
  const choices = "choices" in option ? option.choices : [];
  const format = "format" in option ? option.format?.pattern.source : undefined;
  return [option.kind, range, choices, format];
}
