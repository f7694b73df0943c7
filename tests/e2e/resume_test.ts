/** Runs that go on: after a limit, after being killed, and on a branch. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createWorkspace, type Workspace } from "./_program.ts";
import {
  ANSWER,
  DOCUMENT,
  reaching,
  recordRun,
  RUN,
  scriptLines,
  startModelServer,
} from "./_recorded_run.ts";

const SCRIPTED = ["--model=scripted:script.jsonl", "--sub-model=scripted:script.jsonl"];

Deno.test("resume goes on after a limit that was raised, at the model's cost from there", async () => {
  await using at = await createWorkspace();
  const limited = await recordRun(at, ["--max-iterations=2"]);
  assertEquals(limited.code, 3, limited.stderr);
  const refused = await at.run(["resume", "run.jsonl", "--model=offline"]);
  assertEquals([refused.code, refused.stdout], [3, ""]);
  assertStringIncludes(refused.stderr, 'Cannot go on: the limit "iterations" is used up (2 of 2)');
  await using server = startModelServer();
  const { code, stdout, stderr } = await at.call([
    "resume",
    "run.jsonl",
    "--max-iterations=5",
    "--trajectory=resumed.jsonl",
  ], { env: reaching(server) });
  assertEquals([code, stdout], [0, ANSWER], stderr);
  assertEquals(server.requests.length, 1, "Only the third turn was asked for");
  const start = await startOf(`${at.folder}/resumed.jsonl`);
  assertEquals(start.resumedFrom.trajectory, `${at.folder}/run.jsonl`);
  assertEquals([start.resumedFrom.steps, start.limits.maxIterations], [2, 5]);
  const replayed = await at.call(["replay", "resumed.jsonl", "--quiet", "--strict"]);
  assertEquals(replayed, { code: 0, stdout: ANSWER, stderr: "" });
});

async function startOf(path: string) {
  return JSON.parse((await Deno.readTextFile(path)).split("\n")[1] ?? "");
}

Deno.test("resume prints the answer of a run that was submitted", async () => {
  await using at = await createWorkspace();
  await recordRun(at);
  const { code, stdout, stderr } = await at.call(["resume", "run.jsonl"]);
  assertEquals([code, stdout], [0, ANSWER]);
  assert(/^Nothing to resume: run \S+ was submitted\n$/.test(stderr), stderr);
});

/** Starts the program and kills it once its record has so many lines; the lines that it had then. */
async function killAt(
  at: Workspace,
  argv: readonly string[],
  options: { readonly env: Readonly<Record<string, string>>; readonly lines: number },
): Promise<number> {
  const path = `${at.folder}/${argv.at(-1)?.split("=")[1]}`;
  const child = at.spawn(argv, { env: options.env });
  const outputs = [child.stdout, child.stderr].map((stream) => new Response(stream).text());
  let over = false;
  const ended = child.status.then(() => over = true);
  while (!over && await countLines(path) < options.lines) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!over) throw error;
  }
  await Promise.all([ended, ...outputs]);
  return await countLines(path);
}

async function countLines(path: string): Promise<number> {
  const text = await Deno.readTextFile(path).catch(() => "");
  return text.split("\n").length - 1;
}

/** Lines of the whole record, about; a kill is somewhere from the first event to the last. */
const LINES = 36;
const somewhere = (): number => 2 + Math.floor(Math.random() * (LINES - 4));

for (
  const [round, first, second] of Array.from({ length: 4 }, (_, n) => [n, somewhere(), somewhere()])
) {
  Deno.test(`resume comes to the answer after kill -9, and again after another (${round})`, async () => {
    await using at = await createWorkspace();
    await at.write("document.txt", DOCUMENT);
    await at.write("script.jsonl", scriptLines());
    await using server = startModelServer(5);
    const env = reaching(server);
    const lines = await killAt(at, RUN, { env, lines: first! });
    assert(lines >= first!, `${lines} lines`);
    await killAt(at, ["resume", "run.jsonl", "--trajectory=again.jsonl"], { env, lines: second! });
    const where = `killed at ${first} and ${second} lines`;
    const whole = await countLines(`${at.folder}/again.jsonl`) > 2 ? "again.jsonl" : "run.jsonl";
    const argv = ["resume", whole, ...SCRIPTED, "--trajectory=last.jsonl", "--quiet"];
    const { code, stdout, stderr } = await at.call(argv);
    assertEquals([code, stdout, stderr], [0, ANSWER, ""], where);
  });
}

Deno.test("resume reads a record whose last line was torn", async () => {
  await using at = await createWorkspace();
  await recordRun(at);
  await at.write("script.jsonl", scriptLines());
  const text = await Deno.readTextFile(`${at.folder}/run.jsonl`);
  const half = text.indexOf('{"type":"code-end","step":2') + 60;
  await at.write("torn.jsonl", text.slice(0, half));
  const argv = ["resume", "torn.jsonl", ...SCRIPTED, "--trajectory=last.jsonl", "--quiet"];
  assertEquals(await at.call(argv), { code: 0, stdout: ANSWER, stderr: "" });
});

Deno.test("fork runs other code at a step and asks only what is new", async () => {
  await using at = await createWorkspace();
  await recordRun(at);
  await at.write(
    "cell.py",
    `answers = llm_query_batched(["Count the dots of: " + "." * n for n in (2, 3, 11)])\n`,
  );
  await using server = startModelServer();
  const { code, stdout, stderr } = await at.run([
    "fork",
    "run.jsonl",
    "--at=2",
    "--edit=cell.py",
    "--trajectory=fork.jsonl",
  ], { env: reaching(server) });
  assertEquals([code, stdout], [0, "answer: 2 3 11\ntotal: 16\n"], stderr);
  const asked = server.requests.map(({ body }) => body.messages.at(-1)?.content ?? "");
  assertEquals(asked.length, 2);
  assertEquals(asked[0], `Count the dots of: ${".".repeat(11)}`);
  const start = await startOf(`${at.folder}/fork.jsonl`);
  assertEquals([start.forkedFrom.steps, start.resumedFrom], [1, undefined]);
  const replayed = await at.call(["replay", "fork.jsonl", "--quiet", "--strict"]);
  assertEquals(replayed, { code: 0, stdout: "answer: 2 3 11\ntotal: 16\n", stderr: "" });
});

Deno.test("fork asks another model from a step on", async () => {
  await using at = await createWorkspace();
  await recordRun(at);
  const replies = ["never", "never", '```python\nSUBMIT("no dots", len(answers))\n```'];
  await at.write(
    "other.jsonl",
    replies.map((reply) => `${JSON.stringify({ reply })}\n`).join(""),
  );
  const argv = ["fork", "run.jsonl", "--at=3", "--model=scripted:other.jsonl"];
  const { code, stdout, stderr } = await at.call([...argv, "--trajectory=fork.jsonl"]);
  assertEquals([code, stdout], [0, "answer: no dots\ntotal: 8\n"], stderr);
  assertEquals((await startOf(`${at.folder}/fork.jsonl`)).planner, "scripted:other.jsonl");
});

Deno.test("fork refuses a step that the record has not", async () => {
  await using at = await createWorkspace();
  await recordRun(at);
  const { code, stderr } = await at.call(["fork", "run.jsonl", "--at=9"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "Cannot fork at step 9: the record has 3 whole steps");
});
