/**
 * The lines at the bottom of a terminal that are drawn again and again, and how other text passes
 * above them. A state machine: it is told what there is to draw and gives what to write.
 *
 * Every change is written at once, over what is there, so that nothing flickers. The cursor rests
 * below the region at the beginning of a line and is never hidden: a program that is killed leaves a
 * terminal as usual.
 *
 * @module
 */

import { cutLine, lineWidth } from "../styled/fit_line.ts";
import type { Measure } from "../styled/measure.ts";
import { paint, type PaintOptions } from "../styled/paint.ts";
import type { StyledLine } from "../styled/span.ts";

/** Options of a {@linkcode LiveRegion}. */
export interface LiveRegionOptions extends PaintOptions {
  /** Writes to the terminal. */
  readonly write: (text: string) => void;
  /** Size of the terminal now. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  /** How wide text is. */
  readonly measure: Measure;
  /** Takes secrets out of what is drawn. */
  readonly redact?: (text: string) => string;
}

/** Begins and ends a change that a terminal shows as one, where it knows how. */
const [BEGIN, END] = ["\x1b[?2026h", "\x1b[?2026l"];
const ERASE_LINE_END = "\x1b[K";
const ERASE_BELOW = "\x1b[J";

/** A region. */
export class LiveRegion {
  readonly #options: LiveRegionOptions;
  /** Widths of the lines as they were drawn. */
  #drawn: readonly number[] = [];
  /** Columns of the terminal at that time. */
  #columns = 0;
  #lines: readonly StyledLine[] = [];
  #isAtLineStart = true;
  #isOpen = true;

  /** Makes a region without lines. */
  constructor(options: LiveRegionOptions) {
    this.#options = options;
  }

  /** Columns that a line may take: one less than there are, so that none is ever broken. */
  get columns(): number {
    return Math.max(1, this.#options.size().columns - 1);
  }

  /** Draws these lines in place of those that are there. */
  draw(lines: readonly StyledLine[]): void {
    if (!this.#isOpen) return;
    const { redact = (text) => text } = this.#options;
    // Before lines are cut: half a secret is one as well.
    this.#lines = lines.map((line) => line.map((each) => ({ ...each, text: redact(each.text) })));
    if (this.#isAtLineStart) this.#write("", this.#paint());
  }

  /** Writes text above the region. */
  above(text: string): void {
    if (text === "") return;
    if (!this.#isOpen) return this.#options.write(text);
    this.#isAtLineStart = text.endsWith("\n");
    this.#write(text, this.#isAtLineStart ? this.#paint() : []);
  }

  /** Erases the region; from now on text passes through. */
  close(): void {
    if (!this.#isOpen) return;
    this.#lines = [];
    if (this.#drawn.length > 0) this.#write("", []);
    this.#isOpen = false;
  }

  /** The lines as they are written, with their widths. */
  #paint(): readonly { readonly text: string; readonly width: number }[] {
    const { measure, size } = this.#options;
    const { columns } = this;
    const most = Math.max(1, size().rows - 2);
    return this.#lines.slice(0, most).map((line) => {
      const cut = cutLine(line, { width: columns, measure });
      return { text: paint(cut, this.#options), width: lineWidth(cut, measure) };
    });
  }

  #write(
    above: string,
    lines: readonly { readonly text: string; readonly width: number }[],
  ): void {
    const { columns } = this.#options.size();
    const rows = this.#rowsDrawn(columns);
    const up = rows === 0 ? "" : `\x1b[${rows}A\r`;
    // A terminal that has broken lines joins them again when it becomes wider, unless they are erased.
    const isErased = above !== "" || columns !== this.#columns;
    const over = isErased && rows > 0 ? ERASE_BELOW : "";
    const body = lines.map(({ text }) => `${text}${isErased ? "" : ERASE_LINE_END}\n`).join("");
    const rest = isErased || rows <= lines.length ? "" : ERASE_BELOW;
    this.#drawn = lines.map(({ width }) => width);
    this.#columns = columns;
    const change = `${up}${over}${above}${body}${rest}`;
    if (change !== "") this.#options.write(`${BEGIN}${change}${END}`);
  }

  /** Rows of the terminal that the region takes: it may have become narrower since. */
  #rowsDrawn(columns: number): number {
    return this.#drawn.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
  }
}
