/** Inputs at every isolation level: all kinds arrive, and with them nothing of where they lay. */

import { assert, assertEquals } from "@std/assert";
import { gzipSync } from "node:zlib";
import { createLocalBackend } from "../../backends/local/mod.ts";
import { boundFiles } from "../../src/core/bound_files.ts";
import type { IsolationLevel } from "../../src/core/backend.ts";
import { openInputs } from "../../src/inputs/open_inputs.ts";
import { parseInput } from "../../src/inputs/parse_input.ts";
import { paragraph, tinyDocx } from "../fakes/tiny_docx.ts";
import { tinyPdf } from "../fakes/tiny_pdf.ts";
import { testFolder } from "../inputs/_folder.ts";
import { canIsolate } from "./_isolation.ts";

const LEVELS: readonly IsolationLevel[] = ["process", "landlock", "bubblewrap"];
const LARGE = "é large text ".repeat(500_000);

const FILES = {
  "large.txt": LARGE,
  "wide.txt": new Uint8Array([0xff, 0xfe, 104, 0, 105, 0]),
  "marked.txt": "\uFEFF" + LARGE,
  "packed.gz": new Uint8Array(
    [...gzipSync("first "), ...gzipSync("sécond ".repeat(50_000)), 0, 0, 0],
  ),
  "paper.pdf": tinyPdf([["in a PDF"]]),
  "letter.docx": tinyDocx(paragraph("in a letter")),
  "docs/a.md": "alpha",
  "docs/in/b.md": "beta",
  "docs/secret.key": "hidden words",
  "docs/.env": "hidden words",
};

const TEXTS: readonly (readonly [input: string, text: string])[] = [
  ["large=@large.txt", LARGE],
  ["wide=@wide.txt", "hi"],
  ["marked=@marked.txt", LARGE],
  ["packed=@packed.gz", "first " + "sécond ".repeat(50_000)],
  ["paper=@paper.pdf", "--- page 1 ---\nin a PDF\n"],
  ["letter=@letter.docx", "in a letter\n"],
];

for (const isolation of LEVELS) {
  const ignore = !(await canIsolate(isolation));
  Deno.test({
    name: `local backend (${isolation}) binds text, gzip, PDF, Word documents and folders`,
    ignore,
    async fn() {
      await using folder = await testFolder(FILES);
      const specs = [...TEXTS.map(([input]) => input), "docs=@docs/**/*.md", "one:text=@docs/in"]
        .map((input) => parseInput(input.replace("=@", `=@${folder.path}/`)));
      await using inputs = await openInputs(specs, { stdin: () => new ReadableStream() });
      const backend = createLocalBackend({ isolation });
      await using session = backend.createInterpreter({ files: boundFiles(inputs.variables) });
      await session.bind(inputs.variables);
      for (const [input, text] of TEXTS) {
        const name = input.split("=")[0]!;
        const result = await session.execute(`${name}`, { wantValue: true });
        assert(result.status === "ok" && result.value === text, `${name}: ${result.output.text}`);
      }
      const result = await session.execute('[d["text"] for d in docs] + docs.paths + [one]', {
        wantValue: true,
      });
      assert(result.status === "ok", result.output.text);
      assertEquals(result.value, [
        "alpha",
        "beta",
        "a.md",
        "in/b.md",
        '1 file, 4 bytes, 4 characters. Each begins with a line "===== path =====".\n' +
        "\n===== b.md =====\nbeta\n",
      ]);
    },
  });
  if (isolation === "process") continue;
  Deno.test({
    name: `${isolation} shows a guest nothing of a folder but the files that matched`,
    ignore,
    async fn() {
      await using folder = await testFolder(FILES);
      const spec = parseInput(`docs=@${folder.path}/docs/**/*.md`);
      await using inputs = await openInputs([spec], { stdin: () => new ReadableStream() });
      const backend = createLocalBackend({ isolation });
      await using session = backend.createInterpreter({ files: boundFiles(inputs.variables) });
      await session.bind(inputs.variables);
      const { output } = await session.execute(
        "import os, subprocess\n" +
          'words = b"hidden " + b"words"\n' +
          "def look(path):\n" +
          "    try: return words in open(path, 'rb').read()\n" +
          "    except OSError: return False\n" +
          `at = ${JSON.stringify(folder.path)}\n` +
          "seen = [look(at + '/docs/' + name) for name in ('.env', 'secret.key')]\n" +
          "for top in ('/files', '/inputs', '/work', '/tmp', os.getcwd()):\n" +
          "    for folder, _, names in os.walk(top):\n" +
          "        seen += [look(os.path.join(folder, name)) for name in names]\n" +
          "pack = docs[0]._pack.path\n" +
          "print(any(seen), look(pack), len(seen) >= 2)",
      );
      assertEquals(output.text, "False False True\n");
    },
  });
}
