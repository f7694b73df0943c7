/**
 * A Markdown table as lines: columns as wide as they need to be, or narrower with broken cells where
 * there is too little room.
 *
 * @module
 */

import type { Tokens } from "marked";
import { type LineRoom, lineWidth, wrapSpans } from "../styled/fit_line.ts";
import type { Measure } from "../styled/measure.ts";
import { restyle, type Span, span, type StyledLine } from "../styled/span.ts";
import { inlineSpans } from "./inline_spans.ts";

const GAP = 2;

/** Narrowest that a column is made. */
const LEAST_COLUMN = 4;

/** The lines of a table. */
export function tableLines(
  { align, header, rows }: Tokens.Table,
  { measure, width }: LineRoom,
): readonly StyledLine[] {
  const head = header.map(({ tokens }) => restyle(inlineSpans(tokens), "bold"));
  const body = rows.map((row) => row.map(({ tokens }) => inlineSpans(tokens)));
  const natural = head.map((_, column) =>
    Math.max(...[head, ...body].map((row) => cellWidth(row[column] ?? [], measure)))
  );
  const widths = shrink(natural, width - GAP * (head.length - 1));
  const line = (row: readonly (readonly Span[])[]) => rowLines(row, { align, widths }, measure);
  const rule = [span("─".repeat(widths.reduce((sum, each) => sum + each + GAP, -GAP)), "dim")];
  return [...line(head), rule, ...body.flatMap(line)];
}

function cellWidth(cell: readonly Span[], measure: Measure): number {
  return Math.max(
    1,
    ...wrapSpans(cell, { width: Infinity, measure }).map((line) => lineWidth(line, measure)),
  );
}

/** Widths that fit: the widest column gives way first. */
function shrink(widths: readonly number[], room: number): readonly number[] {
  const fitted = [...widths];
  const total = () => fitted.reduce((sum, width) => sum + width, 0);
  for (let over = total() - room; over > 0; over = total() - room) {
    const widest = Math.max(...fitted);
    if (widest <= LEAST_COLUMN) break;
    const next = Math.max(LEAST_COLUMN, ...fitted.filter((width) => width < widest));
    const at = fitted.indexOf(widest);
    const same = fitted.filter((width) => width === widest).length;
    fitted[at] = Math.max(next === widest ? LEAST_COLUMN : next, widest - Math.ceil(over / same));
    if (fitted[at] === widest) fitted[at] = widest - 1;
  }
  return fitted;
}

function rowLines(
  row: readonly (readonly Span[])[],
  { align, widths }: {
    readonly align: Tokens.Table["align"];
    readonly widths: readonly number[];
  },
  measure: Measure,
): readonly StyledLine[] {
  const cells = widths.map((width, column) => wrapSpans(row[column] ?? [], { width, measure }));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) =>
    cells.flatMap((lines, column) => {
      const line = lines[index] ?? [];
      const space = " ".repeat(Math.max(0, (widths[column] ?? 0) - lineWidth(line, measure)));
      const isLast = column === cells.length - 1;
      const gap = span(isLast ? "" : " ".repeat(GAP));
      return align[column] === "right"
        ? [span(space), ...line, gap]
        : [...line, span(isLast ? "" : space), gap];
    }));
}
