/**
 * The text of one file of a corpus, whatever it is in. Short text files, which most are, are read at
 * one go: opening them as references and reading them again takes five times as long.
 *
 * @module
 */

import type { FileReference } from "../core/variable.ts";
import { emptyInput, notText } from "./file_errors.ts";
import { formatOf } from "./file_format.ts";
import { openDocument } from "./open_document.ts";
import { decodeBlocks, textBlocks } from "./text_blocks.ts";
import { TextScanner } from "./text_scanner.ts";

/** Options of {@linkcode corpusText}. */
export interface CorpusTextOptions {
  /** What the file is called in errors. */
  readonly label: string;
  /** Most bytes to unpack to. */
  readonly maxUnpackedBytes: number;
  /** Told what of the text is missing, in a sentence without a final period. */
  readonly onWarn?: ((message: string) => void) | undefined;
  /** Ends the reading when aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Files up to this size are read at one go. */
const SHORT_BYTES = 1 << 20;

/**
 * The text as blocks of UTF-8, none for an empty file. All of it is checked before the first block.
 * @throws {FleetError} As `openDocument`.
 */
export async function* corpusText(
  path: string,
  options: CorpusTextOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const { isFile, size } = await Deno.stat(path);
  if (isFile && size === 0) return;
  if (isFile && size <= SHORT_BYTES) {
    const bytes = await Deno.readFile(path);
    if (formatOf(bytes) === "plain") {
      return yield* decodeBlocks([bytes], checkEncoding(bytes, options.label));
    }
  }
  const { label, maxUnpackedBytes, onWarn, signal } = options;
  await using document = await openDocument(path, {
    label,
    maxUnpackedBytes,
    ...(onWarn === undefined ? {} : { onWarn }),
    ...(signal === undefined ? {} : { signal }),
  });
  yield* textBlocks(document.file, options);
}

function checkEncoding(bytes: Uint8Array, label: string): FileReference["encoding"] {
  const scanner = new TextScanner();
  const fault = scanner.scan(bytes) ?? scanner.end();
  if (fault !== undefined) throw notText(label, fault);
  if (scanner.isEmpty) throw emptyInput(label);
  return scanner.encoding;
}
