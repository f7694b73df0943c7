/**
 * Processor time and memory of a process with all that it starts, looked at every few milliseconds.
 * Linux alone, since it reads `/proc`.
 *
 * @module
 */

import { descendants } from "../../tests/e2e/_processes.ts";

/** What was seen. */
export interface TreeUsage {
  /** Processor time of all processes, user and system, milliseconds; in steps of 10. */
  readonly cpuMs: number;
  /** Highest sum of proportional memory (PSS), bytes. */
  readonly peakBytes: number;
}

const INTERVAL_MS = 40;
const TICK_MS = 10;

/** Watches a process until `stop` is called; what it did before that is counted too. */
export function watchTree(pid: number): { stop(): Promise<TreeUsage> } {
  const ticks = new Map<number, number>();
  let peakBytes = 0;
  let ended = false;

  async function look(): Promise<void> {
    let bytes = 0;
    for (const each of [pid, ...await descendants(pid)]) {
      const [stat, memory] = await Promise.all([
        Deno.readTextFile(`/proc/${each}/stat`).catch(() => ""),
        Deno.readTextFile(`/proc/${each}/smaps_rollup`).catch(() => ""),
      ]);
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ").map(Number);
      const [user, system] = [fields[11] ?? 0, fields[12] ?? 0];
      ticks.set(each, Math.max(ticks.get(each) ?? 0, user + system));
      bytes += Number(/^Pss:\s+(\d+) kB/m.exec(memory)?.[1] ?? 0) * 1024;
    }
    peakBytes = Math.max(peakBytes, bytes);
  }

  async function watch(): Promise<void> {
    while (!ended) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS));
    }
  }

  const watching = watch();
  return {
    stop: async () => {
      ended = true;
      await watching;
      await look();
      const cpuMs = [...ticks.values()].reduce((sum, each) => sum + each, 0) * TICK_MS;
      return { cpuMs, peakBytes };
    },
  };
}
