/**
 * From the layout of a timeline and the span of time in view to places on a canvas, and back from a
 * place to what stands there. Pure.
 *
 * @module
 */

import type { Mark, MarkGroup, TimelineLayout } from "./timeline_layout.ts";

/** A span of time, milliseconds. */
export interface Span {
  /** Its beginning. */
  readonly from: number;
  /** Its end. */
  readonly to: number;
}

/** A group with its place, CSS pixels. */
export interface Band {
  /** The marks. */
  readonly group: MarkGroup;
  /** Top of its title. */
  readonly titleTop: number;
  /** Top of its first lane. */
  readonly top: number;
  /** From one lane to the next. */
  readonly pitch: number;
  /** Height of a mark. */
  readonly thickness: number;
}

/** Everything with its place. */
export interface Scene {
  /** The groups from top to bottom. */
  readonly bands: readonly Band[];
  /** Where the line of calls under way is drawn; no place when there is none. */
  readonly levels: { readonly top: number; readonly height: number } | undefined;
  /** Height of it all. */
  readonly height: number;
}

/** Height of the scale at the top. */
export const SCALE_HEIGHT = 24;

const TITLE_HEIGHT = 20;
const GAP = 10;
const LEVELS_HEIGHT = 30;
const FULL_PITCH: Readonly<Record<MarkGroup["kind"], number>> = {
  turns: 26,
  children: 16,
  calls: 9,
};
const MOST_HEIGHT = 240;

/** Places everything; `isTall` gives every lane its full height. */
export function placeScene(layout: TimelineLayout, isTall: boolean): Scene {
  let top = SCALE_HEIGHT + 4;
  const bands: Band[] = [];
  let levels: Scene["levels"];
  for (const group of layout.groups) {
    const titleTop = top;
    top += TITLE_HEIGHT;
    if (group.kind === "calls" && layout.most > 1) {
      levels = { top, height: LEVELS_HEIGHT };
      top += LEVELS_HEIGHT + 4;
    }
    const full = FULL_PITCH[group.kind];
    const pitch = isTall ? full : Math.min(full, MOST_HEIGHT / group.lanes);
    const thickness = Math.max(Math.min(1, pitch), pitch - (pitch > 4 ? 2 : pitch > 2 ? 1 : 0));
    bands.push({ group, titleTop, top, pitch, thickness });
    top += pitch * group.lanes + GAP;
  }
  return { bands, levels, height: Math.ceil(top) };
}

/** Whether some lanes are lower than they could be. */
export function isSqueezed({ groups }: TimelineLayout): boolean {
  return groups.some(({ kind, lanes }) => lanes * FULL_PITCH[kind] > MOST_HEIGHT);
}

/** The mark at a moment and a height, or one that is nearly there. */
export function markAt(
  { bands }: Scene,
  place: { readonly ms: number; readonly y: number; readonly slackMs: number },
): Mark | undefined {
  const { ms, slackMs, y } = place;
  for (const { group, pitch, top } of bands) {
    if (y < top || y >= top + pitch * group.lanes) continue;
    const lane = Math.floor((y - top) / pitch);
    // On dense lanes, what is just above or below is meant as well.
    const reach = pitch < 4 ? Math.ceil(2 / pitch) : 0;
    let best: Mark | undefined;
    let bestDistance = slackMs;
    for (let at = Math.max(0, lane - reach); at <= lane + reach; at++) {
      for (const mark of group.byLane[at] ?? []) {
        const distance = ms < mark.start ? mark.start - ms : ms > mark.end ? ms - mark.end : 0;
        // Later marks of a bundle lie on top of the first.
        if (distance < bestDistance || distance === 0) {
          best = mark;
          bestDistance = distance;
        }
      }
    }
    return best;
  }
  return undefined;
}

const STEPS: readonly number[] = [1, 2, 5];

/** Moments for the scale: round ones, about `count` of them. */
export function ticksOf({ from, to }: Span, count: number): readonly number[] {
  const span = to - from;
  if (!(span > 0) || !Number.isFinite(span)) return [];
  const step = stepOf(span / Math.max(1, count));
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to && ticks.length < 50; at += step) {
    ticks.push(at);
  }
  return ticks;
}

/** Seconds, minutes and hours in their own round numbers. */
const CLOCK_STEPS: readonly number[] = [
  ...[10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 14400].map((s) => s * 1000),
];

function stepOf(least: number): number {
  const onClock = CLOCK_STEPS.find((step) => step >= least);
  if (least >= 5_000 && onClock !== undefined) return onClock;
  const power = 10 ** Math.floor(Math.log10(least));
  return power * (STEPS.find((step) => step * power >= least) ?? 10);
}
