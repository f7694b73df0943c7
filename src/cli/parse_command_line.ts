/**
 * Arguments of a command to checked values, by the command's own table.
 *
 * Names are settled here first (unknown ones, aliases, letters, values that are missing), so that a
 * value may begin with a dash and a mistake gets an answer that fits; `@std/cli` then reads what is
 * plain by now.
 *
 * @module
 */

import type { Setting } from "../config/setting.ts";
import { UsageError } from "../core/errors.ts";
import { CommandArguments, type OptionValue } from "./command_arguments.ts";
import type { CommandSpec } from "./command_spec.ts";
import { readOptionValue } from "./option_value.ts";
import type { OptionSpec } from "./option_spec.ts";
import { readPositionals } from "./read_positionals.ts";
import { suggest } from "./suggest.ts";

/** Most other commands that are named as having an option. */
const MAX_OWNERS = 3;

/** Options of {@linkcode parseCommandLine}. */
export interface ParseOptions {
  /** Loads what configuration files say; not called for the help page. */
  readonly loadDefaults?: (
    given: ReadonlyMap<string, OptionValue>,
  ) => Promise<ReadonlyMap<string, Setting<OptionValue>>>;
  /** Names the other commands that have an option, for when this one does not. */
  readonly findOwners?: (option: string) => Promise<readonly string[]>;
}

/**
 * Parses the arguments that follow a command's name; those that ask for its help page are not
 * checked any further.
 * @throws {UsageError} The first thing that is wrong.
 */
export async function parseCommandLine(
  argv: readonly string[],
  command: CommandSpec,
  options: ParseOptions = {},
): Promise<CommandArguments> {
  const settled = settleNames(argv, command);
  if (settled instanceof UnknownName) throw await unknown(settled.typed, command, options);
  if (settled === "help") {
    return new CommandArguments(command, { values: new Map(), wantsHelp: true });
  }
  const { parseArgs } = await import("@std/cli/parse-args");
  const named = (kinds: readonly OptionSpec["kind"][]) =>
    command.options.filter((option) => kinds.includes(option.kind)).map((option) => option.name);
  const parsed = parseArgs(settled.arguments, {
    boolean: named(["flag"]),
    string: ["_", ...named(["string", "choice", "integer", "number", "size", "repeated"])],
    collect: named(["repeated"]),
  });
  const values = new Map<string, OptionValue>();
  for (const option of command.options) {
    const isOff = settled.turnedOff.has(option.name);
    const value = isOff ? false : readOptionValue(option, parsed[option.name]);
    if (value !== undefined) values.set(option.name, value);
  }
  const positionals = readPositionals(parsed._.map(String), command);
  const defaults = await options.loadDefaults?.(values) ?? new Map<string, Setting<OptionValue>>();
  for (const option of command.options) {
    const isSaid = values.has(option.name) || defaults.has(option.name);
    if (option.required && !isSaid) throw missing(option, command);
  }
  return new CommandArguments(command, { values, defaults, positionals });
}

interface SettledNames {
  /** `--name`, `--name=value`, then `--` and what has no name. */
  readonly arguments: string[];
  /** Flags whose last word is `--no-name`. */
  readonly turnedOff: ReadonlySet<string>;
}

/** An option that the command does not have. */
class UnknownName {
  readonly typed: string;

  constructor(typed: string) {
    this.typed = typed;
  }
}

