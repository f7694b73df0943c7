/**
 * What is measured of each runtime: the sandbox by itself, sub-queries side by side, and a run of 20
 * turns over a document of 10 MB. The runtimes take turns.
 *
 * @module
 */

import { summarize, type Summary } from "../samples.ts";
import type { PeerProgram } from "./peer_program.ts";
import type { PeerServer, Script, SentSum } from "./peer_server.ts";
import type { Peer } from "./peers.ts";
import { watchTree } from "./tree_usage.ts";

/** One row: a figure for each runtime, or why there is none. */
export interface PeerRow {
  /** Short name, stable. */
  readonly id: string;
  /** What is measured. */
  readonly name: string;
  /** Unit of the figures. */
  readonly unit: "ms" | "MB" | "bytes";
  /** Figures by the name of the runtime. */
  readonly figures: Readonly<Record<string, Summary | string>>;
}

/** What the rows are made with. */
export interface PeerRowOptions {
  /** The runtimes. */
  readonly peers: readonly Peer[];
  /** The model server. */
  readonly server: PeerServer;
  /** Folder for documents. */
  readonly folder: string;
  /** How often what takes long is done. */
  readonly rounds: number;
  /** Is told how far it is. */
  readonly tell: (line: string) => void;
}

const TURNS = 20;
const QUERIES = 64;
const ANSWER_MS = 200;
const CONTEXT_BYTES = 100_000_000;
const DOCUMENT_BYTES = 10_000_000;

/** All rows in order. */
export async function measurePeers(options: PeerRowOptions): Promise<readonly PeerRow[]> {
  const context = await writeDocument(`${options.folder}/context.txt`, CONTEXT_BYTES);
  const document = await writeDocument(`${options.folder}/document.txt`, DOCUMENT_BYTES);
  const several = (value: unknown) => value as readonly number[];
  const one = (value: unknown) => [value as number];
  return [
    await collect(options, {
      id: "start",
      name: "start to first result",
      rounds: options.rounds + 2,
      sample: async (ask) => one(await ask({ op: "start" })),
    }),
    await collect(options, {
      id: "cell",
      name: "a warm cell",
      rounds: options.rounds,
      sample: async (ask) => several(await ask({ op: "cells", count: 50, batches: 7 })),
    }),
    await collect(options, {
      id: "tool",
      name: "a call of a host tool",
      rounds: options.rounds,
      sample: async (ask) => several(await ask({ op: "tools", count: 50, batches: 7 })),
    }),
    await collect(options, {
      id: "context",
      name: "100 MB from a file to its length",
      rounds: options.rounds,
      sample: async (ask) => one(await ask({ op: "context", path: context.path })),
    }),
    await collect(options, {
      id: "fan",
      name: `${QUERIES} sub-queries of ${ANSWER_MS} ms in one batch`,
      rounds: options.rounds,
      sample: async (ask) => {
        await options.server.begin(FAN, ANSWER_MS);
        const question = { op: "run", url: options.server.url, path: document.path, turns: 2 };
        return [Number((await ask(question) as { answer: unknown }).answer)];
      },
    }),
    ...await measureRuns(options, document),
  ];
}

/** What is asked of a runtime's program. */
type Ask = (question: unknown) => Promise<unknown>;

interface Measure {
  readonly id: string;
  readonly name: string;
  readonly rounds: number;
  sample(ask: Ask): Promise<readonly number[]>;
}

/** One program for each runtime; they take turns, each round beginning with another. */
async function collect(
  { peers, tell }: PeerRowOptions,
  { id, name, rounds, sample }: Measure,
): Promise<PeerRow> {
  tell(`measuring: ${name}`);
  const programs = peers.map((peer) => peer.launch());
  const samples = new Map<string, number[]>(peers.map((peer) => [peer.name, []]));
  const failures = new Map<string, string>();
  try {
    for (let round = 0; round < rounds; round++) {
      for (let turn = 0; turn < peers.length; turn++) {
        const at = (round + turn) % peers.length;
        const peer = peers[at]!;
        if (failures.has(peer.name)) continue;
        try {
          const taken = await sample((question) => programs[at]!.ask(question));
          samples.get(peer.name)!.push(...taken);
        } catch (error) {
          failures.set(peer.name, `failed: ${messageOf(error)}`);
        }
      }
    }
  } finally {
    await Promise.all(programs.map((program) => program.close()));
  }
  const figures = peers.map((peer) => [
    peer.name,
    failures.get(peer.name) ?? summarize(samples.get(peer.name)!),
  ]);
  return { id, name, unit: "ms", figures: Object.fromEntries(figures) };
}

