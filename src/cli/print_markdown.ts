/**
 * Prints Markdown: rendered for a person at a terminal, as it is for everybody else.
 *
 * @module
 */

import { disarm } from "./disarm.ts";
import type { Terminal } from "./terminal.ts";

/** Widest that prose is set. */
const MOST_WIDTH = 120;

/** Prints the pieces of a document; each begins a block. */
export async function printMarkdown(terminal: Terminal, pieces: Iterable<string>): Promise<void> {
  if (!terminal.isOutputShown) {
    for (const piece of pieces) terminal.out(disarm(piece));
    return;
  }
  const { loadMarkdownLines } = await import("./markdown/markdown_lines.ts");
  const { paint } = await import("./styled/paint.ts");
  const lines = await loadMarkdownLines();
  const width = Math.min(terminal.width - 1, MOST_WIDTH);
  const options = { hasColor: terminal.hasOutputColor };
  for (const piece of pieces) {
    const text = lines(disarm(piece), width).map((line) => `${paint(line, options)}\n`).join("");
    terminal.out(`${text}\n`);
  }
}
