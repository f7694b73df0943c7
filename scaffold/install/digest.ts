/**
 * SHA-256 of texts and files, in hex.
 *
 * @module
 */

import { createHash } from "node:crypto";

/** Hash of a text in UTF-8. */
export function digestText(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Hash of a file, read piece by piece; the file is closed. */
export async function digestFile(file: Deno.FsFile): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of file.readable) hash.update(piece);
  return hash.digest("hex");
}
