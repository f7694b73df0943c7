/**
 * The identity of a model request, for the record and for replay: SHA-256 of its messages in one
 * canonical form.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { Message } from "../core/lm.ts";

/**
 * SHA-256, hex, of the messages: the UTF-8 bytes of the JSON list of `[role, content]` pairs, without
 * blanks, lone surrogates escaped.
 */
export function hashRequest(messages: readonly Message[]): string {
  const canonical = JSON.stringify(messages.map(({ role, content }) => [role, content]));
  return createHash("sha256").update(canonical).digest("hex");
}
