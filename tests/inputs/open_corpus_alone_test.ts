/** A folder or glob becomes one file with an index; what does not belong in it is left out and told. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { FleetError } from "../../src/core/errors.ts";
import { openCorpus, type OpenCorpusOptions } from "../../src/inputs/open_corpus.ts";
import { tinyPdf } from "../fakes/tiny_pdf.ts";
import { privateTemp, testFolder } from "./_folder.ts";

interface Packed {
  readonly texts: Readonly<Record<string, string>>;
  readonly leftOut: string;
  readonly warnings: readonly string[];
}

/** Opens a corpus and reads its pack as a guest would. */
async function packed(source: string, options: OpenCorpusOptions = {}): Promise<Packed> {
  const warnings: string[] = [];
  await using opened = await openCorpus(source, {
    ...options,
    onWarn: (message) => warnings.push(message),
  });
  const { pack, indexOffset, files } = opened.corpus;
  const bytes = await Deno.readFile(pack.path);
  assertEquals(bytes.length, pack.bytes);
  assertEquals(createHash("sha256").update(bytes).digest("hex"), pack.sha256);
  assertEquals(((await Deno.stat(pack.path)).mode ?? 0o600) & 0o777, 0o600);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const index = JSON.parse(decoder.decode(bytes.subarray(indexOffset)));
  assertEquals(index.files.length, files);
  const texts: Record<string, string> = {};
  for (const [path, start, size, chars] of index.files) {
    texts[path] = decoder.decode(bytes.subarray(start, start + size));
    assertEquals([...texts[path]].length, chars);
  }
  return { texts, leftOut: index.leftOut, warnings };
}

Deno.test("openCorpus packs texts in the order of their paths, whatever they come in", async () => {
  await using folder = await testFolder({
    "b.md": "\uFEFFmarked",
    "a/z.txt": "naïve 🙂\n",
    "a.txt": "first",
    "wide.txt": new Uint8Array([0xfe, 0xff, 0, 104, 0, 105]),
    "packed.log.gz": new Uint8Array(gzipSync("in gzip")),
    "paper.pdf": tinyPdf([["One"], ["Two"]]),
    "empty.txt": "",
  });
  const { texts, leftOut, warnings } = await packed(folder.path);
  assertEquals(Object.entries(texts), [
    ["a.txt", "first"],
    ["a/z.txt", "naïve 🙂\n"],
    ["b.md", "marked"],
    ["empty.txt", ""],
    ["packed.log.gz", "in gzip"],
    ["paper.pdf", "--- page 1 ---\nOne\n--- page 2 ---\nTwo\n"],
    ["wide.txt", "hi"],
  ]);
  assertEquals([leftOut, warnings], ["", []]);
});

Deno.test("openCorpus leaves out what is no text and says so", async () => {
  await using folder = await testFolder({
    "a.txt": "text",
    "c.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0]),
    "b.bin": new Uint8Array([1, 2, 0, 3]),
    "d.dat": new Uint8Array([0xff]),
    "e.o": new Uint8Array([0x80]),
    "cut.pdf": tinyPdf([["text"]]).slice(0, 200),
    "mark.txt": "\uFEFF",
    ".env": "KEY=secret",
    "node_modules/x/index.js": "x",
    "__pycache__/a.pyc": "x",
    ".git/config": "x",
  });
  const { texts, leftOut, warnings } = await packed(`${folder.path}/`);
  assertEquals(texts, { "a.txt": "text" });
  assertEquals(leftOut, "1 damaged, locked or too large, 1 empty, 4 not text");
  assertEquals(warnings, [
    `From "${folder.path}/", files were left out: 1 damaged, locked or too large (cut.pdf), ` +
    "1 empty (mark.txt), 4 not text (b.bin, c.png, d.dat, …)",
  ]);
});

