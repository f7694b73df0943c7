/**
 * The processes that a program started, on Linux, and waiting for what it says.
 *
 * @module
 */

/** Reads a stream until it holds `text`, and goes on reading behind the caller's back. */
export async function waitFor(
  stream: ReadableStream<Uint8Array>,
  text: string,
): Promise<{ seen: string; rest: Promise<string> }> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let seen = "";
  while (!seen.includes(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`"${text}" never came; instead: ${seen}`);
    seen += decoder.decode(value, { stream: true });
  }
  const drain = async (): Promise<string> => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return seen;
      seen += decoder.decode(value, { stream: true });
    }
  };
  return { seen, rest: drain() };
}

/** Every process below `root`, by the parents in `/proc`. */
export async function descendants(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = await parentOf(name);
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const found = new Set([root]);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  found.delete(root);
  return [...found];
}

/** Parent of a live process; one that ended and waits for its parent to ask is not live. */
export async function parentOf(pid: number | string): Promise<number | undefined> {
  try {
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
    const [, state, parent] = /^\d+ \(.*\) (\S) (\d+)/s.exec(stat) ?? [];
    return state === "Z" ? undefined : Number(parent);
  } catch {
    return undefined;
  }
}

/** Waits until there are processes below `pid`, one of this name if it is given. */
export async function waitForDescendants(pid: number, name?: string): Promise<number[]> {
  for (;;) {
    const found = await descendants(pid);
    const names = await Promise.all(found.map(nameOf));
    if (name === undefined ? found.length > 0 : names.includes(name)) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function nameOf(pid: number): Promise<string | undefined> {
  try {
    return (await Deno.readTextFile(`/proc/${pid}/comm`)).trim();
  } catch {
    return undefined;
  }
}

/**
 * Those of the processes that do not go. One that was killed may take a moment to be gone, on a
 * machine that has much to do.
 */
export async function findSurvivors(pids: readonly number[]): Promise<readonly number[]> {
  for (let tries = 0;; tries++) {
    const parents = await Promise.all(pids.map(parentOf));
    const left = pids.filter((_, index) => parents[index] !== undefined);
    if (left.length === 0 || tries === 200) return left;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
