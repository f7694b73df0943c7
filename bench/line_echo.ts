/**
 * What sandboxes are measured against: a bare Python that gives back lines, spoken to through the same
 * Deno interfaces.
 *
 * @module
 */

/** Gives back what comes first, once. */
const ONCE = "import posix;posix.write(1,posix.read(0,100))";
/**
 * The least that any driver does, and nothing else: loads what reads JSON and waits on descriptors,
 * splits and compiles what comes as a cell, runs it, and gives it back.
 */
const LEAST = `import posix,_json,select,_thread
line=posix.read(0,100)
tree=compile(line,"<cell>","exec",0x400)
exec(compile(tree,"<cell>","exec"),{})
posix.write(1,line)`;
/** Gives back every line. */
const LOOP = "import sys\ni,o=sys.stdin.buffer,sys.stdout.buffer\n" +
  "for l in iter(i.readline,b''):\n o.write(l)\n o.flush()";

/** JSON and Python. */
const LINE: Uint8Array = new TextEncoder().encode('{"type":"echo","id":"0123456789abcdef"}\n');

/** A Python that echoes lines. */
export interface LineEcho {
  /** Milliseconds for one line there and back. */
  roundTrip(): Promise<number>;
  /** Ends it. */
  close(): Promise<void>;
}

/** Starts one that echoes as long as it lives. */
export function startLineEcho(python: string): LineEcho {
  const { roundTrip, close } = start(python, LOOP);
  return { roundTrip, close };
}

/** Milliseconds from the spawn of a Python that gives back one line to that line. */
export function spawnRoundTrip(python: string): Promise<number> {
  return spawnOnce(python, ONCE);
}

/** The same where that Python does the least that a driver must. */
export function spawnLeastDriver(python: string): Promise<number> {
  return spawnOnce(python, LEAST);
}

async function spawnOnce(python: string, code: string): Promise<number> {
  const startedAt = performance.now();
  const { roundTrip, close } = start(python, code);
  await roundTrip();
  const ms = performance.now() - startedAt;
  await close();
  return ms;
}

function start(python: string, code: string): LineEcho {
  const child = new Deno.Command(python, {
    args: ["-I", "-S", "-B", "-c", code],
    clearEnv: true,
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", LANG: "C.UTF-8" },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  const reader = child.stdout.getReader();
  return {
    async roundTrip() {
      const startedAt = performance.now();
      writer.write(LINE).catch(() => {});
      let rest = LINE.length;
      while (rest > 0) {
        const { value, done } = await reader.read();
        if (done) throw new Error("The echo ended");
        rest -= value.length;
      }
      return performance.now() - startedAt;
    },
    async close() {
      await writer.close().catch(() => {});
      await reader.cancel();
      await child.status;
    },
  };
}
