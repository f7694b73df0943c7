/**
 * `deno task bench:peers [ROUNDS]`: fleet-rlm side by side with dspy.RLM and the official runtime, the same work for
 * all in one run on this machine. Installs the others into `bench/.peers`; one that cannot be installed is
 * left out and named. Writes `peers.json` and `peers.md` to `bench/results`.
 *
 * @module
 */

import { machineFacts } from "../machine_facts.ts";
import { judgePeers, renderPeers } from "./peer_report.ts";
import { measurePeers } from "./peer_rows.ts";
import { startPeerServer } from "./peer_server.ts";
import { findPeers } from "./peers.ts";

const RESULTS: URL = new URL("../results/", import.meta.url);

const rounds = Number(Deno.args[0] ?? 3);
const tell = (line: string) => console.error(line);
const folder = await Deno.makeTempDir({ prefix: "fleet-peers-" });
try {
  const peers = await findPeers(tell);
  peers.notes.forEach(tell);
  await using server = await startPeerServer();
  const rows = await measurePeers({ peers: peers.ready, server, folder, rounds, tell });
  const results = { machine: await machineFacts(), peers, rows };
  const bars = judgePeers(results);
  await Deno.mkdir(RESULTS, { recursive: true });
  const path = (end: string) => new URL(`peers.${end}`, RESULTS);
  await Deno.writeTextFile(path("json"), `${JSON.stringify({ ...results, bars }, null, 2)}\n`);
  await Deno.writeTextFile(path("md"), renderPeers(results));
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", RESULTS.pathname] }).output();
  console.log(await Deno.readTextFile(path("md")));
} finally {
  await Deno.remove(folder, { recursive: true });
}
