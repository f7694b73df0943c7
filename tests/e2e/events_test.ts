/** `--events`: what happens in a run, as JSON Lines for programs. */

import { assert, assertEquals } from "@std/assert";
import { BACKENDS } from "../../backends/mod.ts";
import { runCli } from "../../src/cli/run_cli.ts";
import { createMemoryTerminal } from "../cli/_memory_terminal.ts";
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
  const [output, file] = await Promise.all([
    at.run([...run, "--events"], { env }),
    at.run([...run, "--events=events.jsonl", "--json"], { env }),
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
});

Deno.test("--events says when there is no place for them, before anything runs", async () => {
  const refused = async (...argv: readonly string[]) => {
    const terminal = createMemoryTerminal();
    const code = await runCli(
      [
        "run",
        "--signature=q -> answer",
        "--input=q=x",
        "--backend=local",
        "--model=offline",
        ...argv,
      ],
      { backends: BACKENDS, terminal, env: {}, cwd: "/" },
    );
    assertEquals(terminal.stdout, "");
    return [code, terminal.stderr.split("\n", 1)[0]];
  };
  assertEquals(await refused("--events", "--json"), [
    2,
    "Error: Cannot use --events with --json: both want standard output",
  ]);
  const [code, error] = await refused("--events=no/such/folder/x");
  assertEquals(code, 1);
  assert(String(error).startsWith('Error: Cannot write events to "/no/such/folder/x": '));
});
