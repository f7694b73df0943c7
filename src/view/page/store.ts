/**
 * The items of the page, by their identifiers and by what they belong to. Takes all of them at once
 * or, on a page that follows its run, those that changed.
 *
 * @module
 */

import type { CallItem, NoteItem, PageItems, RunItem, TurnItem } from "../page_data.ts";

/** Deepest nesting of runs that is followed; a record may claim anything. */
const MAX_DEPTH = 50;

/** All items, and how they hang together. */
export class RunStore {
  /** Runs by path. */
  readonly runs: Map<string, RunItem> = new Map();
  /** Turns by identifier. */
  readonly turns: Map<string, TurnItem> = new Map();
  /** Calls by identifier. */
  readonly calls: Map<string, CallItem> = new Map();
  /** Notes by identifier. */
  readonly notes: Map<string, NoteItem> = new Map();
  /** Time on record so far. */
  nowMs = 0;
  /** Lines of the record so far. */
  seen = 0;
  readonly #turnIds = new Map<string, string[]>();
  readonly #callIds = new Map<string, string[]>();
  readonly #parents = new Map<string, string>();

  /** Takes items: new ones, and those that changed. */
  apply(items: PageItems): void {
    this.nowMs = Math.max(this.nowMs, items.nowMs);
    this.seen = Math.max(this.seen, items.seen);
    for (const run of items.runs) this.runs.set(run.id, run);
    for (const note of items.notes) this.notes.set(note.id, note);
    for (const turn of items.turns) this.#putTurn(turn);
    for (const call of items.calls) this.#putCall(call);
  }

  /** The outermost run. */
  get root(): RunItem | undefined {
    return this.runs.get("");
  }

  /** Turns of a run in their order. */
  turnsOf(run: string): readonly TurnItem[] {
    return (this.#turnIds.get(run) ?? []).map((id) => this.turns.get(id)!);
  }

  /** Calls of a turn in the order of asking. */
  callsOf(turn: TurnItem): readonly CallItem[] {
    return (this.#callIds.get(turn.id) ?? []).map((id) => this.calls.get(id)!);
  }

  /** The turn that a call was made in. */
  turnOf(call: CallItem): TurnItem | undefined {
    return this.turns.get(`${call.run}#${call.step}`);
  }

  /** The call that started a run; `undefined` for the outermost one and for one that hangs loose. */
  parentOf(run: string): CallItem | undefined {
    const id = this.#parents.get(run);
    return id === undefined || !this.#isRooted(run) ? undefined : this.calls.get(id);
  }

  /** The run that a call started, if it hangs from this call. */
  childOf(call: CallItem): RunItem | undefined {
    if (call.kind !== "child" || this.parentOf(call.name)?.id !== call.id) return undefined;
    return this.runs.get(call.name);
  }

  /** Runs that no call of the others started: there are some in damaged records only. */
  looseRuns(): readonly RunItem[] {
    return [...this.runs.values()].filter(({ id }) => id !== "" && this.parentOf(id) === undefined);
  }

  /** Whether the way up from a run ends at the outermost one. */
  #isRooted(run: string): boolean {
    let at: string = run;
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
      if (at === "") return true;
      const parent = this.calls.get(this.#parents.get(at) ?? "");
      if (parent === undefined) return false;
      at = parent.run;
    }
    return false;
  }

  #putTurn(turn: TurnItem): void {
    const isNew = !this.turns.has(turn.id);
    this.turns.set(turn.id, turn);
    if (!isNew) return;
    const ids = listOf(this.#turnIds, turn.run);
    const last = this.turns.get(ids.at(-1) ?? "");
    ids.push(turn.id);
    if (last !== undefined && last.step > turn.step) {
      ids.sort((a, b) => this.turns.get(a)!.step - this.turns.get(b)!.step);
    }
  }

  #putCall(call: CallItem): void {
    const isNew = !this.calls.has(call.id);
    this.calls.set(call.id, call);
    if (!isNew) return;
    listOf(this.#callIds, `${call.run}#${call.step}`).push(call.id);
    if (call.kind === "child" && call.name !== "" && !this.#parents.has(call.name)) {
      this.#parents.set(call.name, call.id);
    }
  }
}

function listOf(lists: Map<string, string[]>, key: string): string[] {
  const list = lists.get(key);
  if (list !== undefined) return list;
  const made: string[] = [];
  lists.set(key, made);
  return made;
}
