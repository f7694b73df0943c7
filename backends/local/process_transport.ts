/**
 * The driver as a child process of this one: its own session and process group, an environment built
 * from nothing, a temporary working folder that is removed afterwards.
 *
 * @module
 */

import { FleetError, messageOf, throwIfAborted } from "../../src/core/errors.ts";
import { BOOTSTRAP, type Channel, type Surroundings } from "../../sandbox/mod.ts";
import type { Transport, TransportEvents } from "../../sandbox/mod.ts";
import { compiledDriver } from "./compiled_driver.ts";
import { findPython, type FindPythonOptions } from "./find_python.ts";

const MAX_STDERR_BYTES = 8_192;
/** How long to wait for the rest of the output of a process that has ended. */
const LAST_OUTPUT_MS = 500;

/** A transport that spawns one local process. */
export function createProcessTransport(options: FindPythonOptions = {}): Transport {
  let packagePaths: readonly string[] = [];
  return {
    get surroundings(): Surroundings {
      return {
        backend: "local",
        isolation: "process",
        network: true,
        filesystem: "all that the user may read and write",
        packagePaths,
      };
    },
    locate: (path) => path,
    async open(events, signal) {
      const python = await findPython(options);
      packagePaths = python.packagePaths;
      const bundle = await compiledDriver(python, options.cacheFolder);
      throwIfAborted(signal);
      const channel = await spawn(python.executable, events);
      channel.send(bundle);
      return channel;
    },
  };
}

async function spawn(executable: string, events: TransportEvents): Promise<Channel> {
  const folder = await Deno.makeTempDir({ prefix: "fleet-rlm-" });
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(executable, {
      args: ["-I", "-S", "-B", "-c", BOOTSTRAP],
      cwd: folder,
      clearEnv: true,
      env: environment(folder),
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      detached: true,
    }).spawn();
  } catch (thrown) {
    await removeFolder(folder);
    throw new FleetError(
      "sandbox-start",
      `Cannot start Python "${executable}": ${messageOf(thrown)}`,
      { cause: thrown },
    );
  }
  return attach({ child, folder, events });
}

interface Attached {
  readonly child: Deno.ChildProcess;
  readonly folder: string;
  readonly events: TransportEvents;
}

function attach(attached: Attached): Channel {
  const { child, folder, events } = attached;
  const end = guardExit(child.pid, folder);
  const writer = child.stdin.getWriter();
  writer.closed.catch(() => {});
  const reader = child.stdout.getReader();
  const reading = readAll(reader, events.onData);
  const complaint = readHead(child.stderr);
  const gone = (async () => {
    const status = await child.status;
    killGroup(child.pid);
    await settle(reading, reader);
    await writer.abort().catch(() => {});
    const stderr = await complaint;
    end();
    await removeFolder(folder);
    events.onEnd(endReason(status, stderr));
  })();
  return {
    send(bytes) {
      writer.write(bytes).catch(() => {});
    },
    interrupt() {
      kill(child.pid, "SIGINT");
    },
    close() {
      killGroup(child.pid);
      return gone;
    },
  };
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  onData: (bytes: Uint8Array) => void,
): Promise<void> {
  try {
    for (let block = await reader.read(); !block.done; block = await reader.read()) {
      onData(block.value);
    }
  } catch {
    // The pipe broke; the status says why.
  }
}

/** Waits for the output's end, which a process that escaped the group can hold open: not for long. */
async function settle(
  reading: Promise<void>,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<void> {
  const timer = setTimeout(() => reader.cancel().catch(() => {}), LAST_OUTPUT_MS);
  await reading;
  clearTimeout(timer);
}

async function readHead(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const block of stream) {
      if (text.length < MAX_STDERR_BYTES) text += decoder.decode(block, { stream: true });
    }
  } catch {
    // Nothing more to hear.
  }
  return text.slice(0, MAX_STDERR_BYTES).trim();
}

function environment(folder: string): Record<string, string> {
  if (Deno.build.os === "windows") {
    const root = Deno.env.get("SYSTEMROOT");
    return { TEMP: folder, TMP: folder, ...(root ? { SYSTEMROOT: root } : {}) };
  }
  return {
    PATH: "/usr/local/bin:/usr/bin:/bin",
    HOME: folder,
    TMPDIR: folder,
    LANG: "C.UTF-8",
  };
}

function endReason(status: Deno.CommandStatus, stderr: string): string {
  const how = status.signal
    ? `was ended by ${status.signal}`
    : `ended with exit code ${status.code}`;
  return stderr ? `${how} (${stderr.split("\n").at(-1)})` : how;
}

function killGroup(pid: number): void {
  kill(Deno.build.os === "windows" ? pid : -pid, "SIGKILL");
}

function kill(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch {
    // Already gone.
  }
}

async function removeFolder(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(() => {});
}

/** Ends the process and removes its folder should this program exit without a shutdown. */
function guardExit(pid: number, folder: string): () => void {
  const onUnload = () => {
    killGroup(pid);
    try {
      Deno.removeSync(folder, { recursive: true });
    } catch {
      // Gone, or not ours to remove.
    }
  };
  globalThis.addEventListener("unload", onUnload);
  return () => globalThis.removeEventListener("unload", onUnload);
}
