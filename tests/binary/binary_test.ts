/**
 * What the compiled program does by itself. `deno task test:binary` makes it and runs these; otherwise
 * `FLEET_RLM_BINARY` says which one to try.
 */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { commandTable } from "../../src/cli/command_table.ts";
import { currentBuild } from "../../src/cli/build.ts";
import { makeDemoDocument } from "../../tools/demo_document.ts";
import { tinyDocx } from "../fakes/tiny_docx.ts";
import { tinyPdf } from "../fakes/tiny_pdf.ts";
import { BINARY, homeAndPython, testBinary } from "./_binary.ts";

const LOCAL = "--backend=local";

if (BINARY === undefined) {
  Deno.test.ignore("the compiled program: FLEET_RLM_BINARY names none", () => {});
}

testBinary("shows its help and its commands", async (at) => {
  const help = await at.run(["--help"]);
  assertEquals([help.code, help.stderr], [0, ""]);
  for (const { name, section } of (await commandTable({})).commands) {
    if (section !== undefined && !name.includes(" ")) {
      assertStringIncludes(help.stdout, `\n  ${name}`);
    }
  }
  assertEquals([...Deno.readDirSync(at.folder)], []);
});

testBinary("tells the commit that it was built from", async (at) => {
  const { code, stdout } = await at.run(["--version"]);
  assertEquals(code, 0);
  const { version, platform } = currentBuild();
  assertMatch(stdout, /^fleet-rlm \S+ \((?:commit [0-9a-f]{12}\+?|commit unknown), Deno [\d.]+, /);
  assertStringIncludes(stdout, `fleet-rlm ${version} (`);
  assertStringIncludes(stdout, `, ${platform})`);
});

testBinary("says what is missing when there is no Python", async (at) => {
  const { code, stdout, stderr } = await at.run(["exec", LOCAL, "--cell=1"]);
  assertEquals([code, stdout], [1, ""]);
  assertStringIncludes(stderr, "Error: Cannot find Python: no python3 on PATH\nHint: ");
});

testBinary("runs cells over every kind of document", async (at) => {
  const env = await homeAndPython(at);
  await at.write("a.pdf", tinyPdf([["The ferry leaves at seven."]]));
  await at.write("b.docx", tinyDocx("<w:p><w:r><w:t>The lamp is lit.</w:t></w:r></w:p>"));
  await at.write("c.txt", "The tide is low.");
  const { code, stdout, stderr } = await at.run([
    "exec",
    LOCAL,
    ...["pdf=@a.pdf", "docx=@b.docx", "text=@c.txt"].map((input) => `--input=${input}`),
    "--cell=[pdf.strip().splitlines()[-1], docx.strip().splitlines()[-1], text]",
    "--cell=grep(text, 'tide')",
  ], { env });
  assertEquals([code, stderr], [0, ""]);
  assertEquals(
    stdout,
    "['The ferry leaves at seven.', 'The lamp is lit.', 'The tide is low.']\n['The tide is low.']\n",
  );
});

testBinary("does the demo", async (at) => {
  const env = await homeAndPython(at);
  const { text, question } = makeDemoDocument();
  await at.write("chronicle.md", text);
  const { code, stdout, stderr } = await at.run([
    "run-long-context",
    "--docs-path=chronicle.md",
    `--query=${question}`,
    LOCAL,
    "--model=offline",
  ], { env });
  assertEquals(code, 0, stderr);
  for (const fact of ["blue mussels", "bronze"]) assertStringIncludes(stdout, fact);
  assertStringIncludes(stderr, `Trajectory: ${at.folder}/`);
});

testBinary("records a run and replays it", async (at) => {
  const env = await homeAndPython(at);
  const turn = (code: string) => JSON.stringify({ reply: `\`\`\`python\n${code}\n\`\`\`` });
  await at.write(
    "script.jsonl",
    [
      turn('colour = llm_query("Which colour?")\nprint(colour)'),
      JSON.stringify({ match: "colour", reply: "blue" }),
      turn("SUBMIT(f'It is {colour}')"),
    ].join("\n"),
  );
  const argv = [
    "run-basic",
    "--question=Which?",
    LOCAL,
    "--model=scripted:script.jsonl",
    "--quiet",
  ];
  const run = await at.run([...argv, "--trajectory=run.jsonl"], { env });
  assertEquals(
    [run.code, run.stdout],
    [0, "answer: It is blue\ntrajectory_steps: 2\n"],
    run.stderr,
  );
  const replay = await at.run(["replay", "run.jsonl", LOCAL, "--quiet"], { env });
  assertEquals(
    [replay.code, replay.stdout.split("\n")[0]],
    [0, "answer: It is blue"],
    replay.stderr,
  );
});

testBinary("says that a model cannot be reached", async (at) => {
  const env = await homeAndPython(at);
  const argv = ["run-basic", "--question=Why?", LOCAL, "--model=mine/one"];
  const { code, stderr } = await at.run([...argv, "--api-base=http://127.0.0.1:1/v1"], { env });
  assertEquals(code, 1);
  assertMatch(stderr, /^Error: .*127\.0\.0\.1:1/m);
});

testBinary("keeps answers on disk", async (at) => {
  const { code, stdout, stderr } = await at.run(["cache", "--json"], { env: { HOME: at.folder } });
  assertEquals([code, stderr], [0, ""]);
  assert(JSON.parse(stdout));
});

testBinary("takes tools from TypeScript", async (at) => {
  const env = { ...await homeAndPython(at), PATH: "/usr/bin:/bin" };
  await at.write("helper.ts", "export const more: number = 100;\n");
  await at.write(
    "tools.ts",
    'import { more } from "./helper.ts";\n' +
      'export const add = { signature: "a: int -> int", description: "Adds.", ' +
      "call: ({ a }: { a: number }) => a + more };\n",
  );
  const { code, stdout, stderr } = await at.run([
    ...["exec", LOCAL, "--tools=tools.ts", "--tool=shell: Says it.=echo said"],
    "--cell=print(add(5), shell())",
  ], { env });
  assertEquals([code, stderr, stdout], [0, "", "105 said\n"]);
});
