/** PDFs and Word documents: text by page, the document's own identity, clear refusals. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { createHash } from "node:crypto";
import { FleetError } from "../../src/core/errors.ts";
import { openDocument } from "../../src/inputs/open_document.ts";
import { paragraph, tinyDocx, wordXml, zipOf } from "../fakes/tiny_docx.ts";
import { tinyPdf } from "../fakes/tiny_pdf.ts";
import { privateTemp, testFolder } from "./_folder.ts";

const OLE = new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]);
const BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';

interface Reading {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly format: "pdf" | "docx";
  readonly text: string;
}

const READ: readonly Reading[] = [
  {
    name: "a PDF, page by page",
    bytes: tinyPdf([["Hello (world)", "second line"], [], ["last page"]]),
    format: "pdf",
    text:
      "--- page 1 ---\nHello (world)\nsecond line\n--- page 2 ---\n\n--- page 3 ---\nlast page\n",
  },
  {
    name: "a Word document that tells no pages",
    bytes: tinyDocx(paragraph("Title", "Heading1") + paragraph("Body &amp; soul")),
    format: "docx",
    text: "# Title\n\nBody & soul\n",
  },
  {
    name: "a Word document with page breaks",
    bytes: tinyDocx(paragraph("one") + BREAK + paragraph("two")),
    format: "docx",
    text: "--- page 1 ---\none\n--- page 2 ---\ntwo\n",
  },
  {
    name: "a Word document whose part has a number",
    bytes: zipOf({ "word/document2.xml": wordXml(paragraph("found")) }),
    format: "docx",
    text: "found\n",
  },
];

for (const { name, bytes, format, text } of READ) {
  Deno.test(`openDocument reads ${name}`, async () => {
    await using folder = await testFolder();
    const path = await folder.write("given", bytes);
    const document = await openDocument(path);
    const { file } = document;
    assertEquals(await Deno.readTextFile(file.path), text);
    assertEquals(((await Deno.stat(file.path)).mode ?? 0o600) & 0o777, 0o600);
    const hash = (data: Uint8Array | string) => createHash("sha256").update(data).digest("hex");
    assertEquals(file.origin, { path, format, sha256: hash(bytes), bytes: bytes.length });
    assertEquals(file.sha256, hash(text));
    await document[Symbol.asyncDispose]();
    await assertRejects(() => Deno.stat(file.path), Deno.errors.NotFound);
  });
}

Deno.test("openDocument leaves a text file where it is", async () => {
  await using folder = await testFolder();
  const path = await folder.write("a.txt", "%PDF- is how PDFs begin\nPK too");
  const spoken = await folder.write("b.txt", "A text that only speaks of %PDF-1.4");
  await folder.write("c.txt", "x");
  for (const each of [spoken, `${folder.path}/c.txt`]) {
    await using document = await openDocument(each);
    assertEquals([document.file.path, document.file.origin], [each, undefined]);
  }
  const error = await assertRejects(() => openDocument(path), FleetError);
  assertEquals(error.code, "input-invalid");
});

interface Refusal {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly code?: string;
  readonly state: string;
  readonly maxUnpackedBytes?: number;
}

const REFUSED: readonly Refusal[] = [
  {
    name: "a locked PDF",
    bytes: tinyPdf([["a"]], { locked: true }),
    state: "it is locked with a password",
  },
  { name: "half a PDF", bytes: tinyPdf([["a"]]).slice(0, 200), state: "it is a damaged PDF (" },
  {
    name: "a PDF without text",
    bytes: tinyPdf([[], []]),
    code: "input-empty",
    state: "there is no text on its 2 pages",
  },
  { name: "an old Office document", bytes: OLE, state: "it is an Office document that is locked" },
  {
    name: "a zip archive of something else",
    bytes: zipOf({ "xl/workbook.xml": "<x/>" }),
    state: "it is a zip archive that holds no Word document",
  },
  {
    name: "half a zip archive",
    bytes: tinyDocx(paragraph("a")).slice(0, 90),
    state: "it is a damaged zip archive (",
  },
  {
    name: "a Word document without text",
    bytes: tinyDocx("<w:p/>"),
    code: "input-empty",
    state: "there is no text in it",
  },
  {
    name: "a Word document that unpacks to too much",
    bytes: tinyDocx(paragraph("a".repeat(3 << 20))),
    state: "it unpacks to more than 1 MiB",
    maxUnpackedBytes: 1 << 20,
  },
  {
    name: "a PDF with too much text",
    bytes: tinyPdf(Array(9).fill(Array(40).fill("words ".repeat(12)))),
    state: "it unpacks to more than 10000 bytes",
    maxUnpackedBytes: 10_000,
  },
];

for (const { name, bytes, code, state, maxUnpackedBytes } of REFUSED) {
  Deno.test(`openDocument refuses ${name} and leaves nothing behind`, async () => {
    await using folder = await testFolder();
    const path = await folder.write("given", bytes);
    await using temp = await privateTemp();
    const options = maxUnpackedBytes === undefined ? {} : { maxUnpackedBytes };
    const error = await assertRejects(() => openDocument(path, options), FleetError);
    assertEquals(error.code, code ?? "input-invalid");
    assert(error.message.startsWith(`Cannot use "${path}": ${state}`), error.message);
    assert(error.hint);
    assertEquals(await temp.names(), []);
  });
}

Deno.test("openDocument says when text is missing since a character map is", async () => {
  await using folder = await testFolder();
  const path = await folder.write("a.pdf", tinyPdf([["abcd"]], { unmapped: true }));
  const warnings: string[] = [];
  const onWarn = (message: string) => void warnings.push(message);
  await assertRejects(() => openDocument(path, { onWarn }), FleetError, "no text on its page");
  assertEquals(warnings, [
    `Of "${path}", text is missing: it needs the character maps "UniJIS-UCS2-H", unknown here`,
  ]);
});

Deno.test("openDocument does not trust the size that a zip archive claims", async () => {
  await using folder = await testFolder();
  const bytes = tinyDocx(paragraph("a".repeat(1 << 20)));
  // The last entry of the central directory is the document's; its unpacked size is at byte 24.
  const text = new TextDecoder("latin1").decode(bytes);
  const entry = text.lastIndexOf("PK\x01\x02");
  new DataView(bytes.buffer).setUint32(entry + 24, 1000, true);
  const path = await folder.write("a.docx", bytes);
  const error = await assertRejects(() => openDocument(path), FleetError);
  assert(["input-invalid", "input-empty"].includes(error.code), error.message);
});
