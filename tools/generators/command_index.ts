/**
 * The index of commands: the names and summaries, so that a start need not load every spec for them.
 *
 * @module
 */

import { COMMAND_GROUPS, SPEC_FILES } from "../../src/cli/command_table.ts";
import type { CommandIndex } from "../../src/cli/command_spec.ts";
import { GENERATED_HEADER, type GeneratedFile } from "./generated_file.ts";

/** `src/cli/command_index.gen.ts` from the specs of the commands. */
export async function generateCommandIndex(): Promise<readonly GeneratedFile[]> {
  const commands = await Promise.all(
    Object.entries(SPEC_FILES).map(async ([file, load]) =>
      (await load({})).map(({ name, section, summary }) => ({ name, section, summary, file }))
    ),
  );
  const text = `${GENERATED_HEADER}
import type { CommandIndex } from "./command_spec.ts";

/** The names of all commands. */
export const COMMAND_INDEX: CommandIndex = {
  commands: ${rows(commands.flat())},
  groups: ${rows(COMMAND_GROUPS)},
};
`;
  return [{ path: "src/cli/command_index.gen.ts", text }];
}

/** One line for each, so that a change reads as one. */
function rows(items: readonly (CommandIndex["commands" | "groups"][number] | object)[]): string {
  if (items.length === 0) return "[]";
  return `[\n${items.map((item) => `    ${JSON.stringify(item)},\n`).join("")}  ]`;
}
