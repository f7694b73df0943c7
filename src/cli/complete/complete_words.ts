/**
 * What could stand at the end of a command line, drawn from the table: commands, options, choices,
 * values. Loads one command at most.
 *
 * @module
 */

import type { CommandIndex, CommandPage, IndexedCommand } from "../command_spec.ts";
import { nameOf } from "../command_help.ts";
import { canStandAlone, type OptionSpec } from "../option_spec.ts";
import { completeOption, completePositional, type CompletionPlaces } from "./complete_value.ts";
import { type Candidate, type Completion, NO_COMPLETION } from "./completion.ts";

/** What a completion is drawn from. */
export interface CompleteOptions extends CompletionPlaces {
  /** The names of all commands. */
  readonly index: CommandIndex;
  /** Loads what is known of a command. */
  readonly loadPage: (command: IndexedCommand) => Promise<CommandPage>;
}

const HELP: Candidate = { value: "--help", help: "Show the help page" };

/** Completes the last of the words, without the program's name; it may be empty. */
export async function completeWords(
  words: readonly string[],
  options: CompleteOptions,
): Promise<Completion> {
  const [typed = "", ...before] = words.toReversed();
  const said = before.reverse();
  const completion = await complete(said, typed, options);
  return {
    ...completion,
    candidates: completion.candidates.filter(({ value }) => value.startsWith(typed)),
  };
}

async function complete(
  said: readonly string[],
  typed: string,
  options: CompleteOptions,
): Promise<Completion> {
  const { index } = options;
  if (said[0] === "help") return { candidates: nextWords(said.slice(1), index) };
  const found = findLongest(said, index);
  if (found === undefined) {
    const next = nextWords(said, index);
    return said.length > 0
      ? { candidates: [...next, HELP] }
      : { candidates: typed.startsWith("-") ? [HELP, VERSION] : [...next, HELP_COMMAND] };
  }
  const command = await options.loadPage(found.command);
  const rest = readRest(found.rest, command);
  if (rest.waiting !== undefined) return await completeOption(rest.waiting, typed, options);
  const cut = typed.indexOf("=");
  if (!rest.isBare && typed.startsWith("-") && cut > 0) {
    return await completeJoined(typed, cut, { command, options });
  }
  if (!rest.isBare && typed.startsWith("-")) return { candidates: listOptions(command, rest) };
  const positional = positionalAt(command, rest.positionals);
  if (positional === undefined) {
    return rest.isBare || typed !== "" ? NO_COMPLETION : { candidates: listOptions(command, rest) };
  }
  if (positional.completes === "command") {
    return { candidates: nextWords(rest.positionals, index) };
  }
  return await completePositional(positional, options);
}

const VERSION: Candidate = { value: "--version", help: "Show the version" };
const HELP_COMMAND: Candidate = { value: "help", help: "Show the options of a command" };

/** `--name=value`: the value with its name before it. */
async function completeJoined(
  typed: string,
  cut: number,
  { command, options }: { readonly command: CommandPage; readonly options: CompleteOptions },
): Promise<Completion> {
  const [name, value] = [typed.slice(0, cut), typed.slice(cut + 1)];
  const option = findOption(name, command);
  if (option === undefined || option.kind === "flag") return NO_COMPLETION;
  const { candidates, path } = await completeOption(option, value, options);
  return {
    candidates: candidates.map((each) => ({ ...each, value: `${name}=${each.value}` })),
    ...(path === undefined ? {} : { path }),
  };
}

/** The words that can follow some words of a name. */
function nextWords(said: readonly string[], { commands, groups }: CommandIndex): Candidate[] {
  const begun = said.map((word) => `${word} `).join("");
  const next = new Map<string, string>();
  for (const { name, section, summary } of [...commands, ...groups]) {
    if (!name.startsWith(begun) || (section === undefined && !name.includes(" "))) continue;
    const [word = "", ...more] = name.slice(begun.length).split(" ");
    if (!next.has(word) && (more.length === 0 || said.length > 0)) next.set(word, summary);
  }
  return [...next].map(([value, help]) => ({ value, help }));
}

/** The command whose name the words begin with. */
function findLongest(
  said: readonly string[],
  { commands }: CommandIndex,
): { readonly command: IndexedCommand; readonly rest: readonly string[] } | undefined {
  for (let count = said.length; count > 0; count--) {
    const name = said.slice(0, count).join(" ");
    const command = commands.find((each) => each.name === name);
    if (command !== undefined) return { command, rest: said.slice(count) };
  }
  return undefined;
}

/** What the words behind a command's name come to. */
interface Rest {
  /** Names of options that were given. */
  readonly given: ReadonlySet<string>;
  /** Arguments without a name. */
  readonly positionals: readonly string[];
  /** The option whose value comes next. */
  readonly waiting: OptionSpec | undefined;
  /** Whether a `--` ended the options. */
  readonly isBare: boolean;
}

function readRest(words: readonly string[], command: CommandPage): Rest {
  const given = new Set<string>();
  const positionals: string[] = [];
  let waiting: OptionSpec | undefined;
  let isBare = false;
  for (const word of words) {
    if (waiting !== undefined) waiting = undefined;
    else if (isBare || word === "-" || !word.startsWith("-")) positionals.push(word);
    else if (word === "--") isBare = true;
    else {
      const option = findOption(word.split("=", 1)[0] ?? "", command);
      if (option === undefined) continue;
      given.add(option.name);
      if (!canStandAlone(option) && !word.includes("=")) waiting = option;
    }
  }
  return { given, positionals, waiting, isBare };
}

function findOption(typed: string, { options }: CommandPage): OptionSpec | undefined {
  return options.find((option) =>
    typed === `--${option.name}` || (option.short !== undefined && typed === `-${option.short}`) ||
    option.aliases?.some((alias) => typed === `--${alias}`)
  );
}

function listOptions({ options }: CommandPage, { given }: Rest): readonly Candidate[] {
  const open = options.filter(({ isInert, kind, name }) =>
    !isInert && (kind === "repeated" || !given.has(name))
  );
  return [
    ...open.map((option) => ({ value: `--${option.name}`, help: firstSentence(option) })),
    HELP,
  ];
}

/** Help without what follows a semicolon or colon, with the stand-in of the value. */
function firstSentence(option: OptionSpec): string {
  const value = option.kind === "flag" ? "" : ` (${nameOf(option).split(" ").at(-1)})`;
  return `${option.help.split(/[;:(]/, 1)[0]?.trim()}${value}`;
}

function positionalAt({ positionals = [] }: CommandPage, said: readonly string[]) {
  const last = positionals.at(-1);
  return positionals[said.length] ?? (last?.repeated ? last : undefined);
}
