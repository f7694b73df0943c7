/**
 * Help pages, drawn from the command table. Text in, text out.
 *
 * @module
 */

import type { CommandSpec } from "./command_spec.ts";
import type { OptionSpec } from "./option_spec.ts";

/** Widest that a page is set. */
const MOST_WIDTH = 100;

/** Narrowest that text is set, whatever the page leaves it. */
const LEAST_TEXT_WIDTH = 20;

/** A space at which no line breaks. */
const FIRM_SPACE = "\u00a0";

/** Longest note that is kept on one line. */
const FIRM_NOTE_CHARS = 26;

/** Widest column of names; longer names stand on a line of their own. */
const NAME_COLUMN = 30;

const ABOUT = "Recursive Language Models: a planner model writes Python that runs in a sandbox, " +
  "where the long document is a variable and llm_query() asks for meaning.";

/** The page of the whole program. */
export function renderHelp(commands: readonly CommandSpec[], columns: number): string {
  const width = Math.min(columns, MOST_WIDTH);
  const rows = commands.map(({ name, summary }): Row => [name, summary]);
  return page([
    wrap(ABOUT, width, ""),
    "Usage: fleet-rlm COMMAND [OPTIONS]",
    section("Commands", [...rows, ["help COMMAND", "Show the options of a command"]], width),
    section("Options", [
      ["-h, --help", "Show this page"],
      ["-V, --version", "Show the version"],
    ], width),
    section("Exit codes", [
      ["0", "answered; a warning on stderr says so when the answer was only extracted at a limit"],
      ["1", "failed"],
      ["2", "the command line is wrong"],
      ["3", "a limit ended the run without an answer, or --strict and not submitted"],
      ["130", "interrupted"],
    ], width),
  ]);
}

/** The page of one command. */
export function renderCommandHelp(command: CommandSpec, columns: number): string {
  const width = Math.min(columns, MOST_WIDTH);
  const required = command.options.filter((option) => option.required)
    .map((option) => `--${option.name} ${option.placeholder ?? "VALUE"}`);
  const usage = ["fleet-rlm", command.name, ...required, "[OPTIONS]"];
  if (command.positional !== undefined) usage.push(`[${command.positional.placeholder}]`);
  const inert = command.options.filter((option) => option.isInert);
  const rows = command.options.filter((option) => !option.isInert).map((
    option,
  ): Row => [nameOf(option), describe(option)]);
  return page([
    wrap(`${command.summary}.`, width, ""),
    wrap(`Usage: ${usage.join(" ")}`, width, "       "),
    command.details === undefined ? "" : wrap(command.details, width, ""),
    command.positional === undefined ? "" : section("Argument", [
      [command.positional.placeholder, command.positional.help],
    ], width),
    section("Options", [...rows, ["-h, --help", "Show this page"]], width),
    inert.length === 0
      ? ""
      : wrap(`Accepted without effect: ${inert.map(longName).join(", ")}.`, width, ""),
    ["Examples:", ...command.examples.map((line) => `  fleet-rlm ${line}`)].join("\n"),
  ]);
}

type Row = readonly [name: string, text: string];

function nameOf(option: OptionSpec): string {
  const letter = option.short === undefined ? "" : `-${option.short}, `;
  const aliases = (option.aliases ?? []).map((alias) => `, --${alias}`).join("");
  const value = option.kind === "flag" ? "" : ` ${option.placeholder ?? "VALUE"}`;
  return `${letter}--${option.name}${aliases}${value}`;
}

function longName(option: OptionSpec): string {
  return `--${option.name}`;
}

function describe(option: OptionSpec): string {
  const notes: string[] = [];
  if (option.required) notes.push("required");
  if (option.kind === "repeated") notes.push("may be given many times");
  if (option.env !== undefined) notes.push(`env ${option.env}`);
  const known = "default" in option ? option.default : undefined;
  const fallback = option.defaultText ?? (known === undefined ? undefined : String(known));
  if (fallback !== undefined) notes.push(`default: ${fallback}`);
  const firm = notes.map((note) =>
    note.length > FIRM_NOTE_CHARS ? note : note.replaceAll(" ", FIRM_SPACE)
  );
  return notes.length === 0 ? option.help : `${option.help} [${firm.join("; ")}]`;
}

function section(title: string, rows: readonly Row[], width: number): string {
  const longest = Math.max(...rows.map(([name]) => name.length));
  const column = Math.min(longest, NAME_COLUMN) + 4;
  const lines = rows.flatMap(([name, text]) => {
    const body = wrap(text, width - column, "").split("\n");
    const first = `  ${name}`;
    const head = first.length + 2 > column ? [first] : [`${first.padEnd(column)}${body.shift()}`];
    return [...head, ...body.map((line) => " ".repeat(column) + line)];
  });
  return [`${title}:`, ...lines].join("\n");
}

function wrap(text: string, width: number, indent: string): string {
  const most = Math.max(width, LEAST_TEXT_WIDTH) - 1;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > most) {
      lines.push(line);
      line = indent + word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

function page(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`.replaceAll(FIRM_SPACE, " ");
}
