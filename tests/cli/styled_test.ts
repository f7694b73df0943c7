/** Styled text cut, broken and painted. */

import { assertEquals } from "@std/assert";
import { cutLine, wrapSpans } from "../../src/cli/styled/fit_line.ts";
import { loadMeasure } from "../../src/cli/styled/measure.ts";
import { paint } from "../../src/cli/styled/paint.ts";
import { span, type StyledLine } from "../../src/cli/styled/span.ts";

const measure = await loadMeasure();
const textOf = (line: StyledLine) => line.map(({ text }) => text).join("");

const CUT: readonly (readonly [text: string, width: number, cut: string])[] = [
  ["short", 5, "short"],
  ["longer", 5, "long…"],
  ["日本語", 5, "日本…"],
  ["日本語", 4, "日…"],
  ["👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 5, "👩‍👩‍👧👩‍👩‍👧…"],
  ["e\u0301e\u0301e\u0301", 2, "e\u0301…"],
  ["any", 0, ""],
];

Deno.test("cutLine keeps whole characters that fit", () => {
  for (const [text, width, cut] of CUT) {
    assertEquals(textOf(cutLine([span(text)], { width, measure })), cut, text);
  }
  const spans = [span("one ", "bold"), span("two "), span("three")];
  assertEquals(cutLine(spans, { width: 7, measure }), [span("one ", "bold"), span("tw…")]);
});

const WRAPPED: readonly (readonly [text: string, width: number, lines: readonly string[]])[] = [
  ["", 9, [""]],
  ["one two three", 7, ["one two", "three"]],
  ["one  two", 20, ["one  two"]],
  ["  one two", 6, ["one", "two"]],
  ["one\n\ntwo", 9, ["one", "", "two"]],
  ["abcdefghij xy", 4, ["abcd", "efgh", "ij", "xy"]],
  ["ab abcdefgh", 5, ["ab", "abcde", "fgh"]],
  ["日本語日本語", 5, ["日本", "語日", "本語"]],
  ["x", 0, ["x"]],
];

Deno.test("wrapSpans breaks at blanks, and within words that are too wide", () => {
  for (const [text, width, lines] of WRAPPED) {
    assertEquals(wrapSpans([span(text)], { width, measure }).map(textOf), lines, text);
  }
  const spans = [span("a b", "bold"), span("c d"), span(" e", "red")];
  assertEquals(wrapSpans(spans, { width: 4, measure }).map(textOf), ["a bc", "d e"]);
});

Deno.test("paint shows looks where there is colour, and steers no terminal with what a text holds", () => {
  const line = [span("a\nb\t\x1b[2Jc"), span("x", "bold", "red", "bold"), span("", "dim")];
  assertEquals(paint(line, { hasColor: false }), "a b \ufffd[2Jcx");
  assertEquals(
    paint(line, { hasColor: true }),
    "a b \ufffd[2Jc\x1b[1m\x1b[31mx\x1b[39m\x1b[22m",
  );
});
