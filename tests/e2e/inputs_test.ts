/** Inputs as users give them, through the real program: documents, packed files, folders. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { gzipSync } from "node:zlib";
import { paragraph, tinyDocx } from "../fakes/tiny_docx.ts";
import { tinyPdf } from "../fakes/tiny_pdf.ts";
import { createWorkspace, type ProgramResult, type Workspace } from "./_program.ts";

const EXEC = ["exec", "--backend", "local"];
const LONG = ["run-long-context", "--backend", "local", "--model", "offline", "--query"];
const BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';

/** Runs the program and makes sure that it leaves no temporary file. */
async function runCleanly(at: Workspace, argv: readonly string[]): Promise<ProgramResult> {
  const temp = `${at.folder}/temp`;
  await Deno.mkdir(temp, { recursive: true });
  const result = await at.run(argv, { env: { TMPDIR: temp } });
  assertEquals(await Array.fromAsync(Deno.readDir(temp)), [], result.stderr);
  return result;
}

async function writeFolder(at: Workspace): Promise<void> {
  await Deno.mkdir(`${at.folder}/notes/old`, { recursive: true });
  await at.write("notes/b.md", "The ferry to Ravn leaves at seven.\n");
  await at.write("notes/a.txt", "Nothing of note.\n");
  await at.write("notes/old/c.pdf", tinyPdf([["The lighthouse stands on the north rock."]]));
  await at.write("notes/.env", "KEY=hidden\n");
  await at.write("notes/photo.jpg", new Uint8Array([0xff, 0xd8, 0, 0]));
}

interface Given {
  readonly name: string;
  readonly file: string;
  readonly content: string | Uint8Array;
  readonly text: string;
}

const DOCUMENTS: readonly Given[] = [
  {
    name: "a PDF",
    file: "a.pdf",
    content: tinyPdf([["one"], ["two"]]),
    text: "--- page 1 ---\none\n--- page 2 ---\ntwo\n",
  },
  {
    name: "a Word document",
    file: "a.docx",
    content: tinyDocx(paragraph("A", "Heading1") + BREAK + paragraph("B")),
    text: "--- page 1 ---\n# A\n--- page 2 ---\nB\n",
  },
  { name: "gzip", file: "a.gz", content: new Uint8Array(gzipSync("naïve\n")), text: "naïve\n" },
];

for (const { name, file, content, text } of DOCUMENTS) {
  Deno.test(`exec binds ${name} as its text, whatever it is called`, async () => {
    await using at = await createWorkspace();
    await at.write(file, content);
    await at.write("other", content);
    const { code, stdout, stderr } = await runCleanly(at, [
      ...EXEC,
      `--input=doc=@${file}`,
      "--input=same=@other",
      "--cell=print(doc, end='')\nassert doc == same",
    ]);
    assertEquals([code, stdout, stderr], [0, text, ""]);
  });
}

Deno.test("exec binds a folder and a glob as lists and tells what it left out", async () => {
  await using at = await createWorkspace();
  await writeFolder(at);
  const { code, stdout, stderr } = await runCleanly(at, [
    ...EXEC,
    "--input=docs=@notes",
    "--input=md=@notes/*.{md,txt}",
    "--input=all:text=@notes/old/",
    "--cell=print(docs.paths, md.paths)\nprint(md[1]['text'] + all.splitlines()[-1])",
  ]);
  assertEquals(
    [code, stdout],
    [
      0,
      "['a.txt', 'b.md', 'old/c.pdf'] ['a.txt', 'b.md']\n" +
      "The ferry to Ravn leaves at seven.\nThe lighthouse stands on the north rock.\n",
    ],
    stderr,
  );
  assertEquals(
    stderr,
    'Warning: From "notes", files were left out: 1 not text (photo.jpg)\n',
  );
});

