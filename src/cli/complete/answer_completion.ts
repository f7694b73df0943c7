/**
 * The hidden command `__complete`, which the scripts of `completions` call at every Tab. A line for each
 * word, with a tab before what it is; `:file` or `:folder` when the shell is to add paths.
 *
 *     __complete bash WORDBREAKS LINE      the line up to the cursor
 *     __complete zsh|fish|pwsh WORD...     the words up to the cursor, the program's name left out
 *
 * @module
 */

import { disarm } from "../disarm.ts";
import { type CompleteOptions, completeWords } from "./complete_words.ts";
import type { Candidate } from "./completion.ts";
import { splitLine } from "./split_line.ts";

/** The answer for the arguments behind `__complete`. */
export async function answerCompletion(
  [shell, ...rest]: readonly string[],
  options: CompleteOptions,
): Promise<string> {
  const [breaks = "", line = ""] = rest;
  const words = shell === "bash" ? splitLine(line).slice(1) : rest;
  const { candidates, path } = await completeWords(words, options);
  const cut = shell === "bash" ? lastBreak(words.at(-1) ?? "", breaks) : 0;
  const lines = candidates.map((candidate) => lineOf(candidate, cut));
  return [...lines, ...(path === undefined ? [] : [`:${path}`])].map((text) => `${text}\n`).join(
    "",
  );
}

/** Where the part of a word begins that bash replaces: behind the last break, at the last `@`. */
function lastBreak(word: string, breaks: string): number {
  const marks = [...breaks].filter((each) => !/[\s"'\\]/.test(each));
  return Math.max(0, ...marks.map((each) => word.lastIndexOf(each) + (each === "@" ? 0 : 1)));
}

function lineOf({ help, value }: Candidate, cut: number): string {
  const text = disarm(value.slice(cut)).replaceAll(/[\t\n]/g, " ");
  return help === undefined ? text : `${text}\t${disarm(help).replaceAll(/[\t\n]/g, " ")}`;
}
