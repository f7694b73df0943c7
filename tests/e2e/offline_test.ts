/** Whole runs without any model server: the offline planner and scripted replies. */

import { assert, assertEquals } from "@std/assert";
import { createWorkspace } from "./_program.ts";

const LOCAL = ["--backend", "local"];

/** A report of about 300 kB with one passage that answers the question. */
function report(): string {
  const parts: string[] = [];
  for (let chapter = 1; chapter <= 40; chapter++) {
    parts.push(`# Chapter ${chapter}\n`);
    for (let line = 0; line < 100; line++) {
      parts.push(`The survey of basin ${chapter}-${line} found calm water and no change at all.\n`);
    }
    if (chapter === 23) parts.push("The lighthouse keeper was named Ottoline Vance.\n");
  }
  return parts.join("\n");
}

Deno.test("run-long-context offline quotes the passage that answers", async () => {
  await using at = await createWorkspace();
  const text = report();
  const path = await at.write("report.md", text);
  const argv = ["run-long-context", "--docs-path", path, "--query"];
  const { code, stdout, stderr } = await at.run(
    [...argv, "Who was the lighthouse keeper?", ...LOCAL, "--model", "offline"],
  );
  assertEquals(code, 0, stderr);
  const keys = [...stdout.matchAll(/^([a-z_]+): /gm)].map(([, key]) => key);
  assertEquals(keys, ["findings", "answer", "sections_examined", "doc_chars"]);
  assert(stdout.includes("Ottoline Vance"), stdout);
  assert(stdout.includes(`doc_chars: ${text.length}\n`), stdout);
  assert(
    /^Trajectory: .*\/home\/\.local\/state\/fleet-rlm\/runs\/.*\.jsonl$/m.test(stderr),
    stderr,
  );
});

Deno.test("run-long-context --mode summarize --full-output takes the document from a pipe", async () => {
  await using at = await createWorkspace();
  const text = report();
  const { code, stdout, stderr } = await at.call([
    "run-long-context",
    "--docs-path=-",
    "--query=lighthouse",
    "--mode=summarize",
    ...LOCAL,
    "--model=offline",
    "--full-output",
    "--quiet",
  ], { stdin: text });
  assertEquals([code, stderr], [0, ""]);
  const result = JSON.parse(stdout);
  assertEquals(Object.keys(result), [
    "coverage_pct",
    "doc_chars",
    "iterations",
    "key_points",
    "llm_calls",
    "run_id",
    "status",
    "summary",
    "trajectory",
    "usage",
  ]);
  assertEquals(result.doc_chars, text.length);
  assert(Number.isInteger(result.coverage_pct));
});

Deno.test("run-basic offline says that it cannot and exits with 1", async () => {
  await using at = await createWorkspace();
  const argv = ["run-basic", "--question", "Why?", ...LOCAL, "--model", "offline"];
  const { code, stdout, stderr } = await at.call(argv);
  assertEquals([code, stdout], [1, ""]);
  assert(stderr.includes("Error: Cannot do this task with model 'offline'"), stderr);
});

const reply = (code: string) => JSON.stringify({ reply: `\`\`\`python\n${code}\n\`\`\`` });

Deno.test("run-basic plays a script and prints answer and steps", async () => {
  await using at = await createWorkspace();
  const script = await at.write(
    "script.jsonl",
    [
      reply('colour = llm_query("Which colour?")\nprint(colour, question)'),
      JSON.stringify({ match: "colour", reply: "blue" }),
      reply("SUBMIT(f'It is {colour}, naïve one')"),
    ].join("\n"),
  );
  const argv = ["run-basic", "--question", "Which?", ...LOCAL, `--model=scripted:${script}`];
  const { code, stdout, stderr } = await at.call([...argv, "--verbose"]);
  assertEquals([code, stdout], [0, "answer: It is blue, naïve one\ntrajectory_steps: 2\n"], stderr);
  assert(stderr.includes("  > SUBMIT(f'It is {colour}, naïve one')\n"), stderr);
  assert(stderr.includes("  | blue Which?\n"), stderr);
});

Deno.test("run keeps the types of inputs and outputs", async () => {
  await using at = await createWorkspace();
  const code = "SUBMIT(kind=type(n).__name__, double=[n * 2, big], table={'é': flag})";
  const script = await at.write("script.jsonl", reply(code));
  const { code: exit, stdout, stderr } = await at.call([
    "run",
    "--signature=n: int, big: int, flag: bool -> kind, double: list[int], table: dict",
    "--input=n=21",
    "--input=big:json=12345678901234567890",
    "--input=flag=true",
    ...LOCAL,
    `--model=scripted:${script}`,
  ]);
  const lines = ["kind: int", "double: [42, 12345678901234567890]", 'table: {"\\u00e9": true}', ""];
  assertEquals([exit, stdout], [0, lines.join("\n")], stderr);
});

Deno.test("a limit on iterations extracts loudly, and --strict exits with 3", async () => {
  await using at = await createWorkspace();
  const script = await at.write(
    "script.jsonl",
    [reply("print(1)"), JSON.stringify({ reply: '{"answer": "so far"}' })].join("\n"),
  );
  const argv = ["run-basic", "--question=q", ...LOCAL, `--model=scripted:${script}`, "--quiet"];
  const loose = await at.call([...argv, "--max-iterations=1"]);
  assertEquals([loose.code, loose.stdout], [0, "answer: so far\ntrajectory_steps: 1\n"]);
  assert(
    loose.stderr.includes("without a SUBMIT: the answer was extracted from the steps; check it"),
  );
  const strict = await at.call([...argv, "--max-iterations=1", "--strict", "--json"]);
  assertEquals([strict.code, JSON.parse(strict.stdout).status], [3, "extracted"]);
});

Deno.test("settings come from the project's .env, and the environment wins", async () => {
  await using at = await createWorkspace();
  await at.write("notes.md", "The tide gauge reads too low.\n");
  await at.write(".env", `DSPY_LM_MODEL="offline"\nFLEET_RLM_BACKEND=local\n`);
  const argv = ["run-long-context", "--docs-path=notes.md", "--query=Which gauge?", "--quiet"];
  const found = await at.call([...argv, "--isolation=process"]);
  assertEquals(found.code, 0, found.stderr);
  assert(found.stdout.includes("The tide gauge reads too low."), found.stdout);
  const overridden = await at.call(argv, { env: { FLEET_RLM_BACKEND: "modal" } });
  assertEquals(overridden.code, 1);
  assert(overridden.stderr.startsWith("Error: Cannot use Modal"), overridden.stderr);
});
