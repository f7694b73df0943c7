/**
 * Reads a trajectory into a {@linkcode RunRecord}, in one pass over the file.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import type { JsonValue } from "../core/json.ts";
import type { Completion, Usage } from "../core/lm.ts";
import type { RunEvent } from "../core/run_event.ts";
import {
  callKey,
  type LimitReach,
  type RecordedAnswer,
  type RecordedStep,
  type RecordedTurns,
  type RunRecord,
  type RunStart,
} from "./run_record.ts";
import { scanRecord, unusableRecord } from "./scan_record.ts";

/**
 * Reads the record of a run.
 * @throws {FleetError} `input-missing`, `input-unreadable`, or `input-invalid` when the file is no
 * trajectory or does not say what its run was made from.
 */
export async function readRecord(path: string): Promise<RunRecord> {
  const reading = new RecordReading();
  const { torn } = await scanRecord(path, (event) => {
    try {
      reading.take(event);
    } catch (cause) {
      throw cause instanceof FleetError ? unusableRecord(path, cause.message) : cause;
    }
  });
  return reading.finish(path, torn);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

type Turns = Mutable<Omit<RecordedTurns, "steps">> & { readonly steps: Mutable<RecordedStep>[] };

/** An answer that was asked for; it has a hash once it came. */
interface Asked<T> {
  readonly answer: Mutable<RecordedAnswer<T>>;
  hash?: string;
}

/** Answers in the order of asking, which unlike that of answering does not depend on time. */
class Answers<T> {
  readonly #asked: Asked<T>[] = [];
  readonly #open = new Map<string, Asked<T>>();

  ask(key: string, step: number): void {
    const asked = { answer: { step } };
    this.#asked.push(asked);
    this.#open.set(key, asked);
  }

  end(key: string, hash: string, outcome: Omit<RecordedAnswer<T>, "step">): void {
    const asked = this.#open.get(key);
    if (asked === undefined) return;
    this.#open.delete(key);
    asked.hash = hash;
    Object.assign(asked.answer, outcome);
  }

  byHash(): ReadonlyMap<string, readonly RecordedAnswer<T>[]> {
    const ended = this.#asked.filter((asked) => asked.hash !== undefined);
    return new Map(
      Map.groupBy(ended, (asked) => asked.hash ?? "").entries()
        .map(([hash, same]) => [hash, same.map((asked) => asked.answer)]),
    );
  }
}

class RecordReading {
  readonly #root: Turns = { steps: [] };
  readonly #children = new Map<string, Turns>();
  readonly #queries = new Answers<Completion>();
  readonly #calls = new Answers<JsonValue>();
  #start: RunStart | undefined;
  #limit: LimitReach | undefined;

  take(event: RunEvent): void {
    const turns = this.#turnsOf(event.run);
    const key = (number: number): string => `${event.run ?? ""}#${number}`;
    switch (event.type) {
      case "run-start":
        if (event.recipe !== undefined) this.#start ??= { ...event, recipe: event.recipe };
        break;
      case "sandbox-start":
        turns.capabilities ??= event.capabilities;
        break;
      case "variable-bind":
        turns.variables ??= event.variables;
        break;
      case "step-start":
        this.#stepOf(turns, event.step);
        this.#forgetLimit(event);
        break;
      case "plan-end": {
        const { completion, messages, requestHash } = event;
        this.#stepOf(turns, event.step).reply = { completion, messages, requestHash };
        break;
      }
      case "code-start":
        this.#stepOf(turns, event.step).code = event.code;
        break;
      case "code-end":
        this.#stepOf(turns, event.step).result = event.result;
        this.#forgetLimit(event);
        break;
      case "query-start":
        this.#queries.ask(key(event.query), event.step);
        break;
      case "query-end":
        this.#queries.end(
          key(event.query),
          event.requestHash,
          answerOf(event.completion, event),
        );
        break;
      case "tool-start":
        this.#calls.ask(key(event.call), event.step);
        break;
      case "tool-end":
        this.#calls.end(
          key(event.call),
          callKey(event.run, event.requestHash),
          answerOf(event.result, event),
        );
        break;
      case "extract-end": {
        const { completion, error, messages, requestHash } = event;
        turns.extract = {
          requestHash,
          messages,
          ...(completion === undefined ? {} : { completion }),
          ...(error === undefined ? {} : { error }),
        };
        break;
      }
      case "limit-reach":
        if (event.run === undefined) this.#limit = event;
        break;
      case "run-end":
        turns.end = event;
        break;
    }
  }

  finish(path: string, torn: boolean): RunRecord {
    const start = this.#start;
    if (start === undefined) {
      throw new FleetError(
        "input-invalid",
        `Cannot use record "${path}": it does not say what its run was made from`,
        { hint: "It was cut before its run started, or another program made it" },
      );
    }
    return {
      path,
      torn,
      start,
      ...this.#root,
      children: this.#children,
      queries: this.#queries.byHash(),
      calls: this.#calls.byHash(),
      ...(this.#limit === undefined ? {} : { limit: this.#limit }),
    };
  }

  /** A limit after which the run went on was one that only refused something. */
  #forgetLimit(event: RunEvent): void {
    if (event.run === undefined) this.#limit = undefined;
  }

  #turnsOf(run: string | undefined): Turns {
    if (run === undefined) return this.#root;
    const known = this.#children.get(run);
    if (known !== undefined) return known;
    const turns: Turns = { steps: [] };
    this.#children.set(run, turns);
    return turns;
  }

  #stepOf(turns: Turns, step: number): Mutable<RecordedStep> {
    if (step === turns.steps.length + 1) turns.steps.push({});
    const found = turns.steps[step - 1];
    if (found === undefined) {
      throw new FleetError("input-invalid", `Step ${step} follows step ${turns.steps.length}`);
    }
    return found;
  }
}

function answerOf<T>(
  value: T | undefined,
  event: { readonly error?: string; readonly errorCode?: string; readonly usage?: Usage },
): Omit<RecordedAnswer<T>, "step"> {
  const { error, errorCode, usage } = event;
  return {
    ...(value === undefined ? {} : { value }),
    ...(error === undefined ? {} : { error }),
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(usage === undefined ? {} : { usage }),
  };
}
