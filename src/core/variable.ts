/**
 * Variables: what is bound in the sandbox before the first turn, and what is known of it afterwards.
 *
 * A long text is never a value here. It is a reference to a file that the backend brings to the
 * sandbox once; nobody on the host holds it whole.
 *
 * @module
 */

import type { JsonValue } from "./json.ts";

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
}

/** A variable to bind: a small value sent as JSON, or a file brought by reference. */
export type Variable =
  | { readonly kind: "value"; readonly name: string; readonly value: JsonValue }
  | { readonly kind: "file"; readonly name: string; readonly file: FileReference };

/** What was measured of a bound variable inside the sandbox. */
export interface VariableInfo {
  /** Its name. */
  readonly name: string;
  /** Python type name, such as `str` or `dict`. */
  readonly type: string;
  /**
   * Length in Unicode code points: of the text for a str, of its indented JSON for a list or dict,
   * of `str(value)` otherwise.
   */
  readonly chars: number;
  /** The first code points (up to 500), or the whole when `tail` is empty. */
  readonly head: string;
  /** The last code points (up to 500) when head and tail together do not show the whole. */
  readonly tail: string;
}
