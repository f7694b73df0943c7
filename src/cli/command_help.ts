/**
 * The help page of one command, drawn from its spec. Text in, text out.
 *
 * @module
 */

import type { CommandPage, PositionalSpec } from "./command_spec.ts";
import {
  FIRM_SPACE,
  type HelpRow,
  type HelpSection,
  joinPage,
  pageWidth,
  renderSections,
  wrap,
  wrapExample,
} from "./help_layout.ts";
import { canStandAlone, OPTION_SECTIONS, type OptionSpec } from "./option_spec.ts";

/** Longest note that is kept on one line. */
const FIRM_NOTE_CHARS = 24;

/** The page. */
export function renderCommandHelp(command: CommandPage, columns: number): string {
  const width = pageWidth(columns);
  const shown = command.options.filter((option) => !option.isInert);
  const inert = command.options.filter((option) => option.isInert);
  const positionals = (command.positionals ?? []).map(({ help, placeholder }): HelpRow => [
    placeholder,
    help,
  ]);
  const sections = OPTION_SECTIONS.map((title): HelpSection => ({
    title: title === "Options" || title === "Limits" ? title : `${title} options`,
    rows: shown.filter(({ section = "Options" }) => section === title)
      .map((option): HelpRow => [nameOf(option), describe(option)]),
  })).filter(({ rows }) => rows.length > 0);
  return joinPage([
    wrap(`${command.summary}.`, width, ""),
    wrap(`Usage: ${usageOf(command)}`, width, "       "),
    ...(command.details?.split("\n\n") ?? []).map((part) =>
      part.startsWith("  ") ? part : wrap(part, width, "")
    ),
    ...renderSections([
      ...(positionals.length === 0
        ? []
        : [{ title: positionals.length === 1 ? "Argument" : "Arguments", rows: positionals }]),
      ...withHelpRow(sections),
    ], width),
    inert.length === 0
      ? ""
      : wrap(`Accepted without effect: ${inert.map(longName).join(", ")}.`, width, ""),
    ["Examples:", ...command.examples.map((line) => wrapExample(line, width))].join("\n"),
  ]);
}

/** How a command is called, on one line. */
export function usageOf(command: CommandPage): string {
  const required = command.options.filter((option) => option.required)
    .map((option) => `--${option.name} ${option.placeholder ?? "VALUE"}`);
  const positionals = (command.positionals ?? []).map(usageOfPositional);
  return ["fleet-rlm", command.name, ...required, "[OPTIONS]", ...positionals].join(" ");
}

/** The name of an option as help shows it, with its letter, aliases and value. */
export function nameOf(option: OptionSpec): string {
  const letter = option.short === undefined ? "" : `-${option.short}, `;
  const aliases = (option.aliases ?? []).map((alias) => `, --${alias}`).join("");
  const stand = option.placeholder ?? "VALUE";
  const joined = canStandAlone(option) ? `[=${stand}]` : ` ${stand}`;
  const value = option.kind === "flag" ? "" : joined;
  return `${letter}--${option.name}${aliases}${value}`;
}

/** What surrounds the value of an option: whether it is required, where it comes from. */
export function notesOn(option: OptionSpec): readonly string[] {
  const notes: string[] = [];
  if (option.required) notes.push("required");
  if (option.kind === "repeated") notes.push("repeatable");
  if (option.env !== undefined) notes.push(`env ${option.env}`);
  const known = "default" in option ? option.default : undefined;
  const fallback = option.defaultText ?? (known === undefined ? undefined : String(known));
  if (fallback !== undefined) notes.push(`default: ${fallback}`);
  return notes;
}

function withHelpRow(sections: readonly HelpSection[]): readonly HelpSection[] {
  const row: HelpRow = ["-h, --help", "Show this page"];
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
