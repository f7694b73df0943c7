/** Child runs in real sandboxes: `rlm_query` from code, records nested, nothing left behind. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { startOpenAiServer } from "../fakes/openai_server.ts";
import { descendants, findSurvivors, waitFor } from "./_processes.ts";
import { createWorkspace, type Workspace } from "./_program.ts";

type Line = Readonly<Record<string, unknown>>;

function turn(code: string): Line {
  return { reply: `I look.\n\n\`\`\`python\n${code}\n\`\`\`` };
}

async function writeScript(at: Workspace, lines: readonly Line[]): Promise<void> {
  await at.write("script.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
}

async function readRecord(at: Workspace): Promise<readonly Line[]> {
  const text = await Deno.readTextFile(`${at.folder}/run.jsonl`);
  return text.trimEnd().split("\n").slice(1).map((line) => JSON.parse(line));
}

const ARGS = [
  "run",
  "--signature=texts: list[str] -> lengths: list[int], words",
  '--input=texts:json=["one two", "three"]',
  "--backend=local",
  "--model=scripted:script.jsonl",
  "--trajectory=run.jsonl",
  "--json",
];

Deno.test("run --max-depth 2 runs a child in a sandbox of its own and nests its record", async () => {
  await using at = await createWorkspace();
  await writeScript(at, [
    turn("secret = 1\nanswer = rlm_query('How many words?', texts[0])\nprint(answer)"),
    turn("print(len(context.split()), query)\nprint('secret' in globals())"),
    turn("SUBMIT(str(len(context.split())) + ' words: ' + llm_query('Name them: ' + context))"),
    { match: "^Name them: one two$", reply: "one, two" },
    turn("SUBMIT(lengths=[len(text) for text in texts], words=answer)"),
  ]);
  const { code, stdout, stderr } = await at.run([...ARGS, "--max-depth=2"]);
  assertEquals(code, 0, stderr);
  const result = JSON.parse(stdout);
  assertEquals(result.outputs, { lengths: [7, 5], words: "2 words: one, two" });
  assertEquals([result.status, result.iterations, result.llm_calls], ["submitted", 2, 3]);
  assertStringIncludes(stderr, "Turn 1/20: child 1 is asked: How many words?");
  assertStringIncludes(stderr, "Turn 1/20: child 1 submitted after");

  const events = await readRecord(at);
  const child = events.filter(({ run }) => run === "1");
  assertEquals(child.map(({ type }) => type), [
    ...["run-start", "sandbox-start", "variable-bind"],
    ...["step-start", "plan-end", "code-start", "code-end"],
    ...["step-start", "plan-end", "code-start", "query-start", "query-end", "code-end", "run-end"],
  ]);
  assertEquals(child[0]!["runId"], `${events[0]!["runId"]}/1`);
  const cell = child[6] as { readonly result: { readonly output: { readonly text: string } } };
  assertEquals(cell.result.output.text, "2 How many words?\nFalse\n");
  assertEquals(events.at(-1)!["type"], "run-end");
});

Deno.test("run --max-depth 3 goes as deep as it says, and asks a model below that", async () => {
  await using at = await createWorkspace();
  const deeper = turn("SUBMIT('<' + rlm_query(query, context) + '>')");
  await writeScript(at, [
    turn("answer = rlm_query_batched(['go'], contexts=[texts])[0]\nprint(answer)"),
    deeper,
    deeper,
    { match: '^go\\n\\nContext:\\n\\[\\n  "one two",\\n  "three"\\n\\]$', reply: "deep" },
    turn("SUBMIT([1], answer)"),
  ]);
  const { code, stdout, stderr } = await at.call([...ARGS, "--max-depth=3"]);
  assertEquals(code, 0, stderr);
  assertEquals(JSON.parse(stdout).outputs.words, "<<deep>>");
  const starts = (await readRecord(at)).filter(({ type }) => type === "run-start");
  assertEquals(starts.map(({ run }) => run), [undefined, "1", "1.1"]);
});

Deno.test("run tells code in a child's parent what went wrong, as an exception or [ERROR]", async () => {
  await using at = await createWorkspace();
  const failing = turn("1/0");
  await writeScript(at, [
    turn(
      "try:\n    rlm_query('a')\nexcept RuntimeError as error:\n    caught = str(error)\n" +
        "both = [caught, *rlm_query_batched(['b'])]\nprint(both)",
    ),
    failing,
    { reply: "I give up" },
    failing,
    { reply: "I give up" },
    turn("SUBMIT([0], ' | '.join(both))"),
  ]);
  const { code, stdout, stderr } = await at.call([
    ...ARGS,
    "--max-depth=2",
    "--max-errors=1",
    "--max-iterations=3",
  ]);
  assertEquals(code, 0, stderr);
  const reason = "The child run ended at its limit on errors without an answer";
  assertEquals(JSON.parse(stdout).outputs.words, `${reason} | [ERROR] ${reason}`);
});

Deno.test("run counts the turns of children among the sub-queries and names the limit", async () => {
  await using at = await createWorkspace();
  await writeScript(at, [
    turn("print(budget()['llm_calls'])\nprint(rlm_query('a'))"),
    turn("print(1)"),
    { reply: '{"answer": "as far as it got"}' },
    turn("print(budget())"),
    { reply: '{"lengths": [], "words": "none"}' },
  ]);
  const { code, stdout, stderr } = await at.call([
    ...ARGS,
    ...["--max-depth=2", "--max-llm-calls=2", "--max-iterations=2", "--strict"],
  ]);
  assertEquals(code, 3, stderr);
  const result = JSON.parse(stdout);
  assertEquals([result.status, result.limit, result.llm_calls], ["extracted", "iterations", 2]);
  const limits = (await readRecord(at)).filter(({ type }) => type === "limit-reach");
  assertEquals(limits.map(({ run, limit }) => [run, limit]), [
    ["1", "llm-calls"],
    [undefined, "iterations"],
  ]);
  assertStringIncludes(stderr, 'Warning: child 1: Stopped at the limit "llm-calls" (1 of 2)');
});

Deno.test("run --max-cost refuses to run on prices that it does not know", async () => {
  await using at = await createWorkspace();
  await writeScript(at, []);
  const { code, stdout, stderr } = await at.call([...ARGS, "--max-cost=1"]);
  assertEquals([code, stdout], [2, ""]);
  assertStringIncludes(
    stderr,
    'Cannot limit the cost: the price of "scripted:script.jsonl" is not',
  );
});

Deno.test({
  name: "SIGINT during a child run ends the program with 130 and leaves no process",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using at = await createWorkspace();
    const code = (text: string) => `\`\`\`python\n${text}\n\`\`\``;
    await using server = startOpenAiServer({
      reply: ({ body }) =>
        body.messages.some(({ content }) => content.includes("explore this"))
          ? code("import subprocess\nsubprocess.run(['sleep', '600'])")
          : code("print(rlm_query_batched(['explore ' + 'this'] * 3))"),
    });
    const child = at.spawn([
      ...["run-basic", "--question=q", "--backend=local", "--model=openai/fake"],
      ...["--max-depth=2", "--verbose", "--trajectory=run.jsonl"],
    ], { env: { DSPY_LM_API_BASE: server.url, DSPY_LLM_API_KEY: "some-key-0123456789" } });
    const output = new Response(child.stdout).text();
    const { rest } = await waitFor(child.stderr, "[3] Turn 1/15: planned");
    const started = await descendants(child.pid);
    assert(started.length >= 4, `${started.length} processes`);
    child.kill("SIGINT");
    const [status, stdout, stderr] = [await child.status, await output, await rest];
    assertEquals([status.code, stdout], [130, ""], stderr);
    assertEquals(await findSurvivors(started), []);
    const ends = (await readRecord(at)).filter(({ type }) => type === "run-end");
    assertEquals(ends.map(({ run }) => run).toSorted(), ["1", "2", "3", undefined]);
    assertEquals(ends.at(-1)!["run"], undefined);
  },
});
