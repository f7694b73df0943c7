/**
 * Keeps what is shown at the bottom of a terminal up to date: soon after something happened, and once a
 * second for the clocks. Ends without a trace.
 *
 * @module
 */

import { loadMeasure } from "../styled/measure.ts";
import type { StyledLine } from "../styled/span.ts";
import type { Screen } from "../terminal.ts";
import { LiveRegion } from "./live_region.ts";

/** What is shown. */
export interface LiveDisplayOptions {
  /** Where. */
  readonly screen: Screen;
  /** The lines now, for a width in columns. */
  readonly lines: (columns: number) => readonly StyledLine[];
}

/** A display. */
export interface LiveDisplay extends Disposable {
  /** Something happened: what is shown may have changed. */
  touch(): void;
}

/** Least milliseconds between two drawings: nobody reads faster. */
const FRAME_MS = 80;

/** Milliseconds between two drawings when nothing happens. */
const TICK_MS = 1_000;

/** Opens a display; it is erased when it is disposed of. */
export async function openLiveDisplay(
  { lines, screen }: LiveDisplayOptions,
): Promise<LiveDisplay> {
  const measure = await loadMeasure();
  const region = new LiveRegion({
    write: (text) => write(text),
    size: () => screen.size(),
    measure,
    redact: (text) => screen.redact(text),
    hasColor: true,
  });
  const write = screen.hold((text) => region.above(text));
  const draw = (): void => region.draw(lines(region.columns));
  let frame: ReturnType<typeof setTimeout> | undefined;
  const tick = setInterval(draw, TICK_MS);
  let isOpen = true;
  return {
    touch() {
      if (!isOpen) return;
      frame ??= setTimeout(() => {
        frame = undefined;
        draw();
      }, FRAME_MS);
    },
    [Symbol.dispose]() {
      if (!isOpen) return;
      isOpen = false;
      clearTimeout(frame);
      clearInterval(tick);
      region.close();
      screen.release();
    },
  };
}
