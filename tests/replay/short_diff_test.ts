import { assertEquals } from "@std/assert";
import { shortDiff } from "../../src/replay/short_diff.ts";

const LONG = "x".repeat(500);

const CASES: readonly (readonly [string, string, string, string])[] = [
  ["one line", "a", "b", "  recorded: a\n  now:      b"],
  ["the line that differs", "a\nb\nc", "a\nB\nC", "  recorded, line 2: b\n  now, line 2:      B"],
  [
    "a line that is missing",
    "a\nb",
    "a",
    "  recorded, line 2: b\n  now, line 2:      (no such line)",
  ],
  ["an empty text", "", "a", "  recorded: (empty)\n  now:      a"],
  [
    "the place in a long line",
    `${LONG}1${LONG}`,
    `${LONG}2`,
    `  recorded: …${"x".repeat(40)}1${"x".repeat(119)}…\n  now:      …${"x".repeat(40)}2`,
  ],
];

for (const [what, recorded, actual, diff] of CASES) {
  Deno.test(`shortDiff shows ${what}`, () => assertEquals(shortDiff(recorded, actual), diff));
}
