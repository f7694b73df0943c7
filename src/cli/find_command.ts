/**
 * The command, or group of commands, that the words of a command line name.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";
import type { CommandGroup, CommandSummary, CommandTable } from "./command_spec.ts";
import { suggest } from "./suggest.ts";

/** What was found, with the arguments that follow its name. */
export type FoundCommand<Command extends CommandSummary> =
  | { readonly kind: "command"; readonly command: Command; readonly rest: readonly string[] }
  | { readonly kind: "group"; readonly group: CommandGroup; readonly rest: readonly string[] };

/**
 * Finds the longest name that the arguments begin with; that of a command wins over that of a group.
 * @throws {UsageError} No name begins like this.
 */
export function findCommand<Command extends CommandSummary>(
  argv: readonly string[],
  table: CommandTable<Command>,
): FoundCommand<Command> {
  const longest = Math.max(...table.commands.map(({ name }) => name.split(" ").length));
  for (let count = Math.min(longest, argv.length); count > 0; count--) {
    const [name, rest] = [argv.slice(0, count).join(" "), argv.slice(count)];
    const command = table.commands.find((command) => command.name === name);
    const group = table.groups.find((group) => group.name === name);
    const [next] = rest;
    const isLonger = next !== undefined && !next.startsWith("-");
    // A command whose name others begin with takes no argument of its own.
    if (isLonger && (group !== undefined || begins(name, table))) {
      throw unknown(`${name} ${next}`, table);
    }
    if (command !== undefined) return { kind: "command", command, rest };
    if (group !== undefined) return { kind: "group", group, rest };
  }
  throw unknown(argv[0] ?? "", table);
}

/** Whether the names of commands go on from this one. */
function begins(name: string, { commands }: CommandTable<CommandSummary>): boolean {
  return commands.some((command) => command.name.startsWith(`${name} `));
}

/** What is said of an option where none can stand. */
export function unknownOption(typed: string): UsageError {
  const near = suggest(typed.replace(/^-+/, ""), ["help", "version"]);
  return new UsageError(`Unknown option "${typed}"`, {
    hint: near === undefined
      ? "Options follow the command: fleet-rlm COMMAND [OPTIONS]"
      : `Did you mean "--${near}"?`,
  });
}

function unknown(typed: string, table: CommandTable<CommandSummary>): UsageError {
  if (typed.startsWith("-")) return unknownOption(typed);
  const near = nearest(typed, table);
  const owner = typed.split(" ").slice(0, -1).join(" ");
  const page = owner === "" ? "fleet-rlm --help" : `fleet-rlm help ${owner}`;
  return new UsageError(`Unknown command "${typed}"`, {
    hint: near === undefined ? `See ${page}` : `Did you mean "${near}"? See ${page}`,
  });
}

/** The name that was meant: by its whole, by its last word within the group, or by its end alone. */
function nearest(
  typed: string,
  { commands, groups }: CommandTable<CommandSummary>,
): string | undefined {
  const names = [...groups, ...commands].map(({ name }) => name);
  const cut = typed.lastIndexOf(" ") + 1;
  const within = names.filter((name) =>
    name.startsWith(typed.slice(0, cut)) && !name.slice(cut).includes(" ")
  );
  const word = suggest(typed.slice(cut), within.map((name) => name.slice(cut)));
  if (word !== undefined) return typed.slice(0, cut) + word;
  const ending = names.filter((name) => name.endsWith(` ${typed}`));
  return ending.length === 1 ? ending[0] : suggest(typed, names);
}
