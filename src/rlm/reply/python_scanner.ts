/**
 * Just enough of Python's lexical structure to know where its string literals and comments are. Used
 * to tell a fence inside a string from one that ends the code, and code from prose. Not a parser.
 *
 * @module
 */

/** Where a scan stands between two lines: outside, or inside a string with this closing mark. */
export type StringState = "" | '"""' | "'''" | '"' | "'";

/** What scanning one line gives. */
export interface ScannedLine {
  /** State at the start of the next line. */
  readonly state: StringState;
  /** The line with every string literal as `""` and without comments. */
  readonly skeleton: string;
}

/** Scans one line of Python, without its line break, from the state in which the last one ended. */
export function scanPythonLine(line: string, state: StringState = ""): ScannedLine {
  let skeleton = "";
  let open: StringState = state;
  let at = 0;
  while (at < line.length) {
    if (open !== "") {
      const end = findEnd(line, { at, mark: open });
      if (end < 0) return { state: carriesOn(line, open) ? open : "", skeleton };
      at = end + open.length;
      open = "";
      continue;
    }
    const char = line.charAt(at);
    if (char === "#") break;
    if (char === '"' || char === "'") {
      const triple = char.repeat(3) as StringState;
      open = line.startsWith(triple, at) ? triple : char;
      skeleton = `${withoutPrefix(skeleton)}""`;
      at += open.length;
      continue;
    }
    skeleton += char;
    at++;
  }
  return { state: open !== "" && carriesOn(line, open) ? open : "", skeleton };
}

const PREFIX = /(^|[^\p{XID_Continue}])[rbuft]{1,2}$/iu;

/** Drops a string prefix such as `rb`, so that it does not read as a name. */
function withoutPrefix(skeleton: string): string {
  const tail = skeleton.slice(-3);
  return skeleton.slice(0, skeleton.length - tail.length) + tail.replace(PREFIX, "$1");
}

/** Index of the mark that closes the string, skipping escaped characters; -1 when there is none. */
function findEnd(line: string, from: { readonly at: number; readonly mark: string }): number {
  for (let at = from.at; at < line.length; at++) {
    if (line.charAt(at) === "\\") at++;
    else if (line.startsWith(from.mark, at)) return at;
  }
  return -1;
}

/** A triple-quoted string goes over line ends; another one only after a backslash. */
function carriesOn(line: string, mark: StringState): boolean {
  if (mark.length === 3) return true;
  const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
  return backslashes % 2 === 1;
}
