/**
 * The files behind variables: what a sandbox must let in, and what a record of the run names.
 *
 * @module
 */

import type { FileReference, Variable } from "./variable.ts";

/** The file of a variable that is bound by reference; `undefined` for a value. */
export function boundFile(variable: Variable): FileReference | undefined {
  switch (variable.kind) {
    case "value":
      return undefined;
    case "file":
      return variable.file;
    case "corpus":
      return variable.corpus.pack;
  }
}

/** The files of all variables that are bound by reference, in order. */
export function boundFiles(variables: readonly Variable[]): readonly FileReference[] {
  return variables.flatMap((variable) => boundFile(variable) ?? []);
}

/**
 * SHA-256 by variable name of what the user gave by reference: of the document itself where its text
 * was taken out of one.
 */
export function inputHashes(variables: readonly Variable[]): Readonly<Record<string, string>> {
  return Object.fromEntries(variables.flatMap((variable) => {
    const file = boundFile(variable);
    return file === undefined ? [] : [[variable.name, file.origin?.sha256 ?? file.sha256]];
  }));
}
