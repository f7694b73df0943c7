/**
 * The items of one kind on a page, by their identifiers, in the order in which they came, with the
 * line of the record that changed each last. So a page that follows a run is told what is new to it.
 *
 * @module
 */

/** Something with an identifier. */
interface Identified {
  /** Its identifier. */
  readonly id: string;
}

/** Items by identifier. Their number of lines is the caller's. */
export class ItemTable<T extends Identified> {
  readonly #rows = new Map<string, { item: T; line: number }>();

  /** The item of this identifier, if there is one. */
  get(id: string): T | undefined {
    return this.#rows.get(id)?.item;
  }

  /** Takes an item, in place of one with its identifier; `line` is what changed it. */
  put(item: T, line: number): void {
    const row = this.#rows.get(item.id);
    if (row === undefined) {
      this.#rows.set(item.id, { item, line });
      return;
    }
    row.item = item;
    row.line = line;
  }

  /** The items that changed after a line; all of them after line -1. */
  after(line: number): readonly T[] {
    const changed: T[] = [];
    for (const row of this.#rows.values()) if (row.line > line) changed.push(row.item);
    return changed;
  }
}
