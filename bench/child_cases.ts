/**
 * What a child run takes to start: from the call of `rlm_query` to its variables being bound in a sandbox
 * of its own, one child and four at once, against a warm cell. Between them the run does something else
 * for a while, as runs do, so that sandboxes which were taken are replaced.
 *
 * @module
 */

import type { LanguageModel } from "../src/core/lm.ts";
import { NO_USAGE } from "../src/core/lm.ts";
import type { RunEvent } from "../src/core/run_event.ts";
import { parseSignature, runRlm } from "../src/rlm/mod.ts";
import type { EngineRow } from "./engine_cases.ts";
import { benchBackend } from "./engine_run.ts";
import { planned } from "./model_server.ts";
import { summarize } from "./samples.ts";

const ROUNDS = 15;
const BATCH = 4;
/** Long enough for the sandboxes of a batch to start anew on a machine of two cores. */
const PAUSE_S = 0.6;

const ONE = `import time\ntime.sleep(${PAUSE_S})\nrlm_query("What is it?", "A short context.")`;
const MANY = `import time\ntime.sleep(${PAUSE_S})\nrlm_query_batched(["Which?"] * ${BATCH})`;
const PLAIN = "x = 1";

/** The figures. */
export async function childStarts(folder: string): Promise<readonly EngineRow[]> {
  const turns = Array.from({ length: ROUNDS }, () => [ONE, PLAIN]).flat();
  const events = await record(folder, [MANY, ...turns, ...Array(ROUNDS).fill(MANY)]);
  const cells = durations(events, (event) => event.type === "code-end" && event.run === undefined)
    .filter((_, index) => index >= 1 && index <= 2 * ROUNDS && index % 2 === 0);
  const starts = startsOf(events);
  const single = starts.slice(BATCH, BATCH + ROUNDS);
  const batched = starts.slice(BATCH + ROUNDS);
  const last = Array.from(
    { length: ROUNDS },
    (_, round) => Math.max(...batched.slice(round * BATCH, (round + 1) * BATCH)),
  );
  const cell = summarize(cells).median;
  const against = (samples: readonly number[]) => summarize(samples.map((ms) => ms / cell));
  return [
    {
      name: "a child's start from the pool, against a warm cell",
      unit: "×",
      value: against(single),
      bar: 3,
    },
    {
      name: `the last of ${BATCH} children at once, against a warm cell`,
      unit: "×",
      value: against(last),
      bar: 2 * BATCH,
    },
    { name: "a child's start, to its variables being bound", unit: "ms", value: summarize(single) },
    { name: `the last of ${BATCH} at once`, unit: "ms", value: summarize(last) },
    { name: "a warm cell, its events included", unit: "ms", value: summarize(cells) },
  ];
}

/** Milliseconds from the start of every child to the binding of its variables, in order of start. */
function startsOf(events: readonly RunEvent[]): readonly number[] {
  return events.flatMap((event) => {
    if (event.type !== "child-start") return [];
    const bound = events.find(({ type, run }) => type === "variable-bind" && run === event.child);
    return bound === undefined ? [] : [bound.atMs - event.atMs];
  });
}

/** Milliseconds between each chosen event and the one before it of the same run. */
function durations(
  events: readonly RunEvent[],
  isChosen: (event: RunEvent) => boolean,
): readonly number[] {
  const own = events.filter(({ run }) => run === undefined);
  return own.flatMap((event, index) =>
    isChosen(event) ? [event.atMs - (own[index - 1]?.atMs ?? event.atMs)] : []
  );
}

async function record(folder: string, cells: readonly string[]): Promise<readonly RunEvent[]> {
  const backend = benchBackend(folder);
  const events: RunEvent[] = [];
  await runRlm({
    signature: parseSignature("query -> answer"),
    variables: [{ kind: "value", name: "query", value: "q" }],
    planner: scripted(cells),
    createInterpreter: (options) => backend.createInterpreter(options),
    backend: "local",
    limits: { maxDepth: 2, maxIterations: 1_000, maxLlmCalls: 10_000 },
    listeners: [(event) => void events.push(event)],
  });
  return events;
}

/** Plans the cells in the outermost run; its children submit at once. */
function scripted(cells: readonly string[]): LanguageModel {
  const reply = (text: string) =>
    Promise.resolve({ text: planned(text), usage: NO_USAGE, finishReason: "stop" } as const);
  return {
    id: "bench",
    generate: (_, options) => {
      const { brief } = options ?? {};
      if (brief?.run !== undefined) return reply('SUBMIT(answer="It is.")');
      return reply(cells[(brief?.turn ?? 1) - 1] ?? 'SUBMIT(answer="done")');
    },
  };
}
