/**
 * The driver as a child process of this one: an environment built from nothing, a temporary folder that
 * is removed afterwards. The driver makes a session and process group of its own first thing: asking
 * `Deno.Command` for that (`detached`) costs a millisecond.
 *
 * @module
 */

import type { BackendSettings } from "../../src/core/backend.ts";
import { FleetError, messageOf, throwIfAborted } from "../../src/core/errors.ts";
import {
  type Channel,
  driverBundle,
  type Transport,
  type TransportEvents,
} from "../../sandbox/mod.ts";
import { type Box, planBox } from "./box.ts";
import { compiledDriver } from "./compiled_driver.ts";
import {
  endGroup,
  endHalfMade,
  endNamespace,
  endReason,
  endStrays,
  findGuest,
  send as sendSignal,
} from "./process_control.ts";
import { findPython } from "./find_python.ts";
import { chooseIsolation } from "./isolation.ts";

const MAX_STDERR_CHARS = 8_192;
/** What a guest may leave unread before it is ended: it calls and does not listen. */
const MAX_UNREAD_BYTES = 1 << 29;
const MAX_UNREAD_MESSAGES = 20_000;
/** How long to wait for the rest of the output of a process that has ended. */
const LAST_OUTPUT_MS = 500;
/** How long to wait for a wrapper to end by itself. */
const WRAPPER_END_MS = 2_000;

/** A transport that spawns one local process. */
export function createProcessTransport(settings: BackendSettings = {}): Transport {
  return {
    async open({ events, files, signal }) {
      const finding = findPython(settings);
      const [level, python] = await Promise.all([
        chooseIsolation(settings, () => finding),
        finding,
      ]);
      const driver = await compiledDriver(python, settings.cacheFolder);
      throwIfAborted(signal);
      const folder = Deno.makeTempDirSync({ prefix: "fleet-rlm-" });
      try {
        const box = planBox({ level, python, driver, folder, files, settings });
        const channel = attach({ child: spawn(box, folder), box, folder, events });
        if (driver === undefined) channel.send(driverBundle());
        return channel;
      } catch (thrown) {
        await removeFolder(folder);
        throw thrown;
      }
    },
  };
}

function spawn(box: Box, folder: string): Deno.ChildProcess {
  const [program, ...args] = box.command;
  try {
    return new Deno.Command(program, {
      args,
      cwd: folder,
      clearEnv: true,
      env: box.env,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (thrown) {
    throw new FleetError("sandbox-start", `Cannot start "${program}": ${messageOf(thrown)}`, {
      cause: thrown,
    });
  }
}

interface Attached {
  readonly child: Deno.ChildProcess;
  readonly box: Box;
  readonly folder: string;
  readonly events: TransportEvents;
}

function attach({ child, box, folder, events }: Attached): Channel {
  let hasEnded = false;
  const end = () => {
    if (hasEnded) return;
    if (box.isWrapped) endNamespace(child.pid);
    else endGroup(child.pid);
  };
  const endRest = () => box.isWrapped ? endHalfMade(folder) : endStrays(folder);
  const unguard = guardExit({ end, endRest, folder });
  const writer = child.stdin.getWriter();
  writer.closed.catch(() => {});
  let unreadBytes = 0;
  let unreadMessages = 0;
  let isUp = false;
  const reader = child.stdout.getReader();
  const reading = readAll(reader, (bytes) => {
    isUp = true;
    events.onData(bytes);
  });
  const errors = child.stderr.getReader();
  const decoder = new TextDecoder();
  let complaint = "";
  const complaining = readAll(errors, (bytes) => {
    if (complaint.length < MAX_STDERR_CHARS) complaint += decoder.decode(bytes, { stream: true });
  });
  let last: ReturnType<typeof setTimeout> | undefined;
  const gone = (async () => {
    const status = await child.status;
    hasEnded = true;
    clearTimeout(last);
    endGroup(child.pid);
    if (!box.isWrapped || !isUp) endRest();
    await Promise.all([settle(reading, reader), settle(complaining, errors)]);
    await writer.abort().catch(() => {});
    unguard();
    await removeFolder(folder);
    const stderr = complaint.slice(0, MAX_STDERR_CHARS).trim();
    events.onEnd(endReason(status, { stderr, isWrapped: box.isWrapped }));
  })();
  return {
    driver: box.driver,
    surroundings: box.surroundings,
    place: box.place,
    send(bytes) {
      unreadBytes += bytes.length;
      unreadMessages++;
      if (unreadBytes > MAX_UNREAD_BYTES || unreadMessages > MAX_UNREAD_MESSAGES) return end();
      writer.write(bytes).then(() => {
        unreadBytes -= bytes.length;
        unreadMessages--;
      }, () => {});
    },
    interrupt() {
      const guest = box.isWrapped ? findGuest(child.pid) : child.pid;
      if (guest !== undefined) sendSignal(guest, "SIGINT");
      return Promise.resolve();
    },
    close() {
      end();
      if (!hasEnded) last ??= setTimeout(() => endGroup(child.pid), WRAPPER_END_MS);
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

async function removeFolder(folder: string): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(() => {});
}

/** Ends the process and removes its folder should this program exit without a shutdown. */
function guardExit(
  { end, endRest, folder }: { end(): void; endRest(): void; readonly folder: string },
): () => void {
  const onUnload = () => {
    end();
    endRest();
    try {
      Deno.removeSync(folder, { recursive: true });
    } catch {
      // Gone, or not ours to remove.
    }
  };
  globalThis.addEventListener("unload", onUnload);
  return () => globalThis.removeEventListener("unload", onUnload);
}
