/**
 * Two texts that should be the same: the first line in which they are not, cut to the place. Pure.
 *
 * @module
 */

/** Characters shown before the place where two lines part. */
const LEAD_CHARS = 40;
/** Characters shown of each line. */
const SHOWN_CHARS = 160;

/** Options of {@linkcode shortDiff}. */
export interface ShortDiffOptions {
  /**
   * What the two are called.
   * @default {["recorded", "now"]}
   */
  readonly labels?: readonly [string, string];
}

/**
 * Two lines of text, such as:
 *
 * ```text
 *   recorded, line 3: total = 12
 *   now, line 3:      total = 13
 * ```
 */
export function shortDiff(
  recorded: string,
  actual: string,
  { labels = ["recorded", "now"] }: ShortDiffOptions = {},
): string {
  const before = recorded.split("\n");
  const after = actual.split("\n");
  let line = 0;
  while (line < before.length && line < after.length && before[line] === after[line]) line++;
  const [one, other] = [before[line], after[line]];
  const from = Math.max(0, firstDifference(one ?? "", other ?? "") - LEAD_CHARS);
  const where = before.length > 1 || after.length > 1 ? `, line ${line + 1}` : "";
  const [left, right] = labels.map((label) => `  ${label}${where}: `);
  const width = Math.max(left?.length ?? 0, right?.length ?? 0);
  return `${left?.padEnd(width)}${show(one, from)}\n${right?.padEnd(width)}${show(other, from)}`;
}

function firstDifference(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  return at;
}

function show(line: string | undefined, from: number): string {
  if (line === undefined) return "(no such line)";
  if (line === "") return "(empty)";
  const part = line.slice(from, from + SHOWN_CHARS).toWellFormed();
  return `${from > 0 ? "…" : ""}${part}${from + SHOWN_CHARS < line.length ? "…" : ""}`;
}
