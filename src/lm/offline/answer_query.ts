/**
 * Answers a sub-query by quoting: the sentence or line of the prompt's text that shares most with its
 * question. No language model; deterministic; pure.
 *
 * @module
 */

import { splitPrompt } from "./split_prompt.ts";
import { STOP_WORDS } from "./stop_words.ts";

const MAX_QUOTE_CHARS = 300;
const NOTHING = "Extractive answer (offline, no language model): the prompt holds no text to quote";
const WORD = /[\p{L}\p{N}]+/gu;
const WIDE = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+/g;
const SENTENCE_END = /(?<=[.!?…]["'”’)\]]?)(?<!\b[A-Z]\.)[ \t]+(?=[^\sa-z])|(?<=[。！？])/;

/** A line break that does not merely wrap a sentence of running text. */
const LINE_END =
  /(?<!\S[^\n]{43,}\S[ \t]*(?=\n\p{Ll}))(?<!\S[^\n]{43,},[ \t]*(?=\n[\p{L}\p{N}]))\n/u;

const STOP: ReadonlySet<string> = new Set(STOP_WORDS);

/** The best sentence or line, word for word; a second one on its own line when it is as good. */
export function answerQuery(prompt: string): string {
  const { question, body } = splitPrompt(prompt);
  const terms = termsOf(question);
  const units = unitsOf(body, terms);
  if (units.length === 0) return NOTHING;
  const counts = units.map((unit) => matches(unit, terms));
  const rarity = new Map(terms.map((term) => {
    const seen = counts.filter((found) => found.has(term)).length;
    return [term, Math.log(1 + (units.length - seen + 0.5) / (seen + 0.5))];
  }));
  const ranked = units.map((unit, index) => {
    const weight = [...counts[index] ?? []].reduce((sum, term) => sum + (rarity.get(term) ?? 0), 0);
    return { unit, score: weight / (1 + unit.length / 600) };
  }).sort((a, b) => b.score - a.score);
  const [best, second] = ranked;
  if (best === undefined) return NOTHING;
  const isTie = second !== undefined && second.score > 0 && second.score >= 0.95 * best.score;
  return isTie ? `${best.unit}\n${second.unit}` : best.unit;
}

/** Words that count, and pairs of characters of scripts without spaces. */
function termsOf(question: string): readonly string[] {
  const lowered = question.toLowerCase();
  const pairs = (lowered.match(WIDE) ?? []).flatMap((run) =>
    run.length < 2 ? [run] : Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2))
  );
  const words = wordsOf(lowered);
  const telling = words.filter((word) => !STOP.has(word) && (word.length > 1 || /\d/.test(word)));
  const chosen = telling.length > 0 || pairs.length > 0 ? telling : words;
  return [...new Set([...chosen, ...pairs])];
}

function wordsOf(lowered: string): readonly string[] {
  return lowered.replace(WIDE, " ").match(WORD) ?? [];
}

function matches(unit: string, terms: readonly string[]): ReadonlySet<string> {
  const lowered = unit.toLowerCase();
  const words = new Set(wordsOf(lowered));
  return new Set(
    terms.filter((term) => words.has(term) || (WIDE_ONLY.test(term) && lowered.includes(term))),
  );
}

const WIDE_ONLY = /^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+$/;

/** Sentences and lines in order, headings left out unless there is nothing else. */
function unitsOf(body: string, terms: readonly string[]): readonly string[] {
  const units = body.split(LINE_END).flatMap((line) => line.split(SENTENCE_END))
    .map((unit) => clip(unit.trim(), terms)).filter((unit) => /[\p{L}\p{N}]/u.test(unit));
  const told = units.filter((unit) => !/^#{1,6}\s/.test(unit));
  return told.length > 0 ? told : units;
}

/** At most a quote's length, round the first term that is in it. */
function clip(unit: string, terms: readonly string[]): string {
  if (unit.length <= MAX_QUOTE_CHARS) return unit;
  const lowered = unit.toLowerCase();
  const hits = terms.map((term) => lowered.indexOf(term)).filter((at) => at >= 0);
  const wanted = Math.max(0, Math.min(...hits, unit.length) - MAX_QUOTE_CHARS / 2);
  const from = hits.length === 0 || wanted === 0 ? 0 : unit.indexOf(" ", wanted) + 1 || wanted;
  const piece = unit.slice(from, from + MAX_QUOTE_CHARS);
  const space = piece.lastIndexOf(" ");
  const isCut = from + MAX_QUOTE_CHARS < unit.length && space > MAX_QUOTE_CHARS / 2;
  return (isCut ? piece.slice(0, space) : piece).trim();
}
