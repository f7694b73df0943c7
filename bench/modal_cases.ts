/**
 * What the Modal backend adds to the network: a turn, a cold start, a document, sixteen sandboxes at
 * once, at round trips of 0, 20 and 80 ms. The cloud is a fake on this machine, whose own work is in
 * every figure; what is compared is taken in turn in one run.
 *
 * @module
 */

import type { ModalClient, Sandbox } from "modal";
import { LiveSandbox } from "../backends/modal/live_sandbox.ts";
import { createModalBackend } from "../backends/modal/mod.ts";
import { openClient } from "../backends/modal/open_client.ts";
import { uploadFile } from "../backends/modal/upload_file.ts";
import { openTextFile } from "../src/inputs/open_text_file.ts";
import type { FileReference } from "../src/core/variable.ts";
import type { Backend, Interpreter } from "../src/core/mod.ts";
import type { EngineRow } from "./engine_cases.ts";
import { type Cloud, startCloud } from "./modal_cloud.ts";
import { summarize, takeTurns } from "./samples.ts";

/** What the page says above its figures. */
export const ABOUT_MODAL: readonly string[] = [
  "The Modal backend against a fake of Modal on the same machine, with delays of 0, 20 and 80 ms for a",
  "round trip. Its sandboxes are processes on the cores that measure: sixteen at once wait for one",
  "another there as they would not in a cloud, which the lines with a dot and those at 400 ms show.",
];

const ROUND_TRIPS: readonly number[] = [0, 20, 80];
/** So far away that the cores which play the cloud do not decide how long sixteen starts take. */
const FAR_MS = 400;
const TURNS = 60;
const STARTS = 7;
const ROUNDS = 3;
const AT_ONCE = 16;

/** The figures. */
export async function measureModal(
  folder: string,
  onProgress: (what: string) => void,
): Promise<readonly EngineRow[]> {
  const path = `${folder}/document.txt`;
  await Deno.writeTextFile(
    path,
    "The tide gauge reads 12 cm too low. It was 4 pm\n".repeat(1_041_667),
  );
  const file = await openTextFile(path);
  const rows: EngineRow[] = [];
  let nearStart = 0;
  for (const roundTripMs of ROUND_TRIPS) {
    onProgress(`modal at ${roundTripMs} ms`);
    await using cloud = await startCloud(roundTripMs);
    const at = `at ${roundTripMs} ms`;
    await discard(await start(backendOf(cloud))); // builds the image
    rows.push(await turns(cloud, roundTripMs));
    const starts = await coldStarts(cloud);
    rows.push({ name: `a cold start ${at}, image there`, unit: "ms", value: summarize(starts) });
    if (roundTripMs === 0) nearStart = summarize(starts).median;
    else {
      const trips = starts.map((ms) => (ms - nearStart) / roundTripMs);
      const name = `a cold start ${at} beyond one at 0 ms, against a round trip`;
      rows.push({ name, unit: "×", value: summarize(trips), bar: 8 });
    }
    rows.push(...await document(cloud, { file, at }));
    rows.push(...await many(cloud, at));
  }
  onProgress(`modal at ${FAR_MS} ms`);
  await using cloud = await startCloud(FAR_MS);
  await discard(await start(backendOf(cloud)));
  rows.push(...await many(cloud, `at ${FAR_MS} ms`));
  return rows;
}

function backendOf({ env }: Cloud): Backend {
  return createModalBackend({ lookup: (name) => env[name] });
}

async function start(backend: Backend): Promise<Interpreter> {
  const session = backend.createInterpreter();
  await session.start();
  return session;
}

async function discard(session: Interpreter): Promise<void> {
  await session.shutdown();
}

async function time(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await action();
  return performance.now() - startedAt;
}

/** A turn against what it may take: 1.1 round trips and 5 ms. */
async function turns(cloud: Cloud, roundTripMs: number): Promise<EngineRow> {
  const session = await start(backendOf(cloud));
  await session.execute("1");
  const samples: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    samples.push(await time(() => session.execute(`x = ${turn}`)));
  }
  await discard(session);
  const most = 1.1 * roundTripMs + 5;
  return {
    name: `a turn at ${roundTripMs} ms, against 1.1 round trips and 5 ms`,
    unit: "×",
    value: summarize(samples.map((ms) => ms / most)),
    bar: 1,
  };
}

