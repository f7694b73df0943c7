/**
 * Which variable is the document and which one says what is wanted of it. Pure.
 *
 * @module
 */

import type { PlannerBrief } from "../../core/lm.ts";
import type { VariableInfo } from "../../core/variable.ts";
import { STOP_WORDS, TASK_WORDS } from "./stop_words.ts";
import { unsuited } from "./unsuited.ts";

/** What the cells work on. */
export interface ChosenInputs {
  /** Name of the variable that holds the document. */
  readonly document: string;
  /** Where the query comes from: a variable, or words taken from the instructions. */
  readonly query:
    | { readonly kind: "variable"; readonly name: string }
    | { readonly kind: "words"; readonly text: string };
}

const DOCUMENT_NAME =
  /(^|_)(docs?|documents?|text|contexts?|logs?|contents?|passage|article|corpus|transcript|file|page|book|report|source|body|manual|paper|readme|letter|contract)(_|$)/i;
const QUERY_NAME =
  /(^|_)(query|question|focus|q|topic|prompt|request|keywords?|search|goal|subject|claim)(_|$)/i;

/** A variable of another name is a document from this length on, in code points. */
const DOCUMENT_CHARS = 500;
/** A variable named like a query is a document after all from this length on. */
const LONG_QUERY_CHARS = 5_000;
const MAX_WORDS = 24;

/**
 * Chooses the inputs by name first and by size second.
 *
 * @throws {FleetError} `task-unsuited` when no variable is like a document.
 */
export function chooseInputs(brief: PlannerBrief): ChosenInputs {
  const texts = brief.variables.filter((each) => each.type === "str");
  const document = chooseDocument(texts);
  if (document === undefined) throw unsuited("none of its inputs is a document");
  const others = texts.filter((each) => each !== document && each.chars > 0);
  const query = others.find((each) => QUERY_NAME.test(each.name)) ??
    shortest(others.filter((each) => each.chars < DOCUMENT_CHARS));
  return {
    document: document.name,
    query: query === undefined
      ? { kind: "words", text: wordsOfTask(brief) }
      : { kind: "variable", name: query.name },
  };
}

function chooseDocument(texts: readonly VariableInfo[]): VariableInfo | undefined {
  const notQueries = texts.filter((each) => !QUERY_NAME.test(each.name));
  return longest(notQueries.filter((each) => DOCUMENT_NAME.test(each.name))) ??
    longest(notQueries.filter((each) => each.chars >= DOCUMENT_CHARS)) ??
    longest(texts.filter((each) => each.chars >= LONG_QUERY_CHARS));
}

/** What outputs and instructions are about, less the words that only name the work. */
function wordsOfTask(brief: PlannerBrief): string {
  const names = brief.outputs.map((each) => each.name.replaceAll("_", " "));
  const told = [...names, brief.instructions].join(" ").toLowerCase();
  const dull = new Set([
    ...STOP_WORDS,
    ...TASK_WORDS,
    ...brief.variables.map((each) => each.name.toLowerCase()),
  ]);
  const words = told.match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return [...new Set(words.filter((word) => !dull.has(word)))].slice(0, MAX_WORDS).join(" ");
}

function longest(texts: readonly VariableInfo[]): VariableInfo | undefined {
  return texts.toSorted((a, b) => b.chars - a.chars)[0];
}

function shortest(texts: readonly VariableInfo[]): VariableInfo | undefined {
  return texts.toSorted((a, b) => a.chars - b.chars)[0];
}
