/**
 * The demo's long document: the chronicle of a harbour that does not exist, in Markdown, one dated
 * section an entry. The same options give the same bytes on every platform. No I/O.
 *
 * @module
 */

import {
  CLOSINGS,
  NAMES,
  REFERENCES,
  SUMMER_WEATHER,
  TRAFFIC,
  WEATHER,
  WINTER_WEATHER,
} from "./demo_phrases.ts";
import { createSeededRandom, type SeededRandom } from "./demo_random.ts";
import { DEMO_QUESTION, PLANTED_ENTRIES, type PlantedEntry } from "./demo_story.ts";
import { type Work, WORKS } from "./demo_works.ts";

/** Options of {@linkcode makeDemoDocument}. */
export interface DemoDocumentOptions {
  /**
   * Least size in bytes as UTF-8; the document is longer by less than two entries.
   * @default {1200000}
   */
  readonly bytes?: number;
  /**
   * Chooses what is written, a 32-bit integer; the planted entries do not depend on it.
   * @default {1961}
   */
  readonly seed?: number;
}

/** A document with a question about it. */
export interface DemoDocument {
  /** Its Markdown. */
  readonly text: string;
  /** What to ask. */
  readonly question: string;
  /** The entries on which a right answer rests, in order. */
  readonly answers: readonly PlantedEntry[];
}

interface Entry {
  readonly date: string;
  readonly title: string;
  readonly text: string;
}

const FIRST_DAY = Date.UTC(1961, 0, 2);
const DAYS = 10_220;
const DAY_MS = 86_400_000;

const PREFACE = `# Chronicle of the Harbour of Varrow Sound

Kept by the operations branch, 1961 to 1988. Heights are above harbour datum unless said otherwise,
times are local. Each entry stands under its date; entries that look back name the date they mean.
`;

/** Makes the document. */
export function makeDemoDocument(options: DemoDocumentOptions = {}): DemoDocument {
  const { bytes = 1_200_000, seed = 1961 } = options;
  const random = createSeededRandom(seed);
  const encoder = new TextEncoder();
  const parts = [PREFACE];
  const last = new Map<string, Entry>();
  const planted = [...PLANTED_ENTRIES];
  let size = encoder.encode(PREFACE).length;
  const write = (entry: Entry): void => {
    const part = `\n## ${entry.date} ${entry.title}\n\n${wrap(entry.text)}\n`;
    size += encoder.encode(part).length;
    parts.push(part);
  };
  while (size < bytes) {
    const date = dateAt(size / bytes);
    while (planted[0] !== undefined && planted[0].date <= date) write(planted.shift()!);
    write(makeEntry(random, date, last));
  }
  for (const entry of planted) write(entry);
  return {
    text: parts.join(""),
    question: DEMO_QUESTION,
    answers: PLANTED_ENTRIES.filter((entry) => entry.answers),
  };
}

function dateAt(progress: number): string {
  const day = Math.floor(Math.min(progress, 1) * DAYS);
  return new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10);
}

/** Writes an entry and keeps it in `last`, the latest by plant. */
function makeEntry(random: SeededRandom, date: string, last: Map<string, Entry>): Entry {
  const work: Work = random.pick(WORKS);
  const [event, report] = random.pick(work.events);
  const it = random.pick(work.plant);
  const before = last.get(it);
  const sentences = [report, random.pick(work.details)];
  if (random.integer(0, 2) === 0) sentences.push(random.pick(work.details));
  if (random.integer(0, 2) > 0) sentences.push(random.pick(weatherOf(date)));
  if (random.integer(0, 2) > 0) sentences.push(random.pick(TRAFFIC));
  if (random.integer(0, 3) === 0 && before !== undefined) {
    const reference = random.pick(REFERENCES);
    sentences.push(reference.replace("{date}", before.date).replace("{title}", before.title));
  }
  if (random.integer(0, 2) === 0) sentences.push(random.pick(CLOSINGS));
  const filled = [...new Set(sentences)].map((each) => capitalize(fill(random, each, it)));
  const title = `${event}: ${it.replace(/^the /, "")}`;
  const entry: Entry = { date, title, text: filled.join(" ") };
  last.set(it, entry);
  return entry;
}

function weatherOf(date: string): readonly string[] {
  const month = Number(date.slice(5, 7));
  if (month <= 3 || month >= 11) return [...WEATHER, ...WINTER_WEATHER];
  return month >= 5 && month <= 9 ? [...WEATHER, ...SUMMER_WEATHER] : WEATHER;
}

function fill(random: SeededRandom, phrase: string, it: string): string {
  return phrase.replace(/\{([^{}]+)\}/g, (_match, gap: string) => {
    if (gap === "it") return it;
    const range = /^(\d+)(?:\.(\d))?-(\d+)(?:\.(\d))?$/.exec(gap);
    if (range) {
      const [, low = "", lowTenth, high = "", highTenth] = range;
      if (lowTenth === undefined) return String(random.integer(Number(low), Number(high)));
      const tenths = random.integer(Number(low + lowTenth), Number(`${high}${highTenth}`));
      return `${Math.floor(tenths / 10)}.${tenths % 10}`;
    }
    return random.pick(NAMES[gap] ?? gap.split("|"));
  });
}

function capitalize(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Breaks prose into lines of at most 100 characters. */
function wrap(text: string): string {
  return text.replace(/(?=\S)(.{1,100})(?: |$)/g, "$1\n").trimEnd();
}
