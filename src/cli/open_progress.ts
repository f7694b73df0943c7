/**
 * How the progress of a run is told: plain lines, and on a screen a display below them that says what
 * goes on right now.
 *
 * @module
 */

import type { RunListener } from "../core/run_event.ts";
import type { CommandContext } from "./command_spec.ts";
import { progressLevel } from "./command_setup.ts";
import { createProgress } from "./progress.ts";

/** Progress that is open; close it before anything else is told. */
export interface OpenProgress extends Disposable {
  /** Hears the events of the run. */
  readonly listener: RunListener;
}

/** Opens it. */
export async function openProgress(context: CommandContext): Promise<OpenProgress> {
  const { terminal } = context;
  const level = progressLevel(context);
  const { screen } = terminal;
  const isLive = screen !== undefined && level !== "quiet";
  const tell = createProgress({ write: (text) => terminal.err(text), level, isLive });
  if (!isLive) return { listener: tell, [Symbol.dispose]: () => {} };
  const { RunBoard } = await import("./live/run_board.ts");
  const { openLiveDisplay } = await import("./live/live_display.ts");
  const board = new RunBoard();
  let startedAt: number | undefined;
  const display = await openLiveDisplay({
    screen,
    lines: (columns) =>
      startedAt === undefined ? [] : board.lines(performance.now() - startedAt, columns),
  });
  return {
    listener: (event) => {
      startedAt ??= performance.now() - event.atMs;
      board.take(event);
      if (board.isOver) display[Symbol.dispose]();
      tell(event);
      if (!board.isOver) display.touch();
    },
    [Symbol.dispose]: () => display[Symbol.dispose](),
  };
}
