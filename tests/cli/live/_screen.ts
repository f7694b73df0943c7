/**
 * A terminal's screen, as far as live displays need one: rows of text that are written over, erased and
 * scrolled, and that can become narrower, where lines are broken as terminals do it.
 *
 * @module
 */

/** A command to the terminal, or a character. */
// deno-lint-ignore no-control-regex
const TOKEN = /\x1b\[[?]?[\d;]*[A-Za-z]|[^]/gu;

/** A screen. */
export class FakeScreen {
  columns: number;
  readonly rows: number;
  /** Rows so far, those that were scrolled away included. */
  #cells: string[] = [""];
  /** Whether a row goes on in the next. */
  #isWrapped: boolean[] = [false];
  #row = 0;
  #column = 0;
  /** How often something was written. */
  writes = 0;

  constructor(columns: number, rows = 24) {
    this.columns = columns;
    this.rows = rows;
  }

  /** What is on it, without empty rows at the end. */
  get text(): string {
    return this.#cells.map((row) => row.trimEnd()).join("\n").trimEnd();
  }

  size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.columns, rows: this.rows };
  }

  /** Breaks all lines anew, as a terminal does that was made narrower or wider. */
  resize(columns: number): void {
    const lines: string[] = [];
    let line = "";
    let cursor = 0;
    for (const [index, cells] of this.#cells.entries()) {
      if (index === this.#row) cursor = lines.length;
      line += this.#isWrapped[index] ? cells.padEnd(this.columns) : cells;
      if (this.#isWrapped[index]) continue;
      lines.push(line);
      line = "";
    }
    this.columns = columns;
    this.#cells = [];
    this.#isWrapped = [];
    for (const [index, text] of lines.entries()) {
      if (index === cursor) this.#row = this.#cells.length;
      const parts = text.match(new RegExp(`.{1,${columns}}`, "gsu")) ?? [""];
      for (const [at, part] of parts.entries()) {
        this.#cells.push(part);
        this.#isWrapped.push(at < parts.length - 1);
      }
    }
    this.#column = 0;
  }

  write(text: string): void {
    this.writes++;
    for (const [token] of text.matchAll(TOKEN)) this.#take(token);
  }

  #take(token: string): void {
    const up = /\[(\d+)A$/.exec(token);
    if (up !== null) this.#row = Math.max(0, this.#row - Number(up[1]));
    else if (token === "\x1b[K") this.#cells[this.#row] = this.#line().slice(0, this.#column);
    else if (token === "\x1b[J") {
      this.#cells = [...this.#cells.slice(0, this.#row), this.#line().slice(0, this.#column)];
      this.#isWrapped = [...this.#isWrapped.slice(0, this.#row), false];
    } else if (token === "\r") this.#column = 0;
    else if (token === "\n") this.#newLine();
    else if (!token.startsWith("\x1b")) this.#put(token);
  }

  #put(char: string): void {
    if (this.#column === this.columns) {
      this.#isWrapped[this.#row] = true;
      this.#newLine();
    }
    const chars = [...this.#line().padEnd(this.#column)];
    chars[this.#column++] = char;
    this.#cells[this.#row] = chars.join("");
  }

  #newLine(): void {
    this.#row++;
    this.#column = 0;
    this.#cells[this.#row] ??= "";
    this.#isWrapped[this.#row] ??= false;
  }

  #line(): string {
    return this.#cells[this.#row] ?? "";
  }
}
