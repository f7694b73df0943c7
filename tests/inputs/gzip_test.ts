/** Gzip is read through: identity of the file, checks of the text, and no end of it. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { FleetError } from "../../src/core/errors.ts";
import { openTextFile } from "../../src/inputs/open_text_file.ts";
import { readTextFile } from "../../src/inputs/read_text_file.ts";
import { testFolder } from "./_folder.ts";

const encoder = new TextEncoder();

function gzip(content: string | Uint8Array): Uint8Array {
  return new Uint8Array(gzipSync(content));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

function utf16(text: string): Uint8Array {
  return joined(
    new Uint8Array([0xff, 0xfe]),
    ...[...text].flatMap((char) =>
      char.split("").map((unit) => {
        const code = unit.charCodeAt(0);
        return new Uint8Array([code & 0xff, code >> 8]);
      })
    ),
  );
}

const READ:
  readonly (readonly [name: string, bytes: Uint8Array, text: string, encoding: string])[] = [
    ["plain text", gzip("naïve 🙂\n"), "naïve 🙂\n", "utf-8"],
    ["a byte order mark", gzip("\uFEFFmarked"), "marked", "utf-8-sig"],
    ["UTF-16", gzip(utf16("wide 🙂")), "wide 🙂", "utf-16"],
    [
      "several members",
      joined(gzip("one "), gzip("two "), gzip("three")),
      "one two three",
      "utf-8",
    ],
    ["zeros behind the end", joined(gzip("padded"), new Uint8Array(512)), "padded", "utf-8"],
    ["much text", gzip("häufig ".repeat(400_000)), "häufig ".repeat(400_000), "utf-8"],
  ];

for (const [name, bytes, text, encoding] of READ) {
  Deno.test(`openTextFile reads gzip through: ${name}`, async () => {
    await using folder = await testFolder();
    const path = await folder.write("a.txt.gz", bytes);
    const file = await openTextFile(path);
    assertEquals(file, {
      path,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      bytes: bytes.length,
      encoding: encoding as "utf-8",
      compression: "gzip",
    });
    assertEquals(await readTextFile(file), text);
  });
}

const noise = crypto.getRandomValues(new Uint8Array(60_000));
const REFUSED:
  readonly (readonly [name: string, bytes: Uint8Array, code: string, words: string])[] = [
    ["cut off", gzip("cut off here").slice(0, -9), "input-invalid", "it is damaged gzip ("],
    ["altered", gzip(noise).fill(7, 30_000, 30_010), "input-not-text", ""],
    [
      "a wrong checksum",
      gzip("checked").fill(1, -8, -4),
      "input-invalid",
      "it is damaged gzip (",
    ],
    ["followed by something else", joined(gzip("a"), encoder.encode("xyz")), "input-invalid", ""],
    [
      "binary inside",
      gzip(new Uint8Array([...new Uint8Array(70_000).fill(97), 0, 98])),
      "input-not-text",
      "as text: a NUL byte at byte 70000 of the unpacked text",
    ],
    [
      "invalid UTF-8 across blocks",
      gzip(new Uint8Array([...new Uint8Array(65_535).fill(97), 0xe2, 0x82, 0x28])),
      "input-not-text",
      "as text: invalid UTF-8 at byte 65535 of the unpacked text",
    ],
    ["empty inside", gzip(""), "input-empty", "it is empty"],
  ];

for (const [name, bytes, code, words] of REFUSED) {
  Deno.test(`openTextFile refuses gzip that is ${name}`, async () => {
    await using folder = await testFolder();
    const path = await folder.write("a.gz", bytes);
    const error = await assertRejects(() => openTextFile(path), FleetError);
    assertEquals(error.code, code, error.message);
    assert(error.message.startsWith(`Cannot use "${path}"`), error.message);
    assert(error.message.includes(words), error.message);
  });
}

Deno.test("openTextFile unpacks gzip no further than its limit", async () => {
  await using folder = await testFolder();
  const path = await folder.write("bomb.gz", gzip(new Uint8Array(64 << 20).fill(97)));
  assert((await Deno.stat(path)).size < 100_000);
  const error = await assertRejects(
    () => openTextFile(path, { maxUnpackedBytes: 8 << 20 }),
    FleetError,
    `Cannot use "${path}": it unpacks to more than 8 MiB`,
  );
  assertEquals([error.code, error.hint?.includes("--max-input-size")], ["input-invalid", true]);
  assertEquals((await openTextFile(path, { maxUnpackedBytes: 64 << 20 })).encoding, "utf-8");
});

Deno.test("openTextFile stops unpacking when it is aborted", async () => {
  await using folder = await testFolder();
  const path = await folder.write("a.gz", gzip(crypto.getRandomValues(new Uint8Array(60_000))));
  const error = await assertRejects(
    () => openTextFile(path, { signal: AbortSignal.abort() }),
    FleetError,
  );
  assertEquals(error.code, "interrupted");
});
