/**
 * From the events of a record to the items of its page, one after another, so that a page can be made
 * of a whole record and can follow one that grows. Whatever an event holds, taking it never fails: what
 * makes no sense is told of on the page.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import { callId, callOf, endCall, startCall } from "./call_items.ts";
import { numberOf, objectOf, own, textOf } from "./event_fields.ts";
import { ItemTable } from "./item_table.ts";
import type { CallItem, NoteItem, PageItems, RunItem, TurnItem } from "./page_data.ts";
import {
  bindVariables,
  blankRun,
  endRun,
  extractAnswer,
  startRun,
  startSandbox,
} from "./run_items.ts";
import { blankTurn, endCode, startCode, takeReply, turnId, type TurnPlace } from "./turn_items.ts";

const RUN_EVENTS: Readonly<Record<string, (run: RunItem, event: JsonObject) => RunItem>> = {
  "run-start": startRun,
  "sandbox-start": startSandbox,
  "variable-bind": bindVariables,
  "extract-end": extractAnswer,
  "run-end": endRun,
};

const TURN_EVENTS: Readonly<Record<string, (turn: TurnItem, event: JsonObject) => TurnItem>> = {
  "step-start": (turn) => turn,
  "plan-end": takeReply,
  "code-start": startCode,
  "code-end": endCode,
};

/** Takes events and has the items that they make. */
export class PageBuilder {
  readonly #runs = new ItemTable<RunItem>();
  readonly #turns = new ItemTable<TurnItem>();
  readonly #calls = new ItemTable<CallItem>();
  readonly #notes = new ItemTable<NoteItem>();
  /** The turn that each run is at. */
  readonly #steps = new Map<string, number>();
  /** How many calls of one number a run has made; more than one in a damaged record only. */
  readonly #repeats = new Map<string, number>();
  #noteCount = 0;
  #nowMs = 0;
  #line = 0;

  /** Lines taken so far. */
  get seen(): number {
    return this.#line;
  }

  /** Whether the outermost run has ended. */
  get isOver(): boolean {
    return (this.#runs.get("")?.status ?? "open") !== "open";
  }

  /** Takes the event of the next line. */
  take(event: JsonObject): void {
    this.#line++;
    try {
      this.#take(event);
    } catch (error) {
      // Such as a value nested deeper than the stack.
      const what = error instanceof Error ? error.message : String(error);
      this.#note({ run: "", kind: "damaged" }, `Line ${this.#line} cannot be shown: ${what}`);
    }
  }

  /** Passes over a line that is no event. */
  skip(): void {
    this.#line++;
  }

  /** Says something of the record itself, in place of what was said under the same `key`. */
  remark(kind: NoteItem["kind"], text: string, key: string): void {
    this.#note({ run: "", kind, key }, text);
  }

  /** The items that changed after a line; all of them after line -1. */
  after(line: number): PageItems {
    return {
      runs: this.#runs.after(line),
      turns: this.#turns.after(line),
      calls: this.#calls.after(line),
      notes: this.#notes.after(line),
      nowMs: this.#nowMs,
      seen: this.#line,
    };
  }

  #take(event: JsonObject): void {
    const type = textOf(event, "type");
    const run = textOf(event, "run");
    const atMs = numberOf(event, "atMs");
    const timed = atMs === undefined ? { ...event, atMs: this.#nowMs } : event;
    this.#nowMs = Math.max(this.#nowMs, atMs ?? 0);
    const known = this.#runs.get(run) ?? blankRun(run, atMs ?? this.#nowMs);
    const changeRun = entry(RUN_EVENTS, type);
    if (changeRun !== undefined || this.#runs.get(run) === undefined) {
      this.#runs.put(changeRun?.(known, timed) ?? known, this.#line);
    }
    const changeTurn = entry(TURN_EVENTS, type);
    if (changeTurn !== undefined) {
      const turn = this.#turnOf(this.#placeOf(run, event));
      this.#turns.put(changeTurn(turn, timed), this.#line);
    } else if (callOf(event) !== undefined) this.#takeCall(run, timed);
    else if (!this.#takeNote(run, timed) && changeRun === undefined) this.#takeUnknown(type);
  }

  #takeCall(run: string, event: JsonObject): void {
    const place = this.#placeOf(run, event);
    if (this.#turns.get(turnId(place)) === undefined) {
      this.#turns.put(this.#turnOf(place), this.#line);
    }
    const started = startCall(place, event);
    if (started === undefined) return;
    const isEnd = textOf(event, "type").endsWith("-end");
    const base = callId(run, started);
    const latest = this.#calls.get(repeatId(base, this.#repeats.get(base) ?? 1));
    if (isEnd && latest !== undefined && latest.endMs === undefined) {
      this.#calls.put(endCall(latest, event), this.#line);
      return;
    }
    const count = (this.#repeats.get(base) ?? 0) + 1;
    this.#repeats.set(base, count);
    const call = { ...started, id: repeatId(base, count) };
    this.#calls.put(isEnd ? endWithoutStart(call, event) : call, this.#line);
  }

  /** The turn that an event belongs to: the one that it names, else the one that its run is at. */
  #placeOf(run: string, event: JsonObject): TurnPlace {
    const given = numberOf(event, "step");
    const isStep = given !== undefined && Number.isSafeInteger(given) && given >= 1;
    const step = isStep ? given : this.#steps.get(run) ?? 1;
    this.#steps.set(run, Math.max(step, this.#steps.get(run) ?? 1));
    return { run, step };
  }

  #turnOf(place: TurnPlace): TurnItem {
    return this.#turns.get(turnId(place)) ?? blankTurn(place, this.#nowMs);
  }

