import { assertEquals } from "@std/assert";
import { formatSize, parseSize } from "../../src/cli/size.ts";

const SIZES: readonly (readonly [text: string, bytes: number | undefined])[] = [
  ["0", 0],
  ["1000", 1000],
  ["512b", 512],
  ["1k", 1024],
  ["512m", 512 * 1024 ** 2],
  ["2G", 2 * 1024 ** 3],
  ["1.5 GiB", 1.5 * 1024 ** 3],
  ["3TB", 3 * 1024 ** 4],
  [" 7m ", 7 * 1024 ** 2],
  ["", undefined],
  ["m", undefined],
  ["-1", undefined],
  ["1e9", undefined],
  ["5x", undefined],
  ["1 2", undefined],
  ["1,5g", undefined],
  [".5g", undefined],
  ["512mm", undefined],
];

for (const [text, bytes] of SIZES) {
  Deno.test(`parseSize reads ${JSON.stringify(text)} as ${bytes}`, () => {
    assertEquals(parseSize(text), bytes);
  });
}

Deno.test("formatSize takes the largest unit that is whole", () => {
  const texts = [0, 1, 1023, 1024, 1536, 64 * 1024 ** 2, 16 * 1024 ** 4, 1024 ** 5].map(formatSize);
  assertEquals(texts, ["0", "1", "1023", "1k", "1536", "64m", "16t", "1024t"]);
});
