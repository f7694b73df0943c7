/**
 * Values of bounded size: a value that is too long to be shown keeps its shape, while its long texts,
 * lists and objects are cut, each with a note of what is missing. Pure.
 *
 * @module
 */

import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from "../core/json.ts";
import { codePointLength } from "../text/code_points.ts";
import { cutMiddle } from "../text/cut_text.ts";

/** A place where something was left out. */
export interface Cut extends JsonObject {
  /** Where, such as `findings[3].text`; empty for the whole. */
  readonly path: string;
  /** What is counted. */
  readonly unit: "characters" | "items" | "keys";
  /** How many there are. */
  readonly total: number;
  /** How many of them are shown. */
  readonly shown: number;
}

/** A value and what is missing in it. */
export interface CutValue<T> {
  /** The value, cut. */
  readonly value: T;
  /** The places, the first ones of them. */
  readonly cuts: readonly Cut[];
}

/** How much of texts, lists and nesting is kept; from generous to hardly anything. */
interface Measure {
  readonly chars: number;
  readonly items: number;
  readonly depth: number;
}

const MEASURES: readonly Measure[] = [
  { chars: 8_000, items: 1_000, depth: 32 },
  { chars: 2_000, items: 200, depth: 16 },
  { chars: 500, items: 50, depth: 8 },
  { chars: 200, items: 20, depth: 4 },
  { chars: 80, items: 5, depth: 3 },
];
const MAX_CUTS = 20;
/** Longest key that is kept whole. */
const MAX_KEY_CHARS = 200;

/** The object, cut so that its JSON has no more than about `maxChars` characters. */
export function cutObject(value: JsonObject, maxChars: number): CutValue<JsonObject> {
  if (isShort(value, maxChars)) return { value, cuts: [] };
  let last: CutValue<JsonObject> = { value: {}, cuts: [] };
  for (const measure of MEASURES) {
    const cutter = new Cutter(measure);
    last = { value: cutter.cutObject(value, "", 0), cuts: cutter.cuts };
    if (isShort(last.value, maxChars)) return last;
  }
  const total = Object.keys(value).length;
  return { value: {}, cuts: [{ path: "", unit: "keys", total, shown: 0 }] };
}

function isShort(value: JsonValue, maxChars: number): boolean {
  return stringifyJson(value).length <= maxChars;
}

class Cutter {
  readonly #measure: Measure;
  readonly #cuts: Cut[] = [];

  constructor(measure: Measure) {
    this.#measure = measure;
  }

  get cuts(): readonly Cut[] {
    return this.#cuts;
  }

  cutObject(value: JsonObject, path: string, depth: number): JsonObject {
    const entries = Object.entries(value);
    const kept = entries.slice(0, this.#roomAt(depth));
    this.#note({ path, unit: "keys", total: entries.length, shown: kept.length });
    return Object.fromEntries(kept.map(([key, item]) => {
      const name = cutMiddle(key, MAX_KEY_CHARS);
      return [name, this.#cut(item, path === "" ? name : `${path}.${name}`, depth + 1)];
    }));
  }

  #cut(value: JsonValue, path: string, depth: number): JsonValue {
    if (typeof value === "string") return this.#cutText(value, path);
    if (typeof value === "bigint") {
      const digits = String(value);
      return digits.length <= this.#measure.chars ? value : this.#cutText(digits, path);
    }
    if (isJsonObject(value)) return this.cutObject(value, path, depth);
    if (!Array.isArray(value)) return value;
    const list: readonly JsonValue[] = value;
    const kept = list.slice(0, this.#roomAt(depth));
    this.#note({ path, unit: "items", total: list.length, shown: kept.length });
    return kept.map((item, index) => this.#cut(item, `${path}[${index}]`, depth + 1));
  }

  #cutText(text: string, path: string): string {
    const total = codePointLength(text);
    const shown = Math.min(total, this.#measure.chars);
    this.#note({ path, unit: "characters", total, shown });
    return cutMiddle(text, this.#measure.chars);
  }

  #roomAt(depth: number): number {
    return depth > this.#measure.depth ? 0 : this.#measure.items;
  }

  #note(cut: Cut): void {
    if (cut.shown < cut.total && this.#cuts.length < MAX_CUTS) this.#cuts.push(cut);
  }
}
