/**
 * All texts that the search looks into, in the order of the page, with what each belongs to.
 *
 * @module
 */

import type { CallItem, Labelled, RunItem, TurnItem } from "../page_data.ts";
import type { Target } from "./page_context.ts";
import { headlineOf } from "./run_header.ts";
import type { RunStore } from "./store.ts";
import { searchedText } from "./value_view.ts";

/** A text and where it is. */
export interface SearchText {
  /** What it belongs to, its field included. */
  readonly target: Target;
  /** The text. */
  readonly text: string;
}

/** Texts of the whole page. */
export function* searchTexts(store: RunStore): Generator<SearchText, void, void> {
  const { root } = store;
  if (root === undefined) return;
  const headline = headlineOf(root);
  yield { target: { kind: "run", id: "", field: headline.field }, text: headline.text };
  for (const note of store.notes.values()) {
    yield { target: { kind: "note", id: note.id, field: `note:${note.id}` }, text: note.text };
  }
  yield* runTexts(root);
  yield* turnTexts(store, "");
  for (const run of store.looseRuns()) {
    yield* runTexts(run);
    yield* turnTexts(store, run.id);
  }
  for (const { head, name, tail } of root.inputs) {
    if (headline.field === `headline:${name}`) continue;
    yield { target: { kind: "run", id: "", field: `input:${name}` }, text: head };
    yield { target: { kind: "run", id: "", field: `input-end:${name}` }, text: tail };
  }
  if (!headline.isInstructions) {
    yield { target: { kind: "run", id: "", field: "instructions" }, text: root.instructions };
  }
}

function* runTexts(run: RunItem): Generator<SearchText, void, void> {
  const target = (field: string): Target => ({ kind: "run", id: run.id, field });
  if (run.error !== undefined) yield { target: target("failure"), text: run.error.text };
  for (const output of run.outputs) {
    yield { target: target(`output:${output.name}`), text: searchedText(output) };
  }
  if (run.extract === undefined) return;
  yield { target: target("extract"), text: run.extract.reply };
  yield { target: target("extract-error"), text: run.extract.error };
  yield* askedTexts(run.extract.asked, target);
}

function* turnTexts(store: RunStore, run: string): Generator<SearchText, void, void> {
  for (const turn of store.turnsOf(run)) {
    const target = (field: string): Target => ({ kind: "turn", id: turn.id, field });
    yield { target: target("thought"), text: turn.thought };
    yield { target: target("prose"), text: turn.prose };
    yield { target: target("code"), text: turn.code ?? turn.replyCode ?? "" };
    for (const kind of ["query", "child", "tool"] as const) {
      for (const call of store.callsOf(turn)) {
        if (call.kind === kind) yield* callTexts(store, call);
      }
    }
    yield* cellTexts(turn, target);
    yield* askedTexts(turn.asked, target);
  }
}

function* cellTexts(
  { cell }: TurnItem,
  target: (field: string) => Target,
): Generator<SearchText, void, void> {
  if (cell === undefined) return;
  yield { target: target("output"), text: cell.output };
  yield { target: target("problem"), text: cell.problem };
  yield { target: target("traceback"), text: cell.traceback };
  if (cell.value !== undefined) yield { target: target("value"), text: searchedText(cell.value) };
}

function* callTexts(store: RunStore, call: CallItem): Generator<SearchText, void, void> {
  const child = store.childOf(call);
  const target = (field: string): Target =>
    child === undefined
      ? { kind: "call", id: call.id, field }
      : { kind: "run", id: child.id, field };
  yield { target: target("prompt"), text: call.prompt };
  if (child !== undefined) {
    yield* runTexts(child);
    yield* turnTexts(store, child.id);
  } else if (call.error !== "") yield { target: target("error"), text: call.error };
  else yield { target: target("reply"), text: call.reply };
}

function* askedTexts(
  asked: readonly Labelled[],
  target: (field: string) => Target,
): Generator<SearchText, void, void> {
  for (const [index, { text }] of asked.entries()) {
    yield { target: target(`asked:${index}`), text };
  }
}
