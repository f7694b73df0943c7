/**
 * Variables: what is bound in the sandbox before the first turn, and what is known of it afterwards.
 *
 * A long text is never a value here. It is a reference to a file that the backend brings to the
 * sandbox once; nobody on the host holds it whole.
 *
 * @module
 */

import type { JsonValue } from "./json.ts";

/** The document that a text was taken from. */
export interface FileOrigin {
  /** Its absolute path on the host. */
  readonly path: string;
  /** Its format. */
  readonly format: "pdf" | "docx";
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string;
  /** Its size in bytes. */
  readonly bytes: number;
}

/** A text file that was opened, checked and hashed on the host. */
export interface FileReference {
  /** Absolute path on the host. */
  readonly path: string;
  /** SHA-256 of the bytes, hex. */
  readonly sha256: string;
  /** Size in bytes. */
  readonly bytes: number;
  /** How the bytes are to be read as text; a byte order mark is not part of the text. */
  readonly encoding: "utf-8" | "utf-8-sig" | "utf-16";
  /** How the bytes are packed; the text is in what they unpack to. Left out when they are not. */
  readonly compression?: "gzip";
  /** What the text was taken from, when the file is a temporary one made for it. */
  readonly origin?: FileOrigin;
}

/**
 * Several text files brought as one: their texts in UTF-8 back to back, then an index as JSON:
 * `{"files": [[path, offset, bytes, characters], …], "leftOut": "…"}`, sorted by path. One file, so
 * that a sandbox sees these texts and nothing of the folder that they come from.
 */
export interface CorpusReference {
  /** The folder or glob that it was made from, absolute. */
  readonly source: string;
  /** The file with texts and index. */
  readonly pack: FileReference;
  /** Where the index begins, in bytes. */
  readonly indexOffset: number;
  /** Number of files in it. */
  readonly files: number;
}

/**
 * A variable to bind: a small value sent as JSON, a file brought by reference, or a corpus, which is
 * bound as a list of its files or as one text with a header line for each.
 */
export type Variable =
  | { readonly kind: "value"; readonly name: string; readonly value: JsonValue }
  | { readonly kind: "file"; readonly name: string; readonly file: FileReference }
  | {
    readonly kind: "corpus";
    readonly name: string;
    readonly corpus: CorpusReference;
    readonly form: "list" | "text";
  };

/** What was measured of a bound variable inside the sandbox. */
export interface VariableInfo {
  /** Its name. */
  readonly name: string;
  /** Python type name, such as `str` or `dict`. */
  readonly type: string;
  /**
   * Length in Unicode code points: of the text for a str, of all texts for a corpus, of its indented
   * JSON for a list or dict, of `str(value)` otherwise.
   */
  readonly chars: number;
  /** Lines of a text, as `splitlines()` without its rarer line ends counts them. */
  readonly lines?: number;
  /** The first code points (up to 500), or the whole when `tail` is empty. */
  readonly head: string;
  /** The last code points (up to 500) when head and tail together do not show the whole. */
  readonly tail: string;
}