/** What one run told. */
interface RunFacts {
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakBytes: number;
  readonly sent: SentSum;
}

const RUN_ROWS: readonly (Pick<PeerRow, "id" | "name" | "unit"> & {
  readonly of: (facts: RunFacts) => number;
})[] = [
  { id: "run", name: "from start to answer", unit: "ms", of: ({ ms }) => ms },
  {
    id: "cpu",
    name: "processor time, all processes",
    unit: "ms",
    of: ({ cpuMs }) => cpuMs,
  },
  {
    id: "memory",
    name: "highest memory, all processes",
    unit: "MB",
    of: ({ peakBytes }) => peakBytes / 1e6,
  },
  { id: "sent", name: "prompt bytes sent", unit: "bytes", of: ({ sent }) => sent.bytes },
  {
    id: "new",
    name: "prompt bytes sent that do not repeat the request before",
    unit: "bytes",
    of: ({ sent }) => sent.newBytes,
  },
];

/** Runs in programs of their own, so that nothing else is in memory. */
async function measureRuns(
  { peers, server, rounds, tell }: PeerRowOptions,
  document: TestDocument,
): Promise<readonly PeerRow[]> {
  const prefix = `${TURNS} turns over 10 MB: `;
  const facts = new Map<string, RunFacts[]>(peers.map((peer) => [peer.name, []]));
  const failures = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < peers.length; turn++) {
      const peer = peers[(round + turn) % peers.length]!;
      if (failures.has(peer.name)) continue;
      tell(`measuring: ${prefix}${peer.name}`);
      try {
        facts.get(peer.name)!.push(await measureRun(peer, { server, document }));
      } catch (error) {
        failures.set(peer.name, `failed: ${messageOf(error)}`);
      }
    }
  }
  return RUN_ROWS.map(({ id, name, unit, of }) => {
    const figures = peers.map((peer) => [
      peer.name,
      failures.get(peer.name) ?? summarize(facts.get(peer.name)!.map(of)),
    ]);
    return { id, name: `${prefix}${name}`, unit, figures: Object.fromEntries(figures) };
  });
}

async function measureRun(
  peer: Peer,
  { server, document }: { readonly server: PeerServer; readonly document: TestDocument },
): Promise<RunFacts> {
  await server.begin(turnCells(), 0);
  const program: PeerProgram = peer.launch();
  const watched = watchTree(program.pid);
  try {
    const question = { op: "run", url: server.url, path: document.path, turns: TURNS };
    const { ms, answer } = await program.ask(question) as { ms: number; answer: unknown };
    const usage = await watched.stop();
    const sent = await server.begin([], 0);
    if (Number(answer) !== document.beacons || sent.requests !== TURNS) {
      throw new Error(`It answered ${answer} for ${document.beacons}, ${sent.requests} requests`);
    }
    return { ms, ...usage, sent };
  } finally {
    await watched.stop();
    await program.close();
  }
}

const FAN: Script = [`import time
start = time.perf_counter()
answers = llm_query_batched([f"Question {i}?" for i in range(${QUERIES})])
assert answers == ["An answer."] * ${QUERIES}, answers
elapsed = str((time.perf_counter() - start) * 1000)
RESULT(elapsed)`];

/** Cells such as planners write: a piece of the document, what it holds, some of it printed. */
function turnCells(): Script {
  const piece = Math.ceil(DOCUMENT_BYTES / (TURNS - 1));
  const looks = Array.from(
    { length: TURNS - 1 },
    (_, turn) =>
      `piece = DOCUMENT[${turn * piece}:${(turn + 1) * piece}]
found_${turn} = piece.count("beacon")
print(len(piece), found_${turn})
print(piece[:600])`,
  );
  const names = looks.map((_, turn) => `found_${turn}`).join(", ");
  return [...looks, `total = str(sum([${names}]))\nRESULT(total)`];
}

interface TestDocument {
  readonly path: string;
  readonly beacons: number;
}

/** A text of so many bytes, all ASCII, with a beacon now and then, none across the end of a piece. */
async function writeDocument(path: string, bytes: number): Promise<TestDocument> {
  const line = "The survey of the northern basin found calm water and nothing that had changed.\n";
  const lit = "A beacon stands on the rock and shows its light to every ship that passes by it.\n";
  const page = line.repeat(199) + lit;
  using file = await Deno.create(path);
  const writer = file.writable.getWriter();
  const text = page.repeat(Math.ceil(bytes / page.length)).slice(0, bytes);
  await writer.write(new TextEncoder().encode(text));
  writer.releaseLock();
  return { path, beacons: text.split("beacon").length - 1 };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 300);
}
