/** However blocks part a text, the scanner sees what it would see in one piece. */

import { assertEquals } from "@std/assert";
import { findNul } from "../../src/inputs/find_nul.ts";
import { type TextFault, TextScanner } from "../../src/inputs/text_scanner.ts";
import { countCodePoints } from "../../src/inputs/utf8.ts";
import { seeded } from "../fakes/seeded_random.ts";

const encoder = new TextEncoder();

function scan(bytes: Uint8Array, cuts: () => number): TextFault | string {
  const scanner = new TextScanner();
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + 1 + Math.floor(cuts() * 9));
    const fault = scanner.scan(bytes.subarray(at, end));
    if (fault !== undefined) return fault;
    at = end;
  }
  return scanner.end() ?? scanner.encoding;
}

Deno.test("TextScanner finds the same wherever blocks end", () => {
  const good = encoder.encode("aé€🙂\u{10FFFF}߿ࠀ plain words of one byte each, then é again");
  for (let seed = 1; seed <= 400; seed++) {
    const random = seeded(seed);
    const bytes = new Uint8Array(good);
    if (seed % 4 !== 0) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    assertEquals(scan(bytes, random), scan(bytes, () => 1000), `seed ${seed}`);
  }
});

Deno.test("findNul finds the first NUL at every place and alignment", () => {
  const memory = new Uint8Array(256).fill(0x80);
  for (let start = 0; start < 4; start++) {
    for (const length of [0, 1, 63, 64, 65, 100]) {
      const bytes = memory.subarray(start, start + length);
      assertEquals(findNul(bytes), -1);
      for (let at = 0; at < length; at++) {
        bytes[at] = 0;
        assertEquals(findNul(bytes), at);
        bytes[at] = at % 2 === 0 ? 0x01 : 0xff;
      }
      bytes.fill(0x80);
    }
  }
});

Deno.test("countCodePoints counts as Python does", () => {
  assertEquals(countCodePoints(encoder.encode("aé€🙂")), 4);
  assertEquals(countCodePoints(new Uint8Array(0)), 0);
});
