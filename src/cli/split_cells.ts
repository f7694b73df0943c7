/**
 * The text of a Python file to cells: lines that begin with `# %%` part them, as editors and
 * jupytext have it.
 *
 * @module
 */

/**
 * Cells in order. Cells without code and those marked `[markdown]` or `[raw]` are left out; a file
 * without marks is one cell.
 */
export function splitCells(text: string): readonly string[] {
  const cells: { lines: string[]; isCode: boolean }[] = [{ lines: [], isCode: true }];
  for (const line of text.split(/\r?\n/)) {
    const mark = /^# ?%%(.*)$/.exec(line);
    if (mark === null) cells.at(-1)?.lines.push(line);
    else cells.push({ lines: [], isCode: !/\[(markdown|md|raw)\]/.test(mark[1] ?? "") });
  }
  return cells
    .filter(({ lines, isCode }) => isCode && lines.some((line) => line.trim() !== ""))
    .map(({ lines }) => lines.join("\n"));
}
