/**
 * What is measured of the MCP server: its start, and a call in a session that lives, against the least
 * server that the SDK makes.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import type { EngineRow } from "./engine_cases.ts";
import { summarize, takeTurns } from "./samples.ts";

const ROOT: URL = new URL("../", import.meta.url);
const STARTS = 20;
const CALLS = 200;

/** What its page says above the figures. */
export const ABOUT_MCP: readonly string[] = [
  "Written by `deno task bench`. Medians, quartiles in brackets, sampled in turn in one run, from",
  "source. A start ends with the answer to `initialize`; a call is the cell `6 * 7`.",
];

/** A server with which one message at a time is exchanged. */
interface Peer {
  /** Sends a request; resolves with the line that answers it. */
  ask(method: string, params: object): Promise<string>;
  /** Ends it. */
  end(): Promise<void>;
}

/** The figures. */
export async function measureMcp(folder: string): Promise<readonly EngineRow[]> {
  const ours = () => startPeer(["main.ts", "mcp", "--backend=local"], folder);
  const bare = () => startPeer(["bench/bare_mcp_server.ts"], folder);
  const start = (make: () => Peer) => async () => {
    const startedAt = performance.now();
    const peer = make();
    await initialize(peer);
    const ms = performance.now() - startedAt;
    await peer.end();
    return ms;
  };
  const [starts = [], bareStarts = []] = await takeTurns([start(ours), start(bare)], STARTS);
  const [warm, warmBare] = [ours(), bare()];
  await Promise.all([initialize(warm), initialize(warmBare)]);
  const call = (peer: Peer) => async () => {
    const params = { name: "sandbox_exec", arguments: { code: "6 * 7" } };
    const startedAt = performance.now();
    const answer = await peer.ask("tools/call", params);
    if (!answer.includes("42")) throw new Error(`The call failed: ${answer}`);
    return performance.now() - startedAt;
  };
  const [calls = [], bareCalls = []] = await takeTurns([call(warm), call(warmBare)], CALLS);
  await Promise.all([warm.end(), warmBare.end()]);
  const [started, bareStarted] = [summarize(starts), summarize(bareStarts)];
  const ratio = summarize([started.median / bareStarted.median]);
  return [
    { name: "start, against the least server", unit: "×", value: ratio, bar: 1.5 },
    { name: "start", unit: "ms", value: started },
    { name: "start of the least server", unit: "ms", value: bareStarted },
    { name: "a call of `sandbox_exec`", unit: "ms", value: summarize(calls), bar: 5 },
    {
      name: "a call of the least server, which does nothing",
      unit: "ms",
      value: summarize(bareCalls),
    },
  ];
}

function initialize(peer: Peer): Promise<string> {
  return peer.ask("initialize", {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "bench", version: "1" },
  });
}

function startPeer([script = "", ...args]: readonly string[], home: string): Peer {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", fileURLToPath(new URL(script, ROOT)), ...args],
    cwd: ROOT,
    env: { XDG_CACHE_HOME: home },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const reader = child.stdout.getReader();
  const decoder = new TextDecoder();
  let id = 0;
  return {
    async ask(method, params) {
      const request = { jsonrpc: "2.0", id: ++id, method, params };
      await writer.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
      let answer = "";
      while (!answer.endsWith("\n")) {
        const { value, done } = await reader.read();
        if (done) throw new Error("The server ended");
        answer += decoder.decode(value, { stream: true });
      }
      return answer;
    },
    async end() {
      await writer.close().catch(() => {});
      await reader.cancel();
      await child.status;
    },
  };
}
