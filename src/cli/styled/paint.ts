/**
 * Styled lines as a terminal wants them. What a text may hold is disarmed first, so that only the looks
 * that are asked for steer the terminal. Pure.
 *
 * @module
 */

import { disarm } from "../disarm.ts";
import type { Span, Style, StyledLine } from "./span.ts";

/** Parameters of "select graphic rendition": what turns a look on and off. */
const CODES: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  strike: [9, 29],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
};

/** How lines are painted. */
export interface PaintOptions {
  /** Whether looks are shown; without, the text alone. */
  readonly hasColor: boolean;
}

/** The text of a line; line ends in it become blanks. */
export function paint(line: StyledLine, { hasColor }: PaintOptions): string {
  return line.map((each) => paintSpan(each, hasColor)).join("");
}

function paintSpan({ styles = [], text }: Span, hasColor: boolean): string {
  const shown = disarm(text.replace(/[\r\n\t]+/g, " "));
  if (!hasColor || styles.length === 0 || shown === "") return shown;
  const codes = [...new Set(styles)].map((style) => CODES[style]);
  const on = codes.map(([code]) => `\x1b[${code}m`).join("");
  const off = codes.toReversed().map(([, code]) => `\x1b[${code}m`).join("");
  return `${on}${shown}${off}`;
}
