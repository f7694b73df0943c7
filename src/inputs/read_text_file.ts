/**
 * The text of a file that was opened as a reference. For code and JSON, which are small; documents
 * are never read whole on the host.
 *
 * @module
 */

import type { FileReference } from "../core/variable.ts";

/** Reads the whole file in its encoding, without a byte order mark. */
export async function readTextFile(file: FileReference): Promise<string> {
  const bytes = await Deno.readFile(file.path);
  const bigEndian = file.encoding === "utf-16" && bytes[0] === 0xfe;
  const label = file.encoding !== "utf-16" ? "utf-8" : bigEndian ? "utf-16be" : "utf-16le";
  return new TextDecoder(label).decode(bytes);
}