/** Starts with a client, an app and an image that have to be looked up anew. */
async function coldStarts(cloud: Cloud): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let round = 0; round <= STARTS; round++) {
    const session = backendOf(cloud).createInterpreter();
    const ms = await time(() => session.start());
    if (round > 0) samples.push(ms);
    await discard(session);
  }
  return samples;
}

/** Time of an upload against that of `filesystem.writeBytes` alone; and with the guest's reading. */
async function document(
  cloud: Cloud,
  { at, file }: { readonly at: string; readonly file: FileReference },
): Promise<readonly EngineRow[]> {
  const { client, create } = await bareCloud(cloud);
  const sdk = await create();
  const sandbox = new LiveSandbox(sdk, undefined);
  const bytes = await Deno.readFile(file.path);
  const backend = backendOf(cloud);
  const [ours, alone, bound] = await takeTurns([
    () => time(() => uploadFile(sandbox, { file, path: "/tmp/ours" })),
    () => time(() => sdk.filesystem.writeBytes(bytes, "/tmp/alone")),
    async () => {
      const session = await start(backend);
      const ms = await time(() => session.bind([{ kind: "file", name: "text", file }]));
      await discard(session);
      return ms;
    },
  ], ROUNDS);
  await sandbox.end();
  client.close();
  const against = summarize(alone!).median;
  const ratio = (samples: readonly number[]) => summarize(samples.map((ms) => ms / against));
  return [
    {
      name: `uploading 50 MB ${at}, against writeBytes alone`,
      unit: "×",
      value: ratio(ours!),
      bar: 1 / 0.8,
    },
    { name: `the same until the guest has read it`, unit: "×", value: ratio(bound!) },
  ];
}

interface BareCloud {
  readonly client: ModalClient;
  /** A sandbox as the SDK makes it, in which nothing runs. */
  create(): Promise<Sandbox>;
}

async function bareCloud({ env }: Cloud): Promise<BareCloud> {
  const client = await openClient({ lookup: (name) => env[name] });
  const app = await client.apps.fromName("bench", { createIfMissing: true });
  const image = client.images.fromRegistry("python:3.12-slim");
  return {
    client,
    create: () => client.sandboxes.create(app, image, { timeoutMs: 600_000 }),
  };
}

/** Sixteen starts at once against one; and the same of sandboxes that start a Python and no more. */
async function many(cloud: Cloud, at: string): Promise<readonly EngineRow[]> {
  const backend = backendOf(cloud);
  await discard(await start(backend));
  const { client, create } = await bareCloud(cloud);
  const startSome = async (count: number) => {
    const sessions = Array.from({ length: count }, () => backend.createInterpreter());
    const ms = await time(() => Promise.all(sessions.map((session) => session.start())));
    await Promise.all(sessions.map(discard));
    return ms;
  };
  const startBare = async (count: number) => {
    const sandboxes: Sandbox[] = [];
    const one = async () => {
      const sandbox = await create();
      sandboxes.push(sandbox);
      await (await sandbox.exec(["python3", "-c", "pass"])).wait();
    };
    const ms = await time(() => Promise.all(Array.from({ length: count }, one)));
    await Promise.all(sandboxes.map(async (sandbox) => {
      await sandbox.terminate();
      sandbox.detach();
    }));
    return ms;
  };
  const [sixteen, one, bareSixteen, bareOne] = await takeTurns([
    () => startSome(AT_ONCE),
    () => startSome(1),
    () => startBare(AT_ONCE),
    () => startBare(1),
  ], ROUNDS);
  client.close();
  const ratio = (samples: readonly number[], against: readonly number[]) => {
    const { median } = summarize(against);
    return summarize(samples.map((ms) => ms / median));
  };
  return [
    {
      name: `${AT_ONCE} sandboxes at once ${at}, against one`,
      unit: "×",
      value: ratio(sixteen!, one!),
      bar: 1.5,
    },
    {
      name: `the same with sandboxes that start one Python each`,
      unit: "×",
      value: ratio(bareSixteen!, bareOne!),
    },
  ];
}
