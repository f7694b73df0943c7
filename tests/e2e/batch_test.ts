/** `batch` through the process: bad lines, results, an interrupt in the middle, going on. */

import { assert, assertEquals } from "@std/assert";
import { startOpenAiServer } from "../fakes/openai_server.ts";
import { findSurvivors, waitFor, waitForDescendants } from "./_processes.ts";
import { createWorkspace, type Workspace } from "./_program.ts";

const BATCH = ["batch", "tasks.jsonl", "--backend=local", "--isolation=process", "--parallel=2"];

const fence = (code: string) => `\`\`\`python\n${code}\n\`\`\``;
const lines = (values: readonly unknown[]) =>
  values.map((value) => `${JSON.stringify(value)}\n`).join("");

async function results(at: Workspace) {
  const text = await Deno.readTextFile(`${at.folder}/out.jsonl`);
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("batch tells of all lines that are no tasks and runs none", async () => {
  await using at = await createWorkspace();
  const good = { signature: "a -> b", values: { a: "x" } };
  await at.write(
    "tasks.jsonl",
    lines([good, { ...good, model: "nowhere/x" }, { task: "?" }, { ...good, limits: { x: 1 } }]),
  );
  const { code, stderr, stdout } = await at.run([...BATCH, "--model=offline", "--out=out.jsonl"]);
  assertEquals([code, stdout], [1, ""]);
  const [models, task, limits, ...rest] = stderr.split("\n");
  assertEquals(models, "Line 2: Cannot use model 'nowhere/x': unknown provider 'nowhere'");
  assert(task?.startsWith('Line 3: There is no task "?": the tasks are answer-question, '));
  assertEquals(limits, 'Line 4: limits: Unrecognized key: "x"');
  assertEquals(rest, [
    'Error: Cannot run tasks "tasks.jsonl": 3 lines are no task',
    'Hint: A line is {"task": "analyze-document", "paths": {…}, "values": {…}}; nothing was run',
    "",
  ]);
  assertEquals([...Deno.readDirSync(at.folder)].map(({ name }) => name).sort(), [
    "home",
    "tasks.jsonl",
  ]);
});

Deno.test({
  name: "batch keeps what was done when it is interrupted, and --resume does the rest",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using at = await createWorkspace();
    let hangs = true;
    await using server = startOpenAiServer({
      reply: ({ body }) => {
        const prompt = body.messages.map(({ content }) => content).join("\n");
        const last = body.messages.at(-1)?.content ?? "";
        if (last === "How many?") return hangs ? { hang: true } : "forty";
        if (prompt.includes("ASK")) return fence('SUBMIT(answer=llm_query("How many?"))');
        if (prompt.includes("FAIL")) return { status: 400, body: { error: { message: "no" } } };
        return fence("SUBMIT(answer=word[::-1])");
      },
    });
    const ask = (word: string) => ({ id: word, signature: "word -> answer", values: { word } });
    const script = lines([{ reply: fence("SUBMIT(answer=str(len(word)))") }]);
    await at.write("played.jsonl", script);
    await at.write("word.txt", "from a file");
    await at.write(
      "tasks.jsonl",
      lines([
        ask("abc"),
        { ...ask("FAIL"), limits: { max_iterations: 2 } },
        { ...ask("played"), model: "scripted:played.jsonl" },
        { ...ask("played too"), model: "scripted:played.jsonl" },
        { id: "file", signature: "word: str -> answer", paths: { word: "word.txt" } },
        ask("ASK"),
      ]),
    );
    const env = { DSPY_LM_API_BASE: server.url, DSPY_LLM_API_KEY: "k".repeat(20) };
    const argv = [...BATCH, "--model=openai/fake", "--out=out.jsonl"];

    const child = at.spawn(argv, { env });
    const { rest } = await waitFor(child.stderr, "Task 5/6, ");
    const started = await waitForDescendants(child.pid);
    while (!server.requests.some(({ body }) => body.messages.at(-1)?.content === "How many?")) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill("SIGINT");
    const [{ code }, told] = await Promise.all([child.status, rest]);
    const totals = await new Response(child.stdout).text();
    assertEquals(code, 130, told);
    assert(totals.includes("submitted: 4\nextracted: 0\nlimit: 0\nfailed: 1\nleft: 1\n"), totals);
    assertEquals(await findSurvivors(started), []);
    const first = await results(at);
    const answers = Object.fromEntries(first.map(({ id, outputs }) => [id, outputs?.answer]));
    assertEquals(answers, {
      "abc": "cba",
      "FAIL": undefined,
      "played": "6",
      "played too": "10",
      "file": "elif a morf",
    });
    const failed = first.find(({ id }) => id === "FAIL");
    assertEquals([failed.status, failed.line, failed.error.code], ["failed", 2, "model-rejected"]);

    hangs = false;
    const again = await at.run([...argv, "--resume", "--json", "--quiet"], { env });
    assertEquals(again.code, 1, again.stderr);
    const { usage: _, seconds: _seconds, ...told2 } = JSON.parse(again.stdout);
    assertEquals(told2, {
      tasks: 6,
      skipped: 4,
      submitted: 1,
      extracted: 0,
      limit: 0,
      failed: 1,
      left: 0,
      iterations: 2,
      llm_calls: 1,
    });
    assert(/^Task \d\/6, FAIL \(line 2\): failed after .* s: /m.test(again.stderr), again.stderr);
    const second = await results(at);
    assertEquals(second.slice(0, 5), first);
    assertEquals(second.slice(5).map(({ id }) => id).sort(), ["ASK", "FAIL"]);
    assertEquals(second.find(({ id }) => id === "ASK").outputs, { answer: "forty" });
  },
});
