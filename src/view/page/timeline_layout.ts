/**
 * Where everything that took time stands on the timeline: turns on one lane, child runs and calls on as
 * many lanes as were under way at once. Pure.
 *
 * @module
 */

import type { CallItem, RunItem, TurnItem } from "../page_data.ts";
import type { Target } from "./page_context.ts";
import type { RunStore } from "./store.ts";

/** Most lanes of a group; what overlaps beyond that shares them. */
const MAX_LANES = 400;

/** Something that took time. */
export interface Mark {
  /** What it was. */
  readonly kind: "setup" | "plan" | "code" | "query" | "tool" | "child";
  /** Its beginning, milliseconds. */
  readonly start: number;
  /** Its end, or the end of the record. */
  readonly end: number;
  /** Whether its end is not on record. */
  readonly isOpen: boolean;
  /** Whether it failed. */
  readonly isBad: boolean;
  /** Lane in its group, from 0. */
  readonly lane: number;
  /** The item that it stands for. */
  readonly target: Target;
}

/** Marks of a kind, on lanes of their own. */
export interface MarkGroup {
  /** What they are. */
  readonly kind: "turns" | "children" | "calls";
  /** What they are called. */
  readonly title: string;
  /** How many lanes there are. */
  readonly lanes: number;
  /** The marks by lane, each in the order of time. */
  readonly byLane: readonly (readonly Mark[])[];
}

/** How many calls were under way from a moment on. */
export interface Level {
  /** The moment, milliseconds. */
  readonly at: number;
  /** Calls under way. */
  readonly count: number;
}

/** The timeline. */
export interface TimelineLayout {
  /** Turns, child runs, calls; those that there are. */
  readonly groups: readonly MarkGroup[];
  /** Calls of models and tools under way. */
  readonly levels: readonly Level[];
  /** Most of them at once. */
  readonly most: number;
  /** First moment. */
  readonly start: number;
  /** Last moment. */
  readonly end: number;
}

type Loose = Omit<Mark, "lane">;

/** Lays out all items. */
export function layOut(store: RunStore): TimelineLayout {
  const now = store.nowMs;
  const turns: Loose[] = [];
  const children: { readonly whole: Loose; readonly marks: readonly Loose[] }[] = [];
  for (const run of store.runs.values()) {
    const marks = store.turnsOf(run.id).flatMap((turn) => marksOfTurn(turn, now));
    if (run.id === "") turns.push(...setUpOf(run, marks), ...marks);
    else {
      const from = store.parentOf(run.id);
      const target: Target = from === undefined
        ? { kind: "run", id: run.id }
        : { kind: "call", id: from.id };
      const whole = markOf("child", {
        start: run.startMs,
        end: run.endMs,
        now,
        isBad: run.status === "failed" || run.status === "limit" || from?.error !== undefined &&
            from.error !== "",
        target,
      });
      children.push({ whole, marks });
    }
  }
  const calls = [...store.calls.values()].filter(({ kind }) => kind !== "child")
    .map((call) => markOfCall(call, now));
  const groups = [
    groupOf("turns", "Turns", onLanes(turns.map((mark) => [mark]), { most: 1 })),
    groupOf(
      "children",
      "Child runs",
      onLanes(children.map(({ marks, whole }) => [whole, ...marks]), { most: MAX_LANES }),
    ),
    groupOf("calls", titleOf(calls), onLanes(calls.map((mark) => [mark]), { most: MAX_LANES })),
  ].filter(({ lanes }) => lanes > 0);
  const levels = levelsOf(calls);
  const all = groups.flatMap(({ byLane }) => byLane.flat());
  return {
    groups,
    levels,
    most: levels.reduce((most, { count }) => Math.max(most, count), 0),
    start: all.reduce((least, mark) => Math.min(least, mark.start), 0),
    end: all.reduce((most, mark) => Math.max(most, mark.end), Math.max(1, now)),
  };
}

/** From the beginning of a run to its first turn: its sandbox starts, its inputs are bound. */
function setUpOf(run: RunItem, [first]: readonly Loose[]): readonly Loose[] {
  const target: Target = { kind: "run", id: run.id };
  if (first === undefined || first.start <= run.startMs) return [];
  return [markOf("setup", { start: run.startMs, end: first.start, now: 0, isBad: false, target })];
}

function marksOfTurn(turn: TurnItem, now: number): readonly Loose[] {
  const target: Target = { kind: "turn", id: turn.id };
  const status = turn.cell?.status;
  const isBad = status === "error" || status === "timeout" || status === "crashed";
  const planStart = turn.plannedMs === undefined || turn.planMs === undefined
    ? turn.startMs
    : turn.plannedMs - turn.planMs;
  const plan = markOf("plan", {
    start: planStart,
    end: turn.plannedMs ?? turn.codeMs ?? turn.endMs,
    now,
    isBad: false,
    target,
  });
  if (turn.codeMs === undefined) return [plan];
  return [plan, markOf("code", { start: turn.codeMs, end: turn.endMs, now, isBad, target })];
}

function markOfCall(call: CallItem, now: number): Loose {
  return markOf(call.kind, {
    start: call.startMs,
    end: call.endMs,
    now,
    isBad: call.error !== "",
    target: { kind: "call", id: call.id },
  });
}

function markOf(
  kind: Mark["kind"],
  { end, now, start, ...rest }: Pick<Mark, "start" | "isBad" | "target"> & {
    readonly end: number | undefined;
    readonly now: number;
  },
): Loose {
  return { kind, start, end: Math.max(start, end ?? now), isOpen: end === undefined, ...rest };
}

/** Puts bundles on lanes: each on the first that is free when its first mark begins. */
function onLanes(
  bundles: readonly (readonly Loose[])[],
  { most }: { readonly most: number },
): readonly Mark[] {
  const ends: number[] = [];
  const placed: Mark[] = [];
  const inOrder = bundles.filter((bundle) => bundle.length > 0)
    .toSorted(([a], [b]) => a!.start - b!.start);
  for (const [index, bundle] of inOrder.entries()) {
    const { end, start } = bundle[0]!;
    let lane = ends.findIndex((free) => free <= start);
    if (lane < 0) lane = ends.length < most ? ends.push(0) - 1 : index % most;
    ends[lane] = Math.max(end, ends[lane] ?? 0);
    for (const mark of bundle) placed.push({ ...mark, lane });
  }
  return placed;
}

function titleOf(calls: readonly Loose[]): string {
  const has = (kind: Mark["kind"]): boolean => calls.some((call) => call.kind === kind);
  if (!has("tool")) return "Sub-queries";
  return has("query") ? "Sub-queries and tool calls" : "Tool calls";
}

function groupOf(
  kind: MarkGroup["kind"],
  title: string,
  marks: readonly Mark[],
): MarkGroup {
  const byLane: Mark[][] = [];
  for (const mark of marks) (byLane[mark.lane] ??= []).push(mark);
  return { kind, title, lanes: byLane.length, byLane };
}

function levelsOf(marks: readonly Loose[]): readonly Level[] {
  const steps = marks.flatMap(({ end, start }) => [[start, 1], [end, -1]] as const)
    .toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const levels: Level[] = [];
  let count = 0;
  for (const [at, change] of steps) {
    count += change;
    if (levels.at(-1)?.at === at) levels.pop();
    levels.push({ at, count });
  }
  return levels;
}
