/**
 * Finds the command that a command line names, loads its spec, parses its arguments and runs its
 * action, or shows its help page.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";
import type { CommandGroup } from "./command_spec.ts";
import { COMMAND_INDEX } from "./command_index.gen.ts";
import { commandTable, loadCommand } from "./command_table.ts";
import { EXIT } from "./exit_code.ts";
import { findCommand, unknownOption } from "./find_command.ts";
import type { PreparedComposition } from "./run_cli.ts";

/**
 * Runs the command and returns the exit code.
 * @throws {FleetError} What is wrong with the command line, or what the action throws.
 */
export async function runCommand(
  argv: readonly string[],
  composition: PreparedComposition,
): Promise<number> {
  const { backends } = composition;
  const [first, ...others] = argv;
  if (first === "--help" || first === "-h" || first === "help") {
    const words = others.filter((word) => !word.startsWith("-"));
    return await showPage(words, composition);
  }
  if (first === "__complete") return await complete(others, composition);
  const found = findCommand(argv, COMMAND_INDEX);
  if (found.kind === "group") {
    const [next] = found.rest;
    if (next === undefined) throw missingCommand(found.group);
    if (next !== "--help" && next !== "-h") throw unknownOption(next);
    return await showPage([found.group.name], composition);
  }
  const command = await loadCommand(found.command, backends);
  const { parseCommandLine } = await import("./parse_command_line.ts");
  const env = composition.env ?? Deno.env.toObject();
  const cwd = composition.cwd ?? Deno.cwd();
  const args = await parseCommandLine(found.rest, command, {
    findOwners: async (option) => {
      const { commands } = await commandTable(backends);
      return commands.filter(({ options }) => options.some(({ name }) => name === option))
        .map(({ name }) => name);
    },
    loadDefaults: async (given) => {
      const { loadDefaults } = await import("./defaults/load_defaults.ts");
      const envFile = given.get("env-file")?.toString();
      const places = { env, cwd, backends, ...(envFile === undefined ? {} : { envFile }) };
      const { problems: [problem], values } = await loadDefaults(command, places);
      if (problem !== undefined && !command.bearsProblems) throw problem;
      return values;
    },
  });
  if (args.wantsHelp) return await showPage([command.name], composition);
  const action = await command.load();
  return await action({ ...composition, args, env, cwd });
}

/** Answers a shell that asks how a line goes on. */
async function complete(
  argv: readonly string[],
  { backends, cwd = Deno.cwd(), env = Deno.env.toObject(), terminal }: PreparedComposition,
): Promise<number> {
  const { answerCompletion } = await import("./complete/answer_completion.ts");
  terminal.out(
    await answerCompletion(argv, {
      index: COMMAND_INDEX,
      loadPage: (command) => loadCommand(command, backends),
      cwd,
      env,
    }),
  );
  return EXIT.ok;
}

/** Shows the page that some words ask for; words behind the name of a command are passed over. */
async function showPage(
  words: readonly string[],
  { backends, terminal }: PreparedComposition,
): Promise<number> {
  const { width } = terminal;
  const { renderGroupHelp, renderHelp } = await import("./help.ts");
  if (words.length === 0) {
    terminal.out(renderHelp(COMMAND_INDEX, width));
    return EXIT.ok;
  }
  const found = findCommand(words.join(" ").split(" "), COMMAND_INDEX);
  if (found.kind === "group") {
    terminal.out(renderGroupHelp(found.group, COMMAND_INDEX, width));
    return EXIT.ok;
  }
  const { renderCommandHelp } = await import("./command_help.ts");
  terminal.out(renderCommandHelp(await loadCommand(found.command, backends), width));
  return EXIT.ok;
}

function missingCommand({ name }: CommandGroup): UsageError {
  const words = COMMAND_INDEX.commands.filter((command) => command.name.startsWith(`${name} `))
    .map((command) => command.name.slice(name.length + 1).split(" ", 1)[0]);
  return new UsageError(`Missing command after "${name}"`, {
    hint: `It goes on with ${[...new Set(words)].join(", ")}: see fleet-rlm help ${name}`,
  });
}
