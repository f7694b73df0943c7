/**
 * How help pages are set: sections of two columns, wrapped to the width of the terminal. Text in, text
 * out.
 *
 * @module
 */

/** A name and what there is to say of it. */
export type HelpRow = readonly [name: string, text: string];

/** Rows under a title. */
export interface HelpSection {
  /** The title, without its colon. */
  readonly title: string;
  /** The rows in order. */
  readonly rows: readonly HelpRow[];
}

/** A space at which no line breaks; a page is free of it in the end. */
export const FIRM_SPACE = "\u00a0";

/** Widest that a page is set. */
const MOST_WIDTH = 100;

/** Narrowest that text is set, whatever the page leaves it. */
const LEAST_TEXT_WIDTH = 20;

/** Widest column of names; longer names stand on a line of their own. */
const NAME_COLUMN = 24;

/** Columns of a page on a terminal with so many. */
export function pageWidth(columns: number): number {
  return Math.min(columns, MOST_WIDTH);
}

/** The sections with their texts in one column. */
export function renderSections(
  sections: readonly HelpSection[],
  width: number,
): readonly string[] {
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

/** Breaks lines between words; all but the first begin with `indent`. */
export function wrap(text: string, width: number, indent: string): string {
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

/**
 * A command line to copy, indented; one that is too wide goes on below, before an option, with the
 * backslash that shells take.
 */
export function wrapExample(line: string, width: number): string {
  const lines: string[] = [];
  let current = "  fleet-rlm";
  // A word with the value that belongs to it, quoted or not.
  for (const part of line.match(/--[^\s]+(?: (?:"[^"]*"|'[^']*'|[^-\s]\S*))?|"[^"]*"|\S+/g) ?? []) {
    if (current.length + 1 + part.length > width - 2 && current.trim().includes(" ")) {
      lines.push(`${current} \\`);
      current = `    ${part}`;
    } else current = `${current} ${part}`;
  }
  return [...lines, current].join("\n");
}

/** The parts as one page, an empty line between each two; empty parts are left out. */
export function joinPage(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`.replaceAll(FIRM_SPACE, " ");
}
