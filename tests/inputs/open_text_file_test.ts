import { assert, assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { type ErrorCode, FleetError } from "../../src/core/errors.ts";
import { openTextFile } from "../../src/inputs/open_text_file.ts";

const MIB = 1 << 20;
const utf8 = (text: string) => new TextEncoder().encode(text);
const bytes = (...parts: (string | readonly number[])[]) =>
  new Uint8Array(parts.flatMap((part) => typeof part === "string" ? [...utf8(part)] : [...part]));

async function withFile(
  content: Uint8Array,
  use: (path: string) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeFile(path, content);
    await use(path);
  } finally {
    await Deno.remove(path);
  }
}

/** A letter, then é (two bytes) until `size` is passed: a sequence lies across every block's end. */
function acrossBlocks(size: number): Uint8Array {
  return utf8(`a${"é".repeat(size / 2)}`);
}

const READABLE: readonly [name: string, content: Uint8Array, encoding: string][] = [
  ["ASCII", utf8("hello\n"), "utf-8"],
  ["one byte", utf8("x"), "utf-8"],
  ["two bytes", utf8("xy"), "utf-8"],
  ["all lengths of UTF-8", utf8("aé日😀\u{10FFFF}"), "utf-8"],
  ["UTF-8 with a mark", bytes([0xef, 0xbb, 0xbf], "hé"), "utf-8-sig"],
  ["UTF-16, little end first", bytes([0xff, 0xfe, 0x68, 0x00, 0x3d, 0xd8, 0x00, 0xde]), "utf-16"],
  ["UTF-16, big end first", bytes([0xfe, 0xff, 0x00, 0x68, 0xd8, 0x3d, 0xde, 0x00]), "utf-16"],
  ["sequences across blocks", acrossBlocks(2 * MIB), "utf-8"],
  ["control characters and U+FFFD", utf8("\x01\x1b[0m\uFFFD"), "utf-8"],
];

for (const [name, content, encoding] of READABLE) {
  Deno.test(`openTextFile takes ${name}`, async () => {
    await withFile(content, async (path) => {
      const file = await openTextFile(path);
      assertEquals(file, {
        path: await Deno.realPath(path),
        sha256: createHash("sha256").update(content).digest("hex"),
        bytes: content.length,
        encoding: encoding as typeof file.encoding,
      });
    });
  });
}

const long = utf8("a".repeat(MIB + 10));
const REFUSED: readonly [
  name: string,
  content: Uint8Array,
  code: ErrorCode,
  words: string,
][] = [
  ["an empty file", bytes(), "input-empty", "it is empty"],
  ["a mark alone", bytes([0xef, 0xbb, 0xbf]), "input-empty", "it is empty"],
  ["a UTF-16 mark alone", bytes([0xff, 0xfe]), "input-empty", "it is empty"],
  ["a NUL byte", bytes("ab", [0], "c"), "input-not-text", "a NUL byte at byte 2"],
  ["a NUL after a mark", bytes([0xef, 0xbb, 0xbf], "a", [0]), "input-not-text", "at byte 4"],
  ["Latin-1", bytes("caf", [0xe9], " au lait"), "input-not-text", "invalid UTF-8 at byte 3"],
  ["a PNG", bytes([0x89], "PNG\r\n"), "input-not-text", "invalid UTF-8 at byte 0"],
  ["an overlong form", bytes("a", [0xc0, 0x80]), "input-not-text", "at byte 1"],
  ["an encoded surrogate", bytes("a", [0xed, 0xa0, 0x80]), "input-not-text", "at byte 1"],
  ["beyond U+10FFFF", bytes([0xf4, 0x90, 0x80, 0x80]), "input-not-text", "at byte 0"],
  ["a cut sequence at the end", bytes("ab", [0xe6, 0x97]), "input-not-text", "at byte 2"],
  ["a fault in the second block", bytes([...long, 0xff, 0x61]), "input-not-text", "byte 1048586"],
  [
    "a cut sequence across blocks",
    bytes([...long.subarray(0, MIB - 1), 0xc3, 0x61]), //
    "input-not-text",
    "byte 1048575",
  ],
  ["half a UTF-16 unit", bytes([0xff, 0xfe, 0x61, 0, 0x62]), "input-not-text", "at byte 4"],
  ["a lone high surrogate", bytes([0xff, 0xfe, 0x3d, 0xd8]), "input-not-text", "at byte 2"],
  ["a lone low surrogate", bytes([0xff, 0xfe, 0x61, 0, 0, 0xdc]), "input-not-text", "at byte 4"],
  ["UTF-32", bytes([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), "input-not-text", "NUL character at byte 2"],
];

for (const [name, content, code, words] of REFUSED) {
  Deno.test(`openTextFile refuses ${name}`, async () => {
    await withFile(content, async (path) => {
      const error = await assertRejects(() => openTextFile(path), FleetError);
      assertEquals(error.code, code);
      assert(error.message.includes(words), error.message);
      assert(error.message.includes(path));
    });
  });
}

Deno.test("openTextFile says that a path is missing, a directory or a device", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const cases: readonly [path: string, code: ErrorCode, words: string][] = [
      [`${folder}/nothing.txt`, "input-missing", "no such file"],
      [folder, "input-unreadable", "it is a directory"],
      ["/dev/null", "input-unreadable", "it is not a regular file"],
      [`${folder}/a\u0000b`, "input-unreadable", ""],
    ];
    for (const [path, code, words] of cases) {
      const error = await assertRejects(() => openTextFile(path), FleetError);
      assertEquals(error.code, code, path);
      assert(error.message.startsWith(`Cannot read "${path}": ${words}`), error.message);
    }
  } finally {
    await Deno.remove(folder);
  }
});

Deno.test("openTextFile ends when it is aborted", async () => {
  await withFile(utf8("text"), async (path) => {
    const signal = AbortSignal.abort();
    const error = await assertRejects(() => openTextFile(path, { signal }), FleetError);
    assertEquals(error.code, "interrupted");
  });
});
