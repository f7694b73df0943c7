import { assertEquals } from "@std/assert";
import { renderTable, type TextColumn } from "../../src/cli/text_table.ts";

const COLUMNS: readonly TextColumn[] = [
  { head: "RUN" },
  { head: "COST", side: "right", isSpare: true },
  { head: "CALLS", side: "right", isSpare: true },
  { head: "BACKEND", isSpare: true },
];

const ROWS = [["a1", "", "3", "local"], ["a2", "", "12", "modal"]];

for (
  const [width, head] of [
    [Infinity, "RUN  COST  CALLS  BACKEND"],
    [25, "RUN  COST  CALLS  BACKEND"],
    [24, "RUN  CALLS  BACKEND"],
    [18, "RUN  CALLS"],
    [5, "RUN"],
  ] as const
) {
  Deno.test(`renderTable spares blank columns first, then the last, in ${width} columns`, () => {
    assertEquals(renderTable(COLUMNS, ROWS, { width }).split("\n", 1), [head]);
  });
}
