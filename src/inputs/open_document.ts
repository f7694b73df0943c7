/**
 * Opens whatever has text in it: a text file as it is, a PDF or a Word document as a temporary file
 * that holds its text, with a line `--- page 12 ---` before each page.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { throwIfAborted } from "../core/errors.ts";
import type { FileOrigin, FileReference } from "../core/variable.ts";
import { emptyInput, tooLarge, unreadable, unusable } from "./file_errors.ts";
import { FORMAT_BYTES, formatOf } from "./file_format.ts";
import { openRegularFile } from "./open_regular_file.ts";
import { openTextFile, type OpenTextFileOptions } from "./open_text_file.ts";
import { spoolStream } from "./spool_stream.ts";
import { MAX_UNPACKED_BYTES } from "./unpack_gzip.ts";

/** A document ready to be bound, for as long as it is not disposed of. */
export interface OpenDocument extends AsyncDisposable {
  /** Its text. */
  readonly file: FileReference;
}

/** Options of {@linkcode openDocument}. */
export interface OpenDocumentOptions extends OpenTextFileOptions {
  /** Told what of the text is missing, in a sentence without a final period. */
  readonly onWarn?: (message: string) => void;
}

/**
 * Opens a document.
 * @throws {FleetError} As `openTextFile`; `input-invalid` also for a PDF or Word document that is
 * locked or damaged, `input-empty` for one without text.
 */
export async function openDocument(
  path: string,
  options: OpenDocumentOptions = {},
): Promise<OpenDocument> {
  const label = options.label ?? `"${path}"`;
  const format = formatOf(await readHead(path, label));
  if (format === "pdf") return await openTaken(path, { ...options, label, format: "pdf" });
  if (format === "zip") return await openTaken(path, { ...options, label, format: "docx" });
  if (format === "ole") {
    throw unusable(label, "it is an Office document that is locked or older than Word 2007", {
      hint: "Save it as .docx without a password",
    });
  }
  const file = await openTextFile(path, options);
  return { file, [Symbol.asyncDispose]: () => Promise.resolve() };
}

async function readHead(path: string, label: string): Promise<Uint8Array> {
  using file = await openRegularFile(path, label);
  const head = new Uint8Array(FORMAT_BYTES);
  try {
    return head.subarray(0, await file.read(head) ?? 0);
  } catch (cause) {
    throw unreadable(label, cause);
  }
}

interface Taking extends OpenDocumentOptions {
  readonly label: string;
  readonly format: FileOrigin["format"];
}

async function openTaken(path: string, options: Taking): Promise<OpenDocument> {
  const { format, label, signal } = options;
  const bytes = await readWhole(path, label);
  const origin: FileOrigin = {
    path: await Deno.realPath(path),
    format,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: bytes.length,
  };
  const spool = await spoolStream(ReadableStream.from(encodePages(bytes, options)), signal);
  try {
    const file = { ...await openTextFile(spool.path, options), origin };
    return { file, [Symbol.asyncDispose]: () => spool[Symbol.asyncDispose]() };
  } catch (error) {
    await spool[Symbol.asyncDispose]();
    throw error;
  }
}

async function readWhole(path: string, label: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await Deno.readFile(path);
  } catch (cause) {
    throw unreadable(label, cause);
  }
}

/** The pages as UTF-8. NUL, which no text has, is left out: fonts without a mapping give it. */
async function* encodePages(
  bytes: Uint8Array,
  options: Taking,
): AsyncGenerator<Uint8Array, void, void> {
  const { format, label, signal, maxUnpackedBytes = MAX_UNPACKED_BYTES } = options;
  const encoder = new TextEncoder();
  let written = 0;
  let number = 0;
  let hasText = false;
  for await (const { text, isOnly } of takePages(bytes, { ...options, maxUnpackedBytes })) {
    throwIfAborted(signal);
    const clean = text.replaceAll("\0", "").trimEnd();
    hasText ||= clean.trim() !== "";
    number++;
    const block = encoder.encode(isOnly ? `${clean}\n` : `--- page ${number} ---\n${clean}\n`);
    written += block.length;
    if (written > maxUnpackedBytes) throw tooLarge(label, maxUnpackedBytes);
    yield block;
  }
  if (hasText) return;
  const many = number === 1 ? "its page" : `its ${number} pages`;
  const pages = format === "pdf" ? `no text on ${many}` : "no text in it";
  throw emptyInput(
    label,
    `there is ${pages}`,
    "It may be a scan: run OCR on it first, for instance ocrmypdf",
  );
}

interface Page {
  readonly text: string;
  /** Whether the document does not tell its pages. */
  readonly isOnly: boolean;
}

async function* takePages(
  bytes: Uint8Array,
  options: Taking & { readonly maxUnpackedBytes: number },
): AsyncGenerator<Page, void, void> {
  if (options.format === "pdf") {
    const { pdfPages } = await import("./pdf_text.ts");
    const { label, signal, onWarn } = options;
    for await (const text of pdfPages(bytes, { label, signal, onWarn })) {
      yield { text, isOnly: false };
    }
  } else {
    const { docxPages } = await import("./docx_text.ts");
    const pages = await docxPages(bytes, options);
    for (const text of pages) yield { text, isOnly: pages.length === 1 };
  }
}