  /** Whether the event is one that is told in a note. */
  #takeNote(run: string, event: JsonObject): boolean {
    switch (textOf(event, "type")) {
      case "run-warn":
        this.#note({ run, kind: "warning" }, textOf(event, "message"));
        return true;
      case "limit-reach":
        this.#note({ run, kind: "limit" }, describeLimit(event));
        return true;
      case "sandbox-start":
        if (own(event, "replacement") === true) {
          const { isolation } = objectOf(event, "capabilities");
          const what = typeof isolation === "string" ? ` (${isolation})` : "";
          const text = `A new sandbox${what} took the place of one that was lost`;
          this.#note({ run, kind: "sandbox" }, text);
        }
        return true;
      default:
        return false;
    }
  }

  /** One note for all events of a type, however many there are. */
  #takeUnknown(type: string): void {
    const key = `u:${type}`;
    const count = (this.#repeats.get(key) ?? 0) + 1;
    this.#repeats.set(key, count);
    const times = count === 1 ? "" : `, ${count} times`;
    this.#note(
      { run: "", kind: "unknown", key },
      `The record has an event that this program does not know: ${JSON.stringify(type)}${times}`,
    );
  }

  #note(
    about: { readonly run: string; readonly kind: NoteItem["kind"]; readonly key?: string },
    text: string,
  ): void {
    const { run, kind, key = `n${++this.#noteCount}` } = about;
    const id = `${run}#${key}`;
    const before = this.#notes.get(id);
    const step = before?.step ?? this.#steps.get(run) ?? 0;
    this.#notes.put(
      { id, run, step, atMs: before?.atMs ?? this.#nowMs, kind, text },
      this.#line,
    );
  }
}

function entry<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function repeatId(base: string, count: number): string {
  return count === 1 ? base : `${base}~${count}`;
}

/** A call of which only the end is on record: it began as long before as it took. */
function endWithoutStart(call: CallItem, event: JsonObject): CallItem {
  const ended = endCall(call, event);
  const startMs = Math.max(0, (ended.endMs ?? 0) - (ended.durationMs ?? 0));
  return { ...ended, startMs, prompt: "" };
}

/** Names of limits, and what their figures are divided by and followed by. */
const LIMITS: Readonly<Record<string, readonly [name: string, scale: number, unit: string]>> = {
  "iterations": ["turns", 1, ""],
  "llm-calls": ["sub-queries", 1, ""],
  "input-tokens": ["prompt tokens", 1, ""],
  "output-tokens": ["completion tokens", 1, ""],
  "cost": ["cost", 1, " US dollars"],
  "errors": ["failed turns in a row", 1, ""],
  "time": ["time", 1000, " seconds"],
};

function describeLimit(event: JsonObject): string {
  const limit = textOf(event, "limit");
  const [name, scale, unit] = entry(LIMITS, limit) ?? [limit, 1, ""];
  const [used, max] = [numberOf(event, "used"), numberOf(event, "max")];
  if (used === undefined || max === undefined) return `Limit on ${name} reached`;
  return `Limit on ${name} reached: ${used / scale} of ${max / scale}${unit}`;
}
