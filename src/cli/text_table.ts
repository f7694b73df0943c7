/**
 * Rows in columns. Text in, text out.
 *
 * @module
 */

/** A column. */
export interface TextColumn {
  /** Its head. */
  readonly head: string;
  /**
   * On which side its cells stand.
   * @default {"left"}
   */
  readonly side?: "left" | "right";
  /**
   * Whether it goes first when there is too little room: one without a cell first, then the last.
   * @default {false}
   */
  readonly isSpare?: boolean;
}

const GAP = "  ";

/** The lines of a table; columns that may be spared are left out where `width` does not hold them. */
export function renderTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  { width }: { readonly width: number },
): string {
  const widths = columns.map(({ head }, index) =>
    Math.max(...[head, ...rows.map((row) => row[index] ?? "")].map(charsOf))
  );
  const isBlank = (index: number) => rows.every((row) => (row[index] ?? "") === "");
  const shown = fitting(columns, { widths, width, isBlank });
  const line = (cells: readonly string[]): string => {
    const parts = shown.map((index) => {
      const cell = cells[index] ?? "";
      const space = " ".repeat(Math.max(0, (widths[index] ?? 0) - charsOf(cell)));
      return columns[index]?.side === "right" ? space + cell : cell + space;
    });
    return `${parts.join(GAP).trimEnd()}\n`;
  };
  return [columns.map(({ head }) => head), ...rows].map(line).join("");
}

/** Indexes of the columns that are shown. */
function fitting(
  columns: readonly TextColumn[],
  { isBlank, width, widths }: {
    readonly widths: readonly number[];
    readonly width: number;
    readonly isBlank: (index: number) => boolean;
  },
): readonly number[] {
  let shown = columns.map((_, index) => index);
  const total = () =>
    shown.reduce((sum, index) => sum + (widths[index] ?? 0), GAP.length * (shown.length - 1));
  while (total() > width) {
    const spares = shown.filter((index) => columns[index]?.isSpare);
    const spare = spares.findLast(isBlank) ?? spares.at(-1);
    if (spare === undefined) break;
    shown = shown.filter((index) => index !== spare);
  }
  return shown;
}

function charsOf(text: string): number {
  return Array.from(text).length;
}
