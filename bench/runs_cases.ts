/**
 * What is measured of many runs: how long a list of ten thousand takes beside a list of twenty, and
 * what a task of a batch costs beside a run of its own.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listRecords } from "../src/records/list_records.ts";
import type { EngineRow } from "./engine_cases.ts";
import { summarize, takeTurns } from "./samples.ts";

const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const RECORDS = 10_000;
const FEW = 20;
const ROUNDS = 10;
const TASKS = 10;

/** What its page says above the figures. */
export const ABOUT_RUNS: readonly string[] = [
  "Written by `deno task bench`. Whole processes of `deno run`, sampled in turn in one run; medians,",
  "quartiles in brackets. The records are of a run with two turns and 200 kB of output; a task submits",
  "at once, with a scripted planner and a local sandbox of the level `process`.",
];

/** The figures. */
export async function measureRuns(folder: string): Promise<readonly EngineRow[]> {
  const [many, few] = [join(folder, "many"), join(folder, "few")];
  await writeRecords(many, RECORDS);
  await writeRecords(few, FEW);
  const list = (home: string) => time(["runs"], { XDG_STATE_HOME: home }, folder);
  const [manyMs = [], fewMs = []] = await takeTurns([list(many), list(few)], ROUNDS);
  const scan = async () => {
    const startedAt = performance.now();
    const runs = listRecords(join(many, "fleet-rlm", "runs"), { filter: { states: ["failed"] } });
    for await (const { id } of runs) throw new Error(`Run ${id} did not fail`);
    return performance.now() - startedAt;
  };
  const [scans = []] = await takeTurns([scan], ROUNDS);

  const reply = "```python\nSUBMIT(answer=q)\n```";
  await Deno.writeTextFile(join(folder, "script.jsonl"), `${JSON.stringify({ reply })}\n`);
  const task = JSON.stringify({ signature: "q -> answer", values: { q: "x" } });
  await Deno.writeTextFile(join(folder, "tasks.jsonl"), `${task}\n`.repeat(TASKS));
  const how = [
    "--backend=local",
    "--isolation=process",
    "--model=scripted:script.jsonl",
    "--quiet",
  ];
  const run = ["run", "--signature=q -> answer", "--input=q=x", ...how];
  const state = { XDG_STATE_HOME: join(folder, "state") };
  const [batches = [], runs = []] = await takeTurns([
    time(["batch", "tasks.jsonl", "--parallel=1", ...how], state, folder),
    time(run, state, folder),
  ], ROUNDS);
  const perTask = batches.map((ms) => ms / TASKS);
  return [
    {
      name: `\`runs\` with ${RECORDS} records against ${FEW}`,
      unit: "×",
      value: summarize(manyMs.map((ms, round) => ms / (fewMs[round] ?? NaN))),
      bar: 1.5,
    },
    { name: `\`runs\` with ${RECORDS} records`, unit: "ms", value: summarize(manyMs) },
    { name: `a search through all ${RECORDS} records`, unit: "ms", value: summarize(scans) },
    {
      name: "a task of a batch against a run of its own",
      unit: "×",
      value: summarize(perTask.map((ms, round) => ms / (runs[round] ?? NaN))),
      bar: 0.8,
    },
    { name: "a task of a batch", unit: "ms", value: summarize(perTask) },
  ];
}

/** Records under names of their own; the files are one and the same, which takes no room. */
async function writeRecords(home: string, count: number): Promise<void> {
  const folder = join(home, "fleet-rlm", "runs");
  await Deno.mkdir(folder, { recursive: true });
  const first = join(folder, nameOf(0));
  await Deno.writeTextFile(first, record());
  for (let index = 1; index < count; index++) await Deno.link(first, join(folder, nameOf(index)));
}

function nameOf(index: number): string {
  const time = new Date(Date.UTC(2026, 0, 1) + index * 60_000).toISOString()
    .replace(/[-:]|\.\d+Z$/g, "").toLowerCase();
  return `${time}-${index.toString(16).padStart(8, "0")}.jsonl`;
}

function record(): string {
  const text = "x".repeat(100_000);
  const output = { text, chars: text.length, omittedChars: 0 };
  const result = { status: "ok", output, durationMs: 1, changes: [] };
  const usage = { inputTokens: 1, outputTokens: 1, cachedTokens: 0 };
  const events = [
    { schema: "fleet-rlm.trajectory", version: 1 },
    { type: "run-start", runId: "r", startedAt: "2026-01-01T00:00:00Z", task: "run", atMs: 0 },
    { type: "code-end", step: 1, result, atMs: 1 },
    { type: "code-end", step: 2, result, atMs: 2 },
    { type: "run-end", status: "submitted", iterations: 2, llmCalls: 0, usage, atMs: 3 },
  ];
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}

/** Milliseconds from the start of `deno run` to its end. */
function time(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): () => Promise<number> {
  return async () => {
    const startedAt = performance.now();
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", MAIN, ...args],
      cwd,
      env: { ...env, NO_COLOR: "1" },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
    if (!success) throw new Error(`It failed: fleet-rlm ${args.join(" ")}`);
    return performance.now() - startedAt;
  };
}
