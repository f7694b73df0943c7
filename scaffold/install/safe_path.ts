/**
 * Which paths may be written below a root. Pure: what they lead to on disk is for others to see.
 *
 * @module
 */

/** Longest path below a root. */
const MOST_CHARS = 512;

/** Names that Windows gives to devices, whatever their ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** What no part may hold: separators and drives of Windows, wildcards, escapes, control characters. */
// deno-lint-ignore no-control-regex
const FORBIDDEN = /[\\:*?"<>|%\0-\x1f\x7f]/;

/**
 * Whether a path is relative, plain on every system, and cannot lead out of the folder it is put below.
 */
export function isSafePath(path: string): boolean {
  if (path === "" || path.length > MOST_CHARS || path !== path.normalize("NFC")) return false;
  return path.split("/").every((part) =>
    part !== "" && part !== "." && part !== ".." && !FORBIDDEN.test(part) &&
    !DEVICE.test(part) && !/[. ]$/.test(part)
  );
}

/** The folders that a path lies in, outermost first: `a`, `a/b` for `a/b/c`. */
export function foldersOf(path: string): readonly string[] {
  const parts = path.split("/").slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
