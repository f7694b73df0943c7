import { assertEquals } from "@std/assert";
import {
  codePointLength,
  codePointSlice,
  createOffsetCounter,
  unitAfter,
} from "../../src/text/code_points.ts";
import {
  afterBreak,
  beforeBreak,
  lineEnd,
  lineStart,
  splitLines,
  strip,
} from "../../src/text/lines.ts";

const TEXTS = ["", "abc", "a😀b", "😀😀", "\ud83d😀\ude00", "\ude00\ud83d", "e\u0301👩‍👧", "日本"];

Deno.test("codePointLength() counts code points", () => {
  for (const text of TEXTS) assertEquals(codePointLength(text), Array.from(text).length);
});

Deno.test("codePointSlice() slices by code points as Python does", () => {
  for (const text of TEXTS) {
    const points = Array.from(text);
    for (let start = -6; start <= 6; start++) {
      assertEquals(codePointSlice(text, start), points.slice(start).join(""));
      for (let end = -6; end <= 6; end++) {
        assertEquals(codePointSlice(text, start, end), points.slice(start, end).join(""));
      }
    }
  }
});

Deno.test("unitAfter() and createOffsetCounter() undo each other", () => {
  for (const text of TEXTS) {
    const offsetOf = createOffsetCounter(text);
    for (let offset = 0; offset <= Array.from(text).length; offset++) {
      assertEquals(offsetOf(unitAfter(text, 0, offset)), offset);
    }
  }
});

Deno.test("unitAfter() stops at the end", () => {
  assertEquals(unitAfter("a😀", 0, 9), 3);
  assertEquals(unitAfter("a😀", 1, 1), 3);
});

Deno.test("splitLines() splits where Python's splitlines() does", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ["", []],
    ["\n", [""]],
    ["a\n\nb", ["a", "", "b"]],
    ["a\r\nb\rc\n", ["a", "b", "c"]],
    ["\n\r", ["", ""]],
    ["a\vb\fc\x1cd\x1de\x1ef\x85g\u2028h\u2029i\x1fj", [..."abcdefgh", "i\x1fj"]],
  ];
  for (const [text, lines] of table) assertEquals(splitLines(text), lines);
});

Deno.test("lineStart(), lineEnd() and the breaks around them frame a line", () => {
  const text = "ab\r\ncd\n";
  assertEquals([lineStart(text, 5), lineEnd(text, 5)], [4, 6]);
  assertEquals([beforeBreak(text, 4), afterBreak(text, 2)], [2, 4]);
  assertEquals(afterBreak(text, 7), 7);
});

Deno.test("strip() takes off the white space that Python's strip() does", () => {
  assertEquals(
    strip(" \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2003\u2028\u3000x y\u205f\u202f"),
    "x y",
  );
  assertEquals(strip("\ufeffx\u200b"), "\ufeffx\u200b");
  assertEquals(strip(" \n"), "");
});
