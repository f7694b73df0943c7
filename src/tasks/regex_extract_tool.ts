/**
 * `regex_extract` as a tool of the host. Guest code chooses the pattern, so that a search gets a bound
 * in time: a pattern that backtracks without end must not hold up the program.
 *
 * @module
 */

import type { HostTool } from "../core/host_tool.ts";

/** Most milliseconds for one search. */
const SEARCH_MS = 2_000;

/** Finds all matches of a pattern, as `re.findall` does. */
export const REGEX_EXTRACT: HostTool = {
  name: "regex_extract",
  description: "All matches of a regular expression in text, as re.findall gives them: the " +
    "matches, or what the groups caught. flags: letters of i, m, s, or a number as in re",
  parameters: [
    { name: "text", type: "str" },
    { name: "pattern", type: "str" },
    { name: "flags", type: "str | int", default: "" },
  ],
  returns: "list",
  async call({ text, pattern, flags = "" }) {
    if (typeof text !== "string" || typeof pattern !== "string") {
      throw new TypeError("text and pattern must be str");
    }
    const options = { flags: readFlags(flags) };
    const { regexExtract } = await import("../text/regex_extract.ts");
    const { createContext, Script } = await import("node:vm");
    // V8 can end a regular expression that runs inside a script with a time limit.
    const search = createContext({ find: () => regexExtract(text, pattern, options) });
    try {
      return new Script("find()").runInContext(search, { timeout: SEARCH_MS });
    } catch (error) {
      if (/timed out/.test(String(error))) { // An error of the context's own realm.
        throw new Error(`The search took longer than ${SEARCH_MS / 1000} s: use a simpler pattern`);
      }
      throw error;
    }
  },
};

/** The bits that Python's `re` gives to its flags. */
const FLAG_BITS: readonly (readonly [bit: number, letter: string])[] = [
  [2, "i"],
  [8, "m"],
  [16, "s"],
];

function readFlags(flags: unknown): string {
  if (typeof flags === "string") return flags;
  if (typeof flags !== "number") throw new TypeError("flags must be letters or a number");
  return FLAG_BITS.filter(([bit]) => flags & bit).map(([, letter]) => letter).join("");
}
