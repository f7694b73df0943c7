import { assertEquals } from "@std/assert";
import { cutEnd, cutMiddle, firstLine } from "../../src/text/cut_text.ts";

Deno.test("cutMiddle keeps head and tail and counts what is left out", () => {
  assertEquals(cutMiddle("abcdef", 6), "abcdef");
  assertEquals(cutMiddle("\u{1f600}".repeat(7), 4), "😀😀\n… 3 characters left out …\n😀😀");
  assertEquals(cutMiddle("abc", 1), "\n… 3 characters left out …\n");
});

Deno.test("cutEnd counts code points and marks what it cuts", () => {
  assertEquals(["", "ab", "😀😀", "abc", "😀😀😀"].map((text) => cutEnd(text, 2)), [
    "",
    "ab",
    "😀😀",
    "ab…",
    "😀😀…",
  ]);
});

Deno.test("firstLine passes over what says nothing", () => {
  assertEquals(firstLine("\n  ab \ncd", 9), "ab ");
  assertEquals(firstLine("abcd\nef", 3), "abc…");
});
