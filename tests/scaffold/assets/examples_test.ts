/**
 * The blocks of the skills that need no model, run as they stand in real sandboxes.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { BACKENDS } from "../../../backends/mod.ts";
import { ASSET_FILES } from "../../../scaffold/asset_files.gen.ts";
import { runCli } from "../../../src/cli/run_cli.ts";
import { createMemoryTerminal } from "../../cli/_memory_terminal.ts";
import { tinyPdf } from "../../fakes/tiny_pdf.ts";
import { commandsIn, type ProseCommand } from "./_commands.ts";

const HANDBOOK = [
  "# Handbook",
  "",
  ...["Signing", "Travel", "Keys", "Pay", "Leave"].flatMap((title, index) => [
    `## ${title}`,
    "",
    index === 0 ? "Two directors sign together; they indemnify the others." : "Nothing of note.",
    "",
    "Filler text without any bearing on the matter. ".repeat(60),
    "",
  ]),
].join("\n");

const LOG = Array.from(
  { length: 60 },
  (_, index) =>
    `2026-01-0${1 + index % 9}T10:00:${10 + index % 50} ${index % 7 ? "INFO" : "ERROR"} e\n`,
).join("");

const RESULTS = [
  { id: "a", status: "submitted", outputs: { answer: "x" } },
  { id: "b", status: "failed", error: { code: "input-missing", message: "Cannot find it" } },
].map((row) => `${JSON.stringify(row)}\n`).join("");

/** A folder with everything that the examples name. */
async function withFolder(action: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "fleet-examples-" }));
  try {
    await Deno.mkdir(`${folder}/reports`);
    await Deno.writeTextFile(`${folder}/FILE`, HANDBOOK);
    await Deno.writeTextFile(`${folder}/app.log`, LOG);
    await Deno.writeTextFile(`${folder}/results.jsonl`, RESULTS);
    await Deno.writeTextFile(`${folder}/cells.py`, "x = 1\n# %%\nprint(x + 1, len(text))\n");
    await Deno.writeFile(`${folder}/reports/a.pdf`, tinyPdf([["Invoice", "Total due: 1,200.50"]]));
    for (const [path, text] of Object.entries(ASSET_FILES)) {
      if (!path.includes("/scripts/")) continue;
      const at = `${folder}/${path}`;
      await Deno.mkdir(at.slice(0, at.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(at, text);
    }
    await action(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs an example in the folder; what it printed. */
async function run({ argv, file, stdin = "" }: ProseCommand, folder: string): Promise<string> {
  const skill = `${folder}/${file.slice(0, file.lastIndexOf("/"))}`;
  const words = argv.map((word) =>
    word.replace("${CLAUDE_SKILL_DIR}", skill).replace(/=@(?!-)/, `=@${folder}/`)
      .replace(/^cells\.py$/, `${folder}/cells.py`)
  );
  const terminal = createMemoryTerminal(stdin);
  const env = { ...Deno.env.toObject(), HOME: folder, XDG_CACHE_HOME: `${folder}/cache` };
  const code = await runCli(words, { backends: BACKENDS, terminal, env, cwd: folder });
  assertEquals(code, 0, `${argv.join(" ")}\n${terminal.stdout}${terminal.stderr}`);
  return terminal.stdout;
}

const EXAMPLES = Object.entries(ASSET_FILES)
  .filter(([path]) => path.endsWith("SKILL.md"))
  .flatMap(([path, text]) => commandsIn(path, text))
  .filter(({ argv, isBlock }) => argv[0] === "exec" && isBlock);

Deno.test("the examples of exec in the skills work as they stand", async () => {
  assert(EXAMPLES.length >= 8, `${EXAMPLES.length}`);
  await withFolder(async (folder) => {
    const printed = new Map<string, string>();
    for (const example of EXAMPLES) {
      const out = await run(example, folder);
      assert(out !== "", `${example.file}:${example.line}`);
      printed.set(`${example.file}:${example.line}`, out);
    }
    const all = [...printed.values()].join("\n");
    assertStringIncludes(all, "{'a.pdf': '1,200.50'}");
    assertStringIncludes(all, "['Acme', 'Globex']");
    assertStringIncludes(all, "kind: markdown");
    assertStringIncludes(all, "  ## Signing (");
    assertStringIncludes(all, "indemnify the others");
    const notes = await Deno.readTextFile(`${folder}/.fleet-memory/notes/suppliers.json`);
    assertEquals(JSON.parse(notes), ["Acme", "Globex"]);
    const index = JSON.parse(await Deno.readTextFile(`${folder}/.fleet-parts/index.json`));
    assert(index.parts.length > 0, JSON.stringify(index));
  });
});

const SCRIPTS = "skills/rlm-long-context/scripts";

/** Texts of other kinds, and what the scout says of them. */
const KINDS: readonly (readonly [string, string, readonly string[]])[] = [
  ["log", LOG, ["kind: log", "60 entries, 2026-01-01 to", "'ERROR': 9"]],
  ["json", JSON.stringify({ items: [1, 2], name: "x" }), [
    "kind: json",
    "items: list, 6 characters",
  ]],
  ["list", JSON.stringify([{ a: 1 }]), ['a list of 1; first: [{"a": 1}]']],
  ["text", "one line without an end", ["kind: text", "headings: 0", "1 lines"]],
  ["pages", "--- page 1 ---\nx\n--- page 2 ---\n", ["pages: 2"]],
];

Deno.test("scout.py tells what a text is, and cut_parts.py ranks its parts, of every kind", async () => {
  await withFolder(async (folder) => {
    const file = "skills/rlm-long-context/SKILL.md";
    const command = (...argv: readonly string[]) =>
      run({ file, line: 1, argv, isBlock: true }, folder);
    for (const [name, text, expected] of KINDS) {
      await Deno.writeTextFile(`${folder}/${name}`, text);
      const out = await command(
        ...["exec", "--backend", "local", "--input", `text=@${name}`],
        `${folder}/${SCRIPTS}/scout.py`,
      );
      for (const piece of expected) assertStringIncludes(out, piece);
      assert(out.length < 2_000, `${out.length}`);
    }
    const cut = await command(
      ...["exec", "--backend", "local", "--input", "text=@FILE", "--volume", "parts"],
      ...["--input", "query=Who is signing for the house?", "--input", "size:json=3000"],
      ...["--input", "top:json=2", `${folder}/${SCRIPTS}/cut_parts.py`],
    );
    assertStringIncludes(cut, "words: signing, house");
    const { parts } = JSON.parse(await Deno.readTextFile(`${folder}/parts/index.json`));
    assertEquals(parts.length, 2);
    const best = await Deno.readTextFile(`${folder}/parts/${parts[0].id}.txt`);
    assertStringIncludes(best, "Two directors sign together");
    assert(best.length <= 3_000);
  });
});
