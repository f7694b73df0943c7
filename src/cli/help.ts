/**
 * Help pages, drawn from the command table. Text in, text out.
 *
 * @module
 */

import {
  COMMAND_SECTIONS,
  type CommandGroup,
  type CommandSpec,
  type CommandTable,
  type PositionalSpec,
} from "./command_spec.ts";
import { commandsOf } from "./find_command.ts";
import { OPTION_SECTIONS, type OptionSpec } from "./option_spec.ts";

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
export function renderHelp(table: CommandTable, columns: number): string {
  const width = Math.min(columns, MOST_WIDTH);
  const listed = [
    ...table.commands.filter(({ name }) => !isGrouped(name, table)),
    ...table.groups.filter(({ name }) => !isGrouped(name, table)),
  ];
  const sections = COMMAND_SECTIONS.map((title): Section => ({
    title,
    rows: listed.filter((each) => each.section === title)
      .map(({ name, summary }): Row => [name, summary]),
  })).filter(({ rows }) => rows.length > 0);
  return page([
    wrap(ABOUT, width, ""),
    "Usage: fleet-rlm COMMAND [OPTIONS]",
    ...renderSections([
      ...sections,
      {
        title: "Options",
        rows: [
          ["help COMMAND", "Show the options of a command"],
          ["-h, --help", "Show this page"],
          ["-V, --version", "Show the version"],
        ],
      },
      {
        title: "Exit codes",
        rows: [
          [
            "0",
            "answered; a warning on stderr says so when the answer was only extracted at a limit",
          ],
          ["1", "failed"],
          ["2", "the command line is wrong"],
          ["3", "a limit ended the run without an answer, or --strict and not submitted"],
          ["130", "interrupted"],
        ],
      },
    ], width),
  ]);
}

/** The page of a group of commands. */
export function renderGroupHelp(
  group: CommandGroup,
  table: CommandTable,
  columns: number,
): string {
  const width = Math.min(columns, MOST_WIDTH);
  const rows = commandsOf(group, table).map(({ name, summary }): Row => [name, summary]);
  return page([
    wrap(`${group.summary}.`, width, ""),
    `Usage: fleet-rlm ${group.name} COMMAND [OPTIONS]`,
    ...renderSections([
      { title: "Commands", rows },
      {
        title: "Options",
        rows: [
          [`help ${group.name} COMMAND`, "Show the options of a command"],
          ["-h, --help", "Show this page"],
        ],
      },
    ], width),
  ]);
}

/** The page of one command. */
export function renderCommandHelp(command: CommandSpec, columns: number): string {
  const width = Math.min(columns, MOST_WIDTH);
  const shown = command.options.filter((option) => !option.isInert);
  const inert = command.options.filter((option) => option.isInert);
  const positionals = (command.positionals ?? []).map(({ help, placeholder }): Row => [
    placeholder,
    help,
  ]);
  const sections = OPTION_SECTIONS.map((title): Section => ({
    title: title === "Options" ? title : `${title} options`,
    rows: shown.filter(({ section = "Options" }) => section === title)
      .map((option): Row => [nameOf(option), describe(option)]),
  })).filter(({ rows }) => rows.length > 0);
  return page([
    wrap(`${command.summary}.`, width, ""),
    wrap(`Usage: ${usageOf(command)}`, width, "       "),
    command.details === undefined ? "" : wrap(command.details, width, ""),
    ...renderSections([
      ...(positionals.length === 0
        ? []
        : [{ title: positionals.length === 1 ? "Argument" : "Arguments", rows: positionals }]),
      ...withHelpRow(sections),
    ], width),
    inert.length === 0
      ? ""
      : wrap(`Accepted without effect: ${inert.map(longName).join(", ")}.`, width, ""),
    ["Examples:", ...command.examples.map((line) => `  fleet-rlm ${line}`)].join("\n"),
  ]);
}

/** How a command is called, on one line. */
export function usageOf(command: CommandSpec): string {
  const required = command.options.filter((option) => option.required)
    .map((option) => `--${option.name} ${option.placeholder ?? "VALUE"}`);
  const positionals = (command.positionals ?? []).map(usageOfPositional);
  return ["fleet-rlm", command.name, ...required, "[OPTIONS]", ...positionals].join(" ");
}

type Row = readonly [name: string, text: string];

interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** The name of an option as help shows it, with its letter, aliases and value. */
export function nameOf(option: OptionSpec): string {
  const letter = option.short === undefined ? "" : `-${option.short}, `;
  const aliases = (option.aliases ?? []).map((alias) => `, --${alias}`).join("");
  const value = option.kind === "flag" ? "" : ` ${option.placeholder ?? "VALUE"}`;
  return `${letter}--${option.name}${aliases}${value}`;
}

/** What surrounds the value of an option: whether it is required, where it comes from. */
export function notesOn(option: OptionSpec): readonly string[] {
  const notes: string[] = [];
  if (option.required) notes.push("required");
  if (option.kind === "repeated") notes.push("may be given many times");
  if (option.env !== undefined) notes.push(`env ${option.env}`);
  const known = "default" in option ? option.default : undefined;
  const fallback = option.defaultText ?? (known === undefined ? undefined : String(known));
  if (fallback !== undefined) notes.push(`default: ${fallback}`);
  return notes;
}

function isGrouped(name: string, { groups }: CommandTable): boolean {
  return groups.some((group) => name.startsWith(`${group.name} `));
}

function withHelpRow(sections: readonly Section[]): readonly Section[] {
  const row: Row = ["-h, --help", "Show this page"];
  const last = sections.at(-1);
  if (last === undefined) return [{ title: "Options", rows: [row] }];
  return [...sections.slice(0, -1), { ...last, rows: [...last.rows, row] }];
}

function usageOfPositional({ placeholder, repeated, required }: PositionalSpec): string {
  const text = repeated ? `${placeholder}...` : placeholder;
  return required ? text : `[${text}]`;
}

function longName(option: OptionSpec): string {
  return `--${option.name}`;
}

function describe(option: OptionSpec): string {
  const notes = notesOn(option);
  const firm = notes.map((note) =>
    note.length > FIRM_NOTE_CHARS ? note : note.replaceAll(" ", FIRM_SPACE)
  );
  return notes.length === 0 ? option.help : `${option.help} [${firm.join("; ")}]`;
}

/** The sections with their texts in one column. */
function renderSections(sections: readonly Section[], width: number): readonly string[] {
  const names = sections.flatMap(({ rows }) => rows.map(([name]) => name.length));
  const column = Math.min(Math.max(...names), NAME_COLUMN) + 4;
  return sections.map(({ title, rows }) => {
    const lines = rows.flatMap(([name, text]) => {
      const body = wrap(text, width - column, "").split("\n");
      const first = `  ${name}`;
      const isLong = first.length + 2 > column;
      const head = isLong ? [first] : [`${first.padEnd(column)}${body.shift()}`];
      return [...head, ...body.map((line) => " ".repeat(column) + line)];
    });
    return [`${title}:`, ...lines].join("\n");
  });
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