/** Rewrites arguments so that a plain parser can read them. */
function settleNames(
  argv: readonly string[],
  command: CommandSpec,
): SettledNames | UnknownName | "help" {
  const flags: string[] = [];
  const rest: string[] = [];
  const turnedOff = new Set<string>();
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? "";
    if (argument === "--") {
      rest.push(...argv.slice(index + 1));
      break;
    }
    if (!argument.startsWith("-") || argument === "-") {
      rest.push(argument);
      continue;
    }
    if (argument === "--help" || argument === "-h") return "help";
    const cluster = flagCluster(argument, command);
    if (cluster !== undefined) {
      flags.push(...cluster);
      continue;
    }
    const cut = argument.indexOf("=");
    const typed = cut < 0 ? argument : argument.slice(0, cut);
    const option = findOption(typed, command);
    const negated = option === undefined ? findNegated(typed, command) : undefined;
    if (negated !== undefined && cut < 0) {
      turnedOff.add(negated.name);
      continue;
    }
    if (option === undefined) return new UnknownName(typed);
    let value = cut < 0 ? undefined : argument.slice(cut + 1);
    if (option.kind === "flag") {
      if (value !== undefined) throw new UsageError(`Option "--${option.name}" takes no value`);
      flags.push(`--${option.name}`);
      turnedOff.delete(option.name);
      continue;
    }
    if (value === undefined && "alone" in option) value = option.alone;
    if (value === undefined) {
      const next = argv[index + 1];
      const isOption = next !== undefined && findOption(next.split("=", 1)[0] ?? "", command);
      if (!isOption && next !== "--") value = next;
      index++;
    }
    if (!value) throw needsValue(option);
    flags.push(`--${option.name}=${value}`);
  }
  return { arguments: [...flags, "--", ...rest], turnedOff };
}

/** The flags of letters written together, such as `-qv`; undefined when it is not that. */
function flagCluster(argument: string, { options }: CommandSpec): readonly string[] | undefined {
  if (!/^-[a-z]{2,}$/i.test(argument)) return undefined;
  const flags = [...argument.slice(1)].map((letter) =>
    options.find((option) => option.short === letter && option.kind === "flag")
  );
  return flags.every((flag) => flag !== undefined)
    ? flags.map(({ name }) => `--${name}`)
    : undefined;
}

function findOption(typed: string, { options }: CommandSpec): OptionSpec | undefined {
  return options.find((option) =>
    typed === `--${option.name}` || (option.short && typed === `-${option.short}`) ||
    option.aliases?.some((alias) => typed === `--${alias}`)
  );
}

/** The flag that `--no-name` turns off, which a file or an earlier word may have turned on. */
function findNegated(typed: string, command: CommandSpec): OptionSpec | undefined {
  if (!typed.startsWith("--no-")) return undefined;
  const option = findOption(`--${typed.slice("--no-".length)}`, command);
  return option?.kind === "flag" ? option : undefined;
}

async function unknown(
  typed: string,
  command: CommandSpec,
  { findOwners }: ParseOptions,
): Promise<UsageError> {
  const names = command.options.flatMap((option) => [
    option.name,
    ...option.aliases ?? [],
    ...(option.kind === "flag" && typed.startsWith("--no-") ? [`no-${option.name}`] : []),
  ]);
  const name = typed.replace(/^-+/, "");
  const near = suggest(name, names);
  const owners = near === undefined ? await findOwners?.(name) ?? [] : [];
  const shown = owners.length > MAX_OWNERS ? [...owners.slice(0, MAX_OWNERS), "others"] : owners;
  const advice = near !== undefined
    ? `Did you mean "--${near}"? `
    : shown.length > 0
    ? `It is an option of ${shown.join(", ")}. `
    : "";
  return new UsageError(`Unknown option "${typed}" for ${command.name}`, {
    hint: `${advice}See fleet-rlm help ${command.name}`,
  });
}

function needsValue(option: OptionSpec): UsageError {
  const form = `--${option.name}=${option.placeholder ?? "VALUE"}`;
  return new UsageError(`Option "--${option.name}" needs a value`, { hint: `Write ${form}` });
}

function missing(option: OptionSpec, command: CommandSpec): UsageError {
  return new UsageError(`Missing option "--${option.name}" for ${command.name}`, {
    hint: `${option.help}: --${option.name} ${option.placeholder ?? "VALUE"}`,
  });
}