Deno.test("run-long-context answers from a folder and names the file", async () => {
  await using at = await createWorkspace();
  await writeFolder(at);
  const { code, stdout, stderr } = await runCleanly(at, [
    ...LONG,
    "When does the ferry to Ravn leave?",
    "--docs-path",
    "notes/",
    "--json",
    "--trajectory=run.jsonl",
  ]);
  assertEquals(code, 0, stderr);
  const result = JSON.parse(stdout);
  assertStringIncludes(result.answer, "leaves at seven");
  assert(result.doc_chars > 200, stdout);
  const events = (await Deno.readTextFile(`${at.folder}/run.jsonl`)).trimEnd().split("\n")
    .map((line) => JSON.parse(line));
  const start = events.find((event) => event.type === "run-start");
  assert(/^[0-9a-f]{64}$/.test(start.files.document));
  const bound = events.find((event) => event.type === "variable-bind");
  assertStringIncludes(bound.variables[0].head, "3 files, ");
  assertStringIncludes(bound.variables[0].head, "===== a.txt =====\nNothing of note.");
  assert(!stdout.includes("hidden") && !stderr.includes("hidden"));
});

Deno.test("run tells the planner of a folder by its manifest", async () => {
  await using at = await createWorkspace();
  await writeFolder(at);
  const reply = "```python\nSUBMIT(docs[1]['text'])\n```";
  await at.write("script.jsonl", `${JSON.stringify({ reply })}\n`);
  const { code, stdout, stderr } = await runCleanly(at, [
    "run",
    "--signature=docs -> answer",
    "--input=docs=@notes",
    "--backend=local",
    "--model=scripted:script.jsonl",
    "--trajectory=run.jsonl",
  ]);
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "The ferry to Ravn");
  const record = await Deno.readTextFile(`${at.folder}/run.jsonl`);
  assertStringIncludes(record, "a.txt (17 bytes)\\nb.md (35 bytes)\\nold/c.pdf (");
  assertStringIncludes(record, "left out: 1 not text");
});

interface Mistake {
  readonly name: string;
  readonly file: string;
  readonly content: string | Uint8Array;
  readonly options?: readonly string[];
  readonly error: string;
}

const MISTAKES: readonly Mistake[] = [
  {
    name: "a locked PDF",
    file: "a.pdf",
    content: tinyPdf([["a"]], { locked: true }),
    error: 'Cannot use "{}": it is locked with a password',
  },
  {
    name: "a damaged PDF",
    file: "a.pdf",
    content: "%PDF-1.4 nothing else",
    error: 'Cannot use "{}": it is a damaged PDF (',
  },
  {
    name: "a spreadsheet",
    file: "a.xlsx",
    content: new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]),
    error: 'Cannot use "{}": it is a damaged zip archive (',
  },
  {
    name: "gzip that is too much",
    file: "a.gz",
    content: new Uint8Array(gzipSync("a".repeat(3 << 20))),
    options: ["--max-input-size=2m"],
    error: 'Cannot use "{}": it unpacks to more than 2 MiB',
  },
  {
    name: "too many files",
    file: "a.txt",
    content: "a",
    options: ["--max-input-files=1", "--input=more=@*.txt"],
    error: 'Cannot use "*.txt": it has more than 1 files',
  },
];

for (const { name, file, content, options = [], error } of MISTAKES) {
  Deno.test(`the program tells of ${name} and leaves nothing behind`, async () => {
    await using at = await createWorkspace();
    await at.write(file, content);
    await at.write("b.txt", "b");
    const argv = [...EXEC, `--input=x=@${file}`, ...options, "--cell=1"];
    const { code, stdout, stderr } = await runCleanly(at, argv);
    assertEquals([code, stdout], [1, ""], stderr);
    assert(stderr.startsWith(`Error: ${error.replace("{}", file)}`), stderr);
    assertStringIncludes(stderr, "\nHint: ");
  });
}

Deno.test("exec takes a script for text and not for a folder", async () => {
  await using at = await createWorkspace();
  await writeFolder(at);
  const { code, stderr } = await at.call([...EXEC, "notes"]);
  assertEquals(code, 1);
  assertStringIncludes(stderr, 'Cannot read "notes": it is a directory');
});
