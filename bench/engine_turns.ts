/**
 * A long run against a model that answers at once: what a turn takes beside its request and its cell,
 * and how many bytes it sends that were not sent before.
 *
 * @module
 */

import type { LanguageModel, Message } from "../src/core/lm.ts";
import { createReplyWatch } from "../src/rlm/reply/reply_watch.ts";
import { type ChatRequestBody, startOpenAiServer } from "../tests/fakes/openai_server.ts";
import type { EngineRow } from "./engine_cases.ts";
import { benchBackend, runEngine } from "./engine_run.ts";
import { modelsAt, planned, replyTo, startModelServer } from "./model_server.ts";
import { summarize, takeTurns } from "./samples.ts";
import { compareSent } from "./sent_bytes.ts";

const TURNS = 50;
const ROUNDS = 15;

/** Cells such as planners write: a little work, a new name, 600 characters printed. */
const CELLS: readonly string[] = Array.from(
  { length: TURNS },
  (_, turn) =>
    `lines_${turn} = [f"piece ${turn}, line {i}: {i * i}" for i in range(200)]
found_${turn} = [line for line in lines_${turn} if line.endswith("4")]
print("\\n".join(found_${turn})[:600])`,
);

const SCRIPT = {
  turns: [...CELLS.map(planned), planned("SUBMIT(1.0)")],
  answerAfterMs: 0,
};

/** The figures. */
export async function engineTurns(folder: string): Promise<readonly EngineRow[]> {
  const sent = await recordRequests(folder);
  const bodies = sent.slice(0, TURNS).map((request) => JSON.stringify(request));
  await using server = await startModelServer(SCRIPT);
  const models = await modelsAt(server.url);
  const samples = await takeTurns([
    () => timeTurns({ models, folder }),
    () => timeRequests(server.url, bodies),
    () => timeCells(folder),
    () => timeModel(models.planner, sent.slice(0, TURNS)),
    () => timeRequests(server.url, bodies, { inPieces: true }),
  ], ROUNDS);
  const [run, http, cells, client, pieces] = samples.map((all) => all.map((ms) => ms / TURNS));
  const beyond = run!.map((ms, round) => ms - http![round]! - cells![round]!);
  const loop = run!.map((ms, round) => ms - client![round]! - cells![round]!);
  return [
    {
      name: `a turn of ${TURNS}, beside the bare request and the bare cell`,
      unit: "ms",
      value: summarize(beyond),
      bar: 3,
    },
    {
      name: "of this the loop, its record included, without the model client",
      unit: "ms",
      value: summarize(loop),
    },
    { name: "a turn", unit: "ms", value: summarize(run!) },
    { name: "the bare request, its reply read in one go", unit: "ms", value: summarize(http!) },
    { name: "the bare request, its stream read by pieces", unit: "ms", value: summarize(pieces!) },
    { name: "the request by the model client", unit: "ms", value: summarize(client!) },
    { name: "the bare cell", unit: "ms", value: summarize(cells!) },
    ...compareAll(sent),
  ];
}

/** What a run sends, in order. */
async function recordRequests(folder: string): Promise<readonly ChatRequestBody[]> {
  await using server = startOpenAiServer({ reply: (request) => replyTo(request, SCRIPT) });
  await runEngine({ models: await modelsAt(server.url), folder, maxIterations: TURNS + 1 });
  return server.requests.map(({ body }) => body);
}

function compareAll(sent: readonly ChatRequestBody[]): readonly EngineRow[] {
  const steps = sent.slice(1).map((request, at) => compareSent(sent[at]!, request));
  const changed = steps.map((step) => step.changed);
  return [
    {
      name: `bytes of the former request that changed, over ${steps.length} turns`,
      unit: "bytes",
      value: summarize([changed.reduce((sum, bytes) => sum + bytes, 0)]),
      bar: 0,
    },
    {
      name: "bytes sent anew in a turn: the reply and what came of it",
      unit: "bytes",
      value: summarize(steps.map((step) => step.added)),
    },
    {
      name: "bytes of the last request",
      unit: "bytes",
      value: summarize([steps.at(-1)?.total ?? NaN]),
    },
  ];
}

/** Milliseconds from the start of the first turn to the start of the one that submits. */
async function timeTurns(
  options: Pick<Parameters<typeof runEngine>[0], "models" | "folder">,
): Promise<number> {
  let [first, last] = [NaN, NaN];
  await runEngine({
    ...options,
    maxIterations: TURNS + 1,
    listener: (event) => {
      if (event.type !== "step-start") return;
      if (event.step === 1) first = performance.now();
      if (event.step === TURNS + 1) last = performance.now();
    },
  });
  return last - first;
}

/** A stream read by pieces costs the host a turn of its event loop for each, whoever reads it. */
async function timeRequests(
  url: string,
  bodies: readonly string[],
  { inPieces = false }: { readonly inPieces?: boolean } = {},
): Promise<number> {
  const startedAt = performance.now();
  for (const body of bodies) {
    const response = await fetch(`${url}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    const text = inPieces ? await readPieces(response) : await response.text();
    if (!text.trimEnd().endsWith("[DONE]")) throw new Error(`Cannot use the reply: ${text}`);
  }
  return performance.now() - startedAt;
}

async function readPieces(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of response.body ?? []) text += decoder.decode(piece, { stream: true });
  return text;
}

async function timeModel(
  planner: LanguageModel,
  sent: readonly ChatRequestBody[],
): Promise<number> {
  const { signal } = new AbortController();
  const startedAt = performance.now();
  for (const { messages } of sent) {
    const watchReply = createReplyWatch();
    await planner.generate(messages as readonly Message[], { signal, watchReply });
  }
  return performance.now() - startedAt;
}

async function timeCells(folder: string): Promise<number> {
  await using session = benchBackend(folder).createInterpreter();
  await session.start();
  const startedAt = performance.now();
  for (const code of CELLS) await session.execute(code);
  return performance.now() - startedAt;
}
