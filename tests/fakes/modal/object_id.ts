/**
 * Ids of the cloud's objects: a prefix that says the kind, and random letters.
 *
 * @module
 */

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

/** A new id such as `im-…`, with so many random letters behind the prefix. */
export function newId(prefix: string, length = 22): string {
  const random = crypto.getRandomValues(new Uint8Array(length));
  return prefix + Array.from(random, (byte) => LETTERS[byte % LETTERS.length]).join("");
}
