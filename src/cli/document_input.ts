/**
 * The document of a command's `--docs-path` as an input.
 *
 * @module
 */

import type { InputSpec } from "../inputs/parse_input.ts";

/** What there is to say of a document. */
export interface DocumentInputOptions {
  /** Name of its variable. */
  readonly name: string;
  /** Takes no more code points of it than these. */
  readonly headChars?: number | undefined;
}

/** The input for a path, or for standard input when it is `-`. */
export function documentInput(path: string, options: DocumentInputOptions): InputSpec {
  const { name, headChars } = options;
  const head = headChars === undefined ? {} : { headChars };
  return path === "-"
    ? { kind: "stdin", name, format: "text", ...head }
    : { kind: "file", name, path, format: "text", ...head };
}
