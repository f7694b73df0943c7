/** `--events`: what happens in a run, as JSON Lines for programs. */

import { assert, assertEquals } from "@std/assert";
import { createWorkspace } from "./_program.ts";

Deno.test("--events tells what happens, to a file or in place of the result, without secrets", async () => {
  await using at = await createWorkspace();
  const reply = "```python\nprint(q)\nSUBMIT(answer=q[:3])\n```";
  await at.write("script.jsonl", `${JSON.stringify({ reply })}\n`);
  const run = [
    ...["run", "--signature=q -> answer", "--input=q=who says a-secret-of-the-user"],
    ...["--backend=local", "--isolation=process", "--model=scripted:script.jsonl", "--quiet"],
  ];
  const env = { SOME_API_KEY: "a-secret-of-the-user" };
  const [output, file, both, nowhere] = await Promise.all([
    at.run([...run, "--events"], { env }),
    at.run([...run, "--events=events.jsonl", "--json"], { env }),
    at.run([...run, "--events", "--json"]),
    at.run([...run, "--events=no/such/folder/x"]),
  ]);
  assertEquals([output.code, output.stderr], [0, ""]);
  const told = output.stdout.trimEnd().split("\n").map((line) => JSON.parse(line));
  const types = [
    ...["run-start", "sandbox-start", "variable-bind", "step-start", "plan-end", "code-start"],
    ...["code-end", "run-end"],
  ];
  assertEquals(told.map(({ type }) => type), types);
  assertEquals(told.at(-1).outputs, { answer: "who" });
  assert(!output.stdout.includes("a-secret-of-the-user"));
  assertEquals(told[6].result.output.text, "who says [REDACTED]\n");

  assertEquals(JSON.parse(file.stdout).outputs, { answer: "who" });
  const written = await Deno.readTextFile(`${at.folder}/events.jsonl`);
  assertEquals(written.trimEnd().split("\n").map((line) => JSON.parse(line).type), types);
  assertEquals([both.code, both.stdout], [2, ""]);
  assert(both.stderr.startsWith("Error: Cannot use --events with --json: "), both.stderr);
  assertEquals(nowhere.code, 1);
  assert(nowhere.stderr.includes("Error: Cannot write events to "), nowhere.stderr);
});
