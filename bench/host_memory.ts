/**
 * How much memory the program takes on the host while it binds a document. Linux alone, since it reads
 * `/proc`.
 *
 * @module
 */

/** What was measured of one program. */
export interface HostMemory {
  /** Highest resident memory of its own process, bytes. */
  readonly peakBytes: number;
  /** What it printed. */
  readonly stdout: string;
  /** What it told. */
  readonly stderr: string;
  /** How it ended. */
  readonly code: number;
}

/** Follows a program with piped output to its end. */
export async function watchMemory(child: Deno.ChildProcess): Promise<HostMemory> {
  const output = Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  let [ended, peakBytes] = [false, 0];
  const status = child.status.finally(() => ended = true);
  while (!ended) {
    const text = await Deno.readTextFile(`/proc/${child.pid}/status`).catch(() => "");
    peakBytes = Math.max(peakBytes, Number(/^VmHWM:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const [stdout, stderr] = await output;
  return { peakBytes, stdout, stderr, code: (await status).code };
}
