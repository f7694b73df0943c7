/**
 * A recorded run as it is told: its turns with what they called, its children in their place. Made from
 * the items that the page of a run is made from, so that a record which is torn or strange can be told
 * as well.
 *
 * @module
 */

import { PageBuilder } from "../view/page_builder.ts";
import { blankRun } from "../view/run_items.ts";
import type { CallItem, NoteItem, PageItems, RunItem, TurnItem } from "../view/page_data.ts";
import { type FeedOptions, feedRecord } from "../view/record_feed.ts";

/** A turn. */
export interface StoryTurn {
  /** What the planner said and what came of its code. */
  readonly turn: TurnItem;
  /** What the code called, in the order of asking. */
  readonly calls: readonly CallItem[];
  /** What happened meanwhile: warnings, limits. */
  readonly notes: readonly NoteItem[];
}

/** A run of the tree. */
export interface RunStory {
  /** How it began and ended. */
  readonly run: RunItem;
  /** Its turns in order. */
  readonly turns: readonly StoryTurn[];
  /** What happened before the first turn. */
  readonly notes: readonly NoteItem[];
  /** The runs that it started. */
  readonly children: readonly RunStory[];
}

/**
 * Reads a record.
 * @throws {FleetError} `input-missing`, `input-unreadable`, `input-invalid` or `interrupted`.
 */
export async function readStory(
  path: string,
  options: Pick<FeedOptions, "redact" | "signal">,
): Promise<RunStory> {
  const builder = new PageBuilder();
  await feedRecord(path, builder, options);
  return tellStory(builder.after(-1));
}

/** The story of the outermost run. */
export function tellStory({ calls, notes, runs, turns }: PageItems): RunStory {
  const callsOf = Map.groupBy(calls, placeOf);
  const notesOf = Map.groupBy(notes, placeOf);
  const turnsOf = Map.groupBy(turns, ({ run }) => run);
  const ids = new Set(runs.map(({ id }) => id));
  const childrenOf = Map.groupBy(runs.filter(({ id }) => id !== ""), ({ id }) => {
    const parent = parentOf(id);
    return ids.has(parent) ? parent : "";
  });
  const tell = (run: RunItem): RunStory => {
    const own = (turnsOf.get(run.id) ?? []).toSorted((a, b) => a.step - b.step);
    const steps = new Set(own.map(({ step }) => step));
    return {
      run,
      turns: own.map((turn) => ({
        turn,
        calls: callsOf.get(placeOf(turn)) ?? [],
        notes: notesOf.get(placeOf(turn)) ?? [],
      })),
      notes: notes.filter((note) => note.run === run.id && !steps.has(note.step)),
      children: (childrenOf.get(run.id) ?? []).map(tell),
    };
  };
  return tell(runs.find(({ id }) => id === "") ?? blankRun("", 0));
}

function placeOf({ run, step }: { readonly run: string; readonly step: number }): string {
  return `${run}#${step}`;
}

/** Path of the run that started a child: that of `1.2` is `1`, that of `1` is the outermost. */
function parentOf(id: string): string {
  return id.includes(".") ? id.slice(0, id.lastIndexOf(".")) : "";
}
