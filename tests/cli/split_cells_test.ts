import { assertEquals } from "@std/assert";
import { splitCells } from "../../src/cli/split_cells.ts";

const CASES: readonly [name: string, text: string, cells: string[]][] = [
  ["a file without marks is one cell", "x = 1\n\nprint(x)\n", ["x = 1\n\nprint(x)\n"]],
  ["marks part cells", "# %%\na\n# %% title\nb\n#%%\nc", ["a", "b", "c"]],
  ["code before the first mark is a cell", "import os\n# %%\na", ["import os", "a"]],
  ["cells without code are left out", "\n# %%\n\n# %%\na\n# %%\n", ["a"]],
  ["markdown and raw cells are left out", "# %% [markdown]\n# hi\n# %%\na\n# %% [raw]\nz", ["a"]],
  ["an indented mark is a comment", "if x:\n    # %%\n    y", ["if x:\n    # %%\n    y"]],
  ["ends of lines may be CRLF", "# %%\r\na\r\nb\r\n# %%\r\nc", ["a\nb", "c"]],
  ["nothing gives no cell", "", []],
];

for (const [name, text, cells] of CASES) {
  Deno.test(`splitCells: ${name}`, () => {
    assertEquals(
      splitCells(text).map((cell) => cell.replace(/\n$/, "")), //
      cells.map((cell) => cell.replace(/\n$/, "")),
    );
  });
}
