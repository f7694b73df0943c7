/**
 * The text of a Word document, page by page. Loads its library when the first one is opened and not
 * before. Word's pages are a matter of layout: they are known as far as the document says.
 *
 * @module
 */

import { messageOf } from "../core/errors.ts";
import { tooLarge, unusable } from "./file_errors.ts";
import { wordPages, type WordParts } from "./word_text.ts";

/** Options of {@linkcode docxPages}. */
export interface DocxPagesOptions {
  /** What the file is called in errors. */
  readonly label: string;
  /** Most bytes to unpack to. */
  readonly maxUnpackedBytes: number;
}

const DOCUMENT = /^word\/document\d*\.xml$/;
const WANTED = /^word\/(?:document\d*|styles|footnotes|endnotes)\.xml$/;
const HINT =
  "Only Word documents (.docx) are read from zip archives; unpack others and give a file";

/**
 * The text of each page in order; a single one when the document does not tell its pages.
 * @throws {FleetError} `input-invalid` when it is no Word document, damaged, or too large.
 */
export async function docxPages(
  bytes: Uint8Array,
  { label, maxUnpackedBytes }: DocxPagesOptions,
): Promise<readonly string[]> {
  const { unzipSync } = await import("fflate");
  let unpacked = 0;
  let parts: Readonly<Record<string, Uint8Array>>;
  try {
    parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!WANTED.test(name)) return false;
        // The library unpacks into a buffer of exactly this size, so it cannot be a lie.
        unpacked += originalSize;
        return unpacked <= maxUnpackedBytes;
      },
    });
  } catch (cause) {
    throw unusable(label, `it is a damaged zip archive (${messageOf(cause)})`, {
      hint: HINT,
      cause,
    });
  }
  if (unpacked > maxUnpackedBytes) throw tooLarge(label, maxUnpackedBytes);
  const name = Object.keys(parts).find((each) => DOCUMENT.test(each));
  if (name === undefined) {
    throw unusable(label, "it is a zip archive that holds no Word document", { hint: HINT });
  }
  return wordPages(decodeParts(parts, name));
}

function decodeParts(parts: Readonly<Record<string, Uint8Array>>, document: string): WordParts {
  const decoder = new TextDecoder();
  const optional = (name: "styles" | "footnotes" | "endnotes") => {
    const part = parts[`word/${name}.xml`];
    return part === undefined ? {} : { [name]: decoder.decode(part) };
  };
  return {
    document: decoder.decode(parts[document]),
    ...optional("styles"),
    ...optional("footnotes"),
    ...optional("endnotes"),
  };
}