Deno.test({
  name: "openCorpus follows links to visible files of the folder and to nothing else",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using outside = await testFolder({ "secret.txt": "secret", "sub/a.txt": "x" });
    await using folder = await testFolder({
      "a.txt": "text",
      ".env": "KEY=secret",
      "sub/b.txt": "deeper",
    });
    const link = (target: string, name: string) => Deno.symlink(target, `${folder.path}/${name}`);
    await link("sub/b.txt", "inside.txt");
    await link(`${outside.path}/secret.txt`, "outside.txt");
    await link(outside.path, "folder.txt");
    await link("..", "sub/loop.txt");
    await link(".env", "env.txt");
    await link("nowhere", "broken.txt");
    await link("/dev/zero", "device.txt");
    const { texts, leftOut } = await packed(`${folder.path}/**/*.txt`);
    assertEquals(Object.keys(texts), ["a.txt", "inside.txt", "sub/b.txt"]);
    assertEquals(texts["inside.txt"], "deeper");
    assertEquals(leftOut, "6 linked elsewhere");
  },
});

Deno.test("openCorpus names paths below the fixed part of a glob", async () => {
  await using folder = await testFolder({
    "src/a.ts": "a",
    "src/in/b.ts": "b",
    "src/in/c.js": "c",
    "docs/d.ts": "d",
    "odd[1].md": "odd",
  });
  const at = folder.path;
  assertEquals((await packed(`${at}/src/**/*.ts`)).texts, { "a.ts": "a", "in/b.ts": "b" });
  assertEquals((await packed(`${at}/{src,docs}/*.ts`)).texts, {
    "docs/d.ts": "d",
    "src/a.ts": "a",
  });
});

Deno.test("openCorpus is the same to the byte for the same files", async () => {
  await using one = await testFolder({ "b.txt": "2", "a/x.txt": "1" });
  await using two = await testFolder({ "a/x.txt": "1", "b.txt": "2" });
  await using first = await openCorpus(one.path);
  await using second = await openCorpus(two.path);
  assertEquals(first.corpus.pack.sha256, second.corpus.pack.sha256);
});

interface Refusal {
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly source: string;
  readonly options?: OpenCorpusOptions;
  readonly code: string;
  /** `{}` stands for the folder. */
  readonly message: string;
}

const REFUSED: readonly Refusal[] = [
  {
    name: "without a match",
    files: { "a.txt": "a" },
    source: "{}/*.md",
    code: "input-missing",
    message: 'Cannot read "{}/*.md": no file matches',
  },
  {
    name: "of a folder that is not there",
    files: {},
    source: "{}/none/*.md",
    code: "input-missing",
    message: 'Cannot read "{}/none/*.md": no such folder "{}/none"',
  },
  {
    name: "without text",
    files: { "a.bin": new Uint8Array([0]) },
    source: "{}",
    code: "input-empty",
    message: 'Cannot use "{}": it has no text in it (1 not text (a.bin))',
  },
  {
    name: "of too many files",
    files: { "a.txt": "a", "b.txt": "b", "c.txt": "c" },
    source: "{}",
    options: { maxFiles: 2 },
    code: "input-invalid",
    message: 'Cannot use "{}": it has more than 2 files',
  },
  {
    name: "of too much text",
    files: { "a.txt": "a".repeat(600_000), "b.txt": "b".repeat(600_000) },
    source: "{}",
    options: { maxUnpackedBytes: 1 << 20 },
    code: "input-invalid",
    message: 'Cannot use "{}": it unpacks to more than 1 MiB',
  },
];

for (const { name, files, source, options, code, message } of REFUSED) {
  Deno.test(`openCorpus refuses one ${name} and leaves nothing behind`, async () => {
    await using folder = await testFolder(files);
    await using temp = await privateTemp();
    const there = (text: string) => text.replaceAll("{}", folder.path);
    const error = await assertRejects(() => openCorpus(there(source), options), FleetError);
    assertEquals([error.code, error.message], [code, there(message)]);
    assert(error.hint);
    assertEquals(await temp.names(), []);
  });
}

Deno.test("openCorpus takes thousands of files", async () => {
  const files: Record<string, string> = {};
  for (let i = 0; i < 2_000; i++) files[`${i % 20}/${i}.txt`] = `file ${i}`;
  await using folder = await testFolder(files);
  await using opened = await openCorpus(folder.path);
  assertEquals(opened.corpus.files, 2_000);
  assertStringIncludes(opened.corpus.source, folder.path);
});

Deno.test("openCorpus ends when it is aborted", async () => {
  await using folder = await testFolder({ "a.txt": "a" });
  const signal = AbortSignal.abort();
  const error = await assertRejects(() => openCorpus(folder.path, { signal }), FleetError);
  assertEquals(error.code, "interrupted");
});
