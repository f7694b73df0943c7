/**
 * Tables as `deno fmt` sets them, and pages of which a part is generated.
 *
 * @module
 */

/** A table with its columns aligned. */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = (escaped[0] ?? []).map((_, column) =>
    Math.max(3, ...escaped.map((row) => row[column]?.length ?? 0))
  );
  const lineOf = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |\n`;
  const [head = [], ...body] = escaped;
  return [head, widths.map((width) => "-".repeat(width)), ...body].map(lineOf).join("");
}

/** The marks round the generated part of a page. */
export interface PageMarks {
  /** The line before it. */
  readonly begin: string;
  /** The line behind it. */
  readonly end: string;
}

/** The page with another text between its marks; at its end when there are none. */
export function splicePage(page: string, text: string, { begin, end }: PageMarks): string {
  const generated = `${begin}\n\n${text}\n${end}\n`;
  const [start, stop] = [page.indexOf(begin), page.indexOf(end)];
  if (start < 0 || stop < start) return `${page}${page === "" ? "" : "\n"}${generated}`;
  return page.slice(0, start) + generated + page.slice(stop + end.length + 1);
}
