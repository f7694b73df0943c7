/** The notebook: well-formed, executed from top to bottom, and its code runs as one script. */

import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

/** What is read of a notebook. */
interface Notebook {
  readonly nbformat: number;
  readonly metadata: { readonly kernelspec: { readonly name: string } };
  readonly cells: readonly {
    readonly cell_type: "markdown" | "code";
    readonly id: string;
    readonly source: string | readonly string[];
    readonly execution_count?: number | null;
    readonly outputs?: readonly { readonly output_type: string }[];
  }[];
}

async function readNotebook(): Promise<Notebook> {
  return JSON.parse(await Deno.readTextFile(new URL("notebooks/rlm.ipynb", ROOT)));
}

Deno.test("notebooks/rlm.ipynb was executed from top to bottom without a failure", async () => {
  const { nbformat, metadata, cells } = await readNotebook();
  assertEquals([nbformat, metadata.kernelspec.name], [4, "deno"]);
  assertEquals(new Set(cells.map(({ id }) => id)).size, cells.length);
  const code = cells.filter(({ cell_type }) => cell_type === "code");
  assertEquals(code.map((cell) => cell.execution_count), code.map((_, index) => index + 1));
  const outputs = code.flatMap((cell) => cell.outputs ?? []);
  assert(outputs.length >= 5);
  assertEquals(outputs.filter(({ output_type }) => output_type === "error"), []);
});

Deno.test("the cells of notebooks/rlm.ipynb run as one script and leave nothing behind", async () => {
  const { cells } = await readNotebook();
  const sources = cells.filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => typeof source === "string" ? source : source.join(""));
  const folder = await Deno.makeTempDir({ prefix: "fleet-notebook-" });
  try {
    const script = `${folder}/notebook.ts`;
    const text = sources.join("\n;\n").replace("../lib.ts", new URL("lib.ts", ROOT).href);
    await Deno.writeTextFile(script, text);
    await Deno.mkdir(`${folder}/tmp`);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", "--no-check", "--config=deno.json", script],
      cwd: ROOT,
      env: { TMPDIR: `${folder}/tmp`, NO_COLOR: "1" },
      stdin: "null",
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    assertEquals([...Deno.readDirSync(`${folder}/tmp`)], []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
