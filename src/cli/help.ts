/**
 * The help pages of the program and of groups of commands, drawn from the index of commands. Text in,
 * text out; `command_help.ts` draws the page of one command.
 *
 * @module
 */

import type { CommandGroup, CommandSection, CommandSummary, CommandTable } from "./command_spec.ts";
import {
  type HelpRow,
  joinPage,
  pageWidth,
  renderSections,
  wrap,
  wrapExample,
} from "./help_layout.ts";

/** The titles of the main page, in its order. */
export const COMMAND_SECTIONS: readonly CommandSection[] = [
  "Tasks",
  "Records",
  "Sandbox",
  "Modal",
  "Claude Code",
  "Set-up",
];

const ABOUT = "Recursive Language Models: a planner model writes Python that runs in a sandbox, " +
  "where the long document is a variable and llm_query() asks for meaning.";

/** What the process ends with, and when. */
export const EXIT_CODES: readonly HelpRow[] = [
  ["0", "answered; a warning on stderr says so when the answer was only extracted at a limit"],
  ["1", "failed"],
  ["2", "the command line is wrong"],
  ["3", "a limit ended the run without an answer, or --strict and not submitted"],
  ["130", "interrupted"],
];

/** First command lines to try. */
export const EXAMPLES: readonly string[] = [
  "doctor",
  'exec --backend local --cell "sum(range(10))"',
  'run-long-context --docs-path README.md --query "What does it do?" --backend local --model offline',
];

/** The page of the whole program. */
export function renderHelp(table: CommandTable<CommandSummary>, columns: number): string {
  const width = pageWidth(columns);
  return joinPage([
    wrap(ABOUT, width, ""),
    "Usage: fleet-rlm COMMAND [OPTIONS]",
    ...renderSections([
      ...listCommands(table).map(({ title, listed }) => ({
        title,
        rows: listed.map(({ name, summary }): HelpRow => [name, summary]),
      })),
      {
        title: "Options",
        rows: [
          ["help COMMAND", "Show the options of a command"],
          ["-h, --help", "Show this page"],
          ["-V, --version", "Show the version, and what it was built from"],
        ],
      },
      { title: "Exit codes", rows: EXIT_CODES },
    ], width),
    ["Examples:", ...EXAMPLES.map((line) => wrapExample(line, width))].join("\n"),
  ]);
}

/** Commands and groups under one title. */
export interface CommandList {
  /** The title. */
  readonly title: CommandSection;
  /** The commands that are in no group, then the groups. */
  readonly listed: readonly { readonly name: string; readonly summary: string }[];
}

/** What the main page lists, title by title. */
export function listCommands(table: CommandTable<CommandSummary>): readonly CommandList[] {
  const isGrouped = (name: string) =>
    table.groups.some((group) => name.startsWith(`${group.name} `));
  const all = [...table.commands, ...table.groups].filter(({ name }) => !isGrouped(name));
  return COMMAND_SECTIONS
    .map((title) => ({ title, listed: all.filter(({ section }) => section === title) }))
    .filter(({ listed }) => listed.length > 0);
}

/** The page of a group of commands. */
export function renderGroupHelp(
  group: CommandGroup,
  table: CommandTable<CommandSummary>,
  columns: number,
): string {
  const width = pageWidth(columns);
  const rows = table.commands.filter(({ name }) => name.startsWith(`${group.name} `))
    .map(({ name, summary }): HelpRow => [name, summary]);
  return joinPage([
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
