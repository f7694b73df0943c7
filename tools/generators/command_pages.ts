/**
 * The help pages and completions of all commands as data, so that neither has to wait for the program.
 *
 * @module
 */

import { BACKENDS } from "../../backends/mod.ts";
import type { CommandSpec } from "../../src/cli/command_spec.ts";
import { commandTable } from "../../src/cli/command_table.ts";
import type { OptionSpec } from "../../src/cli/option_spec.ts";
import { GENERATED_HEADER, type GeneratedFile } from "./generated_file.ts";

/** `src/cli/command_pages.gen.ts` from the specs of the commands. */
export async function generateCommandPages(): Promise<readonly GeneratedFile[]> {
  const { commands } = await commandTable(BACKENDS);
  const options = new Map<string, number>();
  const rows = commands.map((command) => {
    const numbers = command.options.map((option) => {
      const text = JSON.stringify(shownOption(option));
      if (!options.has(text)) options.set(text, options.size);
      return options.get(text);
    });
    return JSON.stringify({ ...shownCommand(command), options: numbers });
  });
  const text = `${GENERATED_HEADER}
import type { OptionSpec } from "./option_spec.ts";
import type { PackedPage } from "./answer_from_pages.ts";

/** The options of all commands, each once. */
export const PAGE_OPTIONS: readonly OptionSpec[] = [
${[...options.keys()].map((row) => `  ${row},\n`).join("")}];

/** The commands, with the numbers of their options. */
export const PACKED_PAGES: readonly PackedPage[] = [
${rows.map((row) => `  ${row},\n`).join("")}];
`;
  return [{ path: "src/cli/command_pages.gen.ts", text }];
}

/** An option without what judges its value. */
function shownOption(option: OptionSpec): object {
  const { project: _, ...rest } = option;
  if (!("format" in rest)) return rest;
  const { format: __, ...shown } = rest;
  return shown;
}

/** A command without its options and what runs it. */
function shownCommand({ details, examples, name, positionals, summary }: CommandSpec): object {
  return {
    name,
    summary,
    details,
    positionals: positionals?.map(({ format: _, ...shown }) => shown),
    examples,
  };
}
