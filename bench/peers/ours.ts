/**
 * fleet-rlm as one of the runtimes that are compared. A program that answers as `peer_program.ts` wants;
 * its one argument is the isolation level.
 *
 * @module
 */

import type { Interpreter } from "../../src/core/interpreter.ts";
import { createLocalBackend } from "../../backends/local/mod.ts";
import { openTextFile } from "../../src/inputs/open_text_file.ts";
import { createModels } from "../../src/lm/mod.ts";
import type { IsolationLevel } from "../../src/core/backend.ts";
import type { HostTool } from "../../src/core/host_tool.ts";
import { openTrajectory, parseSignature, runRlm } from "../../src/rlm/mod.ts";

const folder = await Deno.makeTempDir({ prefix: "fleet-peers-" });
const isolation = Deno.args[0] as IsolationLevel;
const backend = createLocalBackend({ isolation, cacheFolder: `${folder}/cache` });
const ping: HostTool = {
  name: "ping",
  description: "",
  parameters: [{ name: "x" }],
  call: ({ x }) => Promise.resolve(x ?? null),
};

/** What a cell printed. */
async function output(session: Interpreter, code: string): Promise<string> {
  const result = await session.execute(code);
  if (result.status !== "ok") throw new Error(JSON.stringify(result));
  return result.output.text;
}

/** Milliseconds from nothing to the first result. */
async function start(): Promise<number> {
  const startedAt = performance.now();
  await using session = backend.createInterpreter();
  await output(session, "print(1 + 1)");
  return performance.now() - startedAt;
}

/** Milliseconds a cell. */
async function cells({ count, batches }: { count: number; batches: number }): Promise<number[]> {
  await using session = backend.createInterpreter();
  await output(session, "x = 1");
  const samples = [];
  for (let batch = 0; batch < batches; batch++) {
    const startedAt = performance.now();
    for (let at = 0; at < count; at++) await output(session, "x = x + 1");
    samples.push((performance.now() - startedAt) / count);
  }
  return samples;
}

/** Milliseconds a call, by the guest's clock. */
async function tools({ count, batches }: { count: number; batches: number }): Promise<number[]> {
  await using session = backend.createInterpreter({ tools: [ping] });
  const code = `import time
start = time.perf_counter()
for _ in range(${count}): ping(x="a")
print((time.perf_counter() - start) * 1000 / ${count})`;
  const samples = [];
  for (let batch = 0; batch < batches; batch++) samples.push(Number(await output(session, code)));
  return samples;
}

/** Milliseconds from a file on disk to its length, known in the sandbox. */
async function context({ path }: { path: string }): Promise<number> {
  // What a sandbox lets in is known when it starts; that the file is looked at again counts.
  await using session = backend.createInterpreter({ files: [await openTextFile(path)] });
  await output(session, "x = 1");
  const startedAt = performance.now();
  const file = await openTextFile(path);
  await session.bind([{ kind: "file", name: "document", file }]);
  const length = await output(session, "print(len(document))");
  const ms = performance.now() - startedAt;
  if (Number(length) !== (await Deno.stat(path)).size) throw new Error(`Length ${length}`);
  return ms;
}

/** A run against the model server: its milliseconds and its answer. */
async function run(
  { url, path, turns }: { url: string; path: string; turns: number },
): Promise<{ ms: number; answer: unknown }> {
  const startedAt = performance.now();
  const models = await createModels({
    planner: "openai/planner-fleet-rlm",
    subModel: "openai/sub",
    settings: { apiBase: url, apiKey: "none" },
  });
  const record = await Deno.makeTempFile({ dir: folder, suffix: ".jsonl" });
  using trajectory = openTrajectory(record);
  const { outputs } = await runRlm({
    ...models,
    signature: parseSignature("document, query -> answer"),
    variables: [
      { kind: "file", name: "document", file: await openTextFile(path) },
      { kind: "value", name: "query", value: "How many beacons are there?" },
    ],
    createInterpreter: (given) => backend.createInterpreter(given),
    backend: "local",
    concurrency: 16,
    limits: { maxIterations: turns, maxLlmCalls: 100 },
    listeners: [trajectory.listener],
  });
  return { ms: performance.now() - startedAt, answer: outputs?.answer };
}

// deno-lint-ignore no-explicit-any -- questions come from the bench alone
const OPS: Readonly<Record<string, (options: any) => Promise<unknown>>> = {
  start,
  cells,
  tools,
  context,
  run,
};

let text = "";
for await (const piece of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
  text += piece;
  if (!text.endsWith("\n")) continue;
  const { op, ...options } = JSON.parse(text);
  text = "";
  try {
    console.log(JSON.stringify({ value: await OPS[op]!(options) }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
await Deno.remove(folder, { recursive: true });
