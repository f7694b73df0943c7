/**
 * Rules about files as such: their bytes, their paths, and what must never be in them.
 *
 * @module
 */

import { isSafePath } from "../../install/safe_path.ts";
import type { AssetRule, RuleFinding } from "../asset_rule.ts";
import type { AssetText, AssetTree } from "../asset_tree.ts";

/** Most bytes of a file. */
const MOST_BYTES = 262_144;

/** What keys look like, and a folder of a person. */
const SECRETS: readonly [string, RegExp][] = [
  ["a key of a model provider", /\bsk-(?:ant-|proj-|or-)?[A-Za-z0-9_-]{20,}/],
  ["a token of GitHub", /\bgh[pousr]_[A-Za-z0-9]{30,}/],
  ["a token of Modal", /\ba[ks]-[A-Za-z0-9]{20,}/],
  ["a key of AWS", /\bAKIA[A-Z0-9]{16}\b/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
];
const HOME = /(?:\/home\/|\/Users\/|[A-Z]:\\Users\\)[A-Za-z][\w.-]*/;

/** A001 to A003. */
export const FILE_RULES: readonly AssetRule[] = [
  {
    code: "A001",
    severity: "error",
    about: "A file is UTF-8 without a byte order mark, with newlines alone, one of them at its end",
    *check({ files }) {
      for (const file of files) yield* badBytes(file);
    },
  },
  {
    code: "A002",
    severity: "error",
    about: "A path is plain on every system, and no two differ by case alone",
    check: badPaths,
  },
  {
    code: "A003",
    severity: "error",
    about: "No file holds a secret or the home folder of a person",
    *check({ files }) {
      for (const { path: file, text = "" } of files) {
        for (const [index, line] of text.split("\n").entries()) {
          const at = { file, line: index + 1 };
          const secret = SECRETS.find(([, pattern]) => pattern.test(line));
          if (secret !== undefined) {
            yield { ...at, message: `It holds what looks like ${secret[0]}` };
          }
          const [home] = HOME.exec(line) ?? [];
          if (home !== undefined) {
            yield { ...at, message: `It names the home folder "${home}"`, fix: "Write ~ or $HOME" };
          }
        }
      }
    },
  },
];

function* badBytes({ bytes, path: file, text }: AssetText): Iterable<RuleFinding> {
  if (bytes.length > MOST_BYTES) {
    yield { file, message: `It has ${bytes.length} bytes, more than ${MOST_BYTES}` };
  }
  if (text === undefined) return yield { file, message: "It is not UTF-8" };
  if (text.startsWith("\ufeff")) yield { file, message: "It begins with a byte order mark" };
  if (text.includes("\0")) yield { file, message: "It holds a NUL" };
  const carriage = text.indexOf("\r");
  if (carriage >= 0) {
    const line = text.slice(0, carriage).split("\n").length;
    yield { file, line, message: "It has carriage returns", fix: "End lines with newlines alone" };
  }
  if (text !== "" && !text.endsWith("\n")) {
    yield { file, line: text.split("\n").length, message: "It does not end with a newline" };
  }
}

function* badPaths({ files }: AssetTree): Iterable<RuleFinding> {
  const seen = new Map<string, string>();
  for (const { path: file } of files) {
    if (!isSafePath(file)) yield { file, message: "Its path does not work on every system" };
    const folded = file.toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined) yield { file, message: `It differs from "${other}" by case alone` };
    seen.set(folded, file);
  }
}
