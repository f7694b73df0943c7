import { assertEquals } from "@std/assert";
import { type ByteSource, type FileLine, readLines, splitText } from "../../src/rlm/read_lines.ts";

/** A source that gives its blocks one by one and counts how many were taken. */
class Blocks implements ByteSource {
  taken = 0;
  readonly #blocks: readonly Uint8Array[];

  constructor(blocks: readonly (string | Uint8Array)[]) {
    this.#blocks = blocks.map((each) =>
      typeof each === "string" ? new TextEncoder().encode(each) : each
    );
  }

  read(buffer: Uint8Array): Promise<number | null> {
    const block = this.#blocks[this.taken++];
    if (block === undefined) return Promise.resolve(null);
    buffer.set(block);
    return Promise.resolve(block.length);
  }
}

const line = (text: string, ended = true): FileLine => ({ text, ended });

const CASES: readonly (readonly [string, readonly (string | Uint8Array)[], readonly FileLine[]])[] =
  [
    ["nothing", [], []],
    ["one line", ["a\n"], [line("a")]],
    ["a last line without an end", ["a\nb"], [line("a"), line("b", false)]],
    ["empty lines", ["\n\n"], [line(""), line("")]],
    ["lines over several blocks", ["a", "b", "c\nd\ne", "\n"], [line("abc"), line("d"), line("e")]],
    [
      "a character that a block cuts",
      [new Uint8Array([0xc3]), new Uint8Array([0xa9, 0x0a])],
      [line("é")],
    ],
    ["bytes that are no text", [new Uint8Array([0xff, 0x0a])], [line("\ufffd")]],
  ];

for (const [what, blocks, lines] of CASES) {
  Deno.test(`readLines reads ${what}`, async () => {
    assertEquals(await Array.fromAsync(readLines(new Blocks(blocks))), [...lines]);
  });
}

Deno.test("readLines reads no further than it is asked to", async () => {
  const blocks = new Blocks(["a\nb\n", "c\n", "d\n"]);
  const reading = readLines(blocks);
  assertEquals((await reading.next()).value, line("a"));
  assertEquals((await reading.next()).value, line("b"));
  assertEquals(blocks.taken, 1);
  await reading.next();
  assertEquals(blocks.taken, 2);
  await reading.return();
});

Deno.test("splitText gives the same lines as a file", async () => {
  for (const text of ["", "a", "a\n", "a\n\nb", "\n"]) {
    assertEquals([...splitText(text)], await Array.fromAsync(readLines(new Blocks([text]))));
  }
});
