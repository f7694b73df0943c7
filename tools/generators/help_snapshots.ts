/**
 * Every help page at 80 columns, so that what changes in one is seen.
 *
 * @module
 */

import { BACKENDS } from "../../backends/mod.ts";
import { renderCommandHelp } from "../../src/cli/command_help.ts";
import { commandTable } from "../../src/cli/command_table.ts";
import { renderGroupHelp, renderHelp } from "../../src/cli/help.ts";
import type { GeneratedFile } from "./generated_file.ts";

/** Folder of the pages. */
export const HELP_SNAPSHOTS = "tests/cli/__snapshots__/help/";

/** Columns of the pages. */
const COLUMNS = 80;

/** A file for each page, named after what it is the page of. */
export async function generateHelpSnapshots(): Promise<readonly GeneratedFile[]> {
  const table = await commandTable(BACKENDS);
  const pages: readonly (readonly [name: string, text: string])[] = [
    ["fleet-rlm", renderHelp(table, COLUMNS)],
    ...table.groups.map((group) => [group.name, renderGroupHelp(group, table, COLUMNS)] as const),
    ...table.commands.map((command) =>
      [command.name, renderCommandHelp(command, COLUMNS)] as const
    ),
  ];
  return pages.map(([name, text]) => ({
    path: `${HELP_SNAPSHOTS}${name.replaceAll(" ", "-")}.txt`,
    text,
  }));
}
