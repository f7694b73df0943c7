/**
 * Whether a reply without any fence is Python or prose.
 *
 * The rule: code it is when something in it does work (a call, an assignment, an import, an operator)
 * and nothing in it could never be Python: two names side by side, a character that Python does not
 * know outside strings, a line that ends like a sentence. Comments and string contents do not count.
 *
 * @module
 */

import { PYTHON_KEYWORDS } from "../python/python_names.ts";
import { scanPythonLine, type StringState } from "./python_scanner.ts";

const SOFT_KEYWORDS: ReadonlySet<string> = new Set(["match", "case", "type"]);
const WORK =
  /[=(+\-*/%[]|^\s*(async|await|import|from|pass|del|raise|return|assert|with|for|while)\b/;
const FOREIGN = /[?$`]|!(?!=)|[^\p{XID_Continue}\p{ASCII}]/u;
const TWO_WORDS =
  /(?<![\p{XID_Continue}.])([\p{XID_Start}_][\p{XID_Continue}]*)[ \t]+(?=([\p{XID_Start}_][\p{XID_Continue}]*))/gu;
const SENTENCE_END = /[\p{XID_Continue})"][.]\s*$/u;
const NAME_AFTER_VALUE = /[)\]"][ \t]+([\p{XID_Start}_][\p{XID_Continue}]*)/gu;
const BLOCK_OPENER =
  /^\s*(if|elif|else|for|while|def|class|with|try|except|finally|async|match|case)\b|(?:[[{(,]|\blambda\b).*:\s*$/;

/** Whether `text`, which holds no fence, is Python that is worth running. */
export function looksLikePython(text: string): boolean {
  let state: StringState = "";
  let works = false;
  for (const line of text.split("\n")) {
    const inside = state !== "";
    const scanned = scanPythonLine(line, state);
    state = scanned.state;
    if (!inside && isProse(scanned.skeleton)) return false;
    works ||= WORK.test(scanned.skeleton);
  }
  return works;
}

function isProse(skeleton: string): boolean {
  if (skeleton.trim() === "") return false;
  if (FOREIGN.test(skeleton) || SENTENCE_END.test(skeleton)) return true;
  if (/:\s*$/.test(skeleton) && !BLOCK_OPENER.test(skeleton)) return true;
  for (const [, first = "", second = ""] of skeleton.matchAll(TWO_WORDS)) {
    if (!isKeyword(first) && !isKeyword(second)) return true;
  }
  for (const [, name = ""] of skeleton.matchAll(NAME_AFTER_VALUE)) {
    if (!isKeyword(name)) return true;
  }
  return false;
}

function isKeyword(word: string): boolean {
  return PYTHON_KEYWORDS.has(word) || SOFT_KEYWORDS.has(word);
}
