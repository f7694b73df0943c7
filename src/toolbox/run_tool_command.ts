/**
 * Runs a command of the user's with a text on its standard input, within a time, and takes what it
 * prints. When it is ended, so is everything that it started.
 *
 * @module
 */

import { messageOf } from "../core/errors.ts";

/** How a command is run. */
export interface RunToolCommandOptions {
  /** What its standard input holds. */
  readonly input: string;
  /** Folder that it runs in. */
  readonly cwd: string;
  /** Most milliseconds; 0 for none. */
  readonly timeoutMs: number;
  /** Ends it when aborted. */
  readonly signal: AbortSignal;
}

/** Most bytes of standard output that are taken. */
const MAX_OUTPUT_BYTES = 64 * 1024 ** 2;

/** Most bytes of standard error that are kept, its last ones. */
const ERROR_BYTES = 2_000;

/**
 * Runs the command in a shell; what it printed on standard output.
 * @throws {Error} Why it gave no result: how it ended and what it said, or that it took too long.
 */
export async function runToolCommand(
  command: string,
  options: RunToolCommandOptions,
): Promise<string> {
  const { cwd, input, signal, timeoutMs } = options;
  signal.throwIfAborted();
  const child = start(command, cwd);
  let reason: string | undefined;
  const end = (why: string): void => {
    reason ??= why;
    killGroup(child);
  };
  const onAbort = () => end("The call was called off");
  signal.addEventListener("abort", onAbort, { once: true });
  const timer = timeoutMs === 0
    ? undefined
    : setTimeout(() => end(`It took longer than ${timeoutMs / 1000} s`), timeoutMs);
  // Whatever it left behind goes with it, and lets go of its output.
  const over = child.status.then((status) => {
    killGroup(child);
    return status;
  });
  try {
    const [output, errors, status] = await Promise.all([
      readHead(child.stdout, () => end(`It printed more than ${MAX_OUTPUT_BYTES >> 20} MiB`)),
      readTail(child.stderr),
      over,
      feed(child.stdin, input),
    ]);
    if (reason !== undefined) throw new Error(reason);
    if (status.success) return output;
    const how = status.signal === null ? `exit code ${status.code}` : `signal ${status.signal}`;
    const said = errors.trim();
    throw new Error(`It ended with ${how}${said === "" ? "" : `: ${said}`}`);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

function start(command: string, cwd: string): Deno.ChildProcess {
  const isWindows = Deno.build.os === "windows";
  const [shell, ...args] = isWindows
    ? ["cmd", "/d", "/s", "/c", `"${command}"`]
    : ["/bin/sh", "-c", command];
  return new Deno.Command(shell ?? "", {
    args,
    cwd,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    detached: !isWindows, // A process group of its own, so that all of it can be ended.
    windowsRawArguments: isWindows,
  }).spawn();
}

function killGroup(child: Deno.ChildProcess): void {
  try {
    Deno.kill(Deno.build.os === "windows" ? child.pid : -child.pid, "SIGKILL");
  } catch {
    // It is over.
  }
}

async function feed(stdin: WritableStream<Uint8Array>, text: string): Promise<void> {
  const writer = stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
  } catch (error) {
    // A command need not read what it is given.
    if (!/broken pipe|closed|reset/i.test(messageOf(error))) throw error;
  }
}

async function readHead(
  stream: ReadableStream<Uint8Array>,
  onTooMuch: () => void,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const part of stream) {
    bytes += part.length;
    if (bytes > MAX_OUTPUT_BYTES) onTooMuch();
    else text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

async function readTail(stream: ReadableStream<Uint8Array>): Promise<string> {
  let tail = new Uint8Array(0);
  for await (const part of stream) {
    const joined = new Uint8Array(tail.length + part.length);
    joined.set(tail);
    joined.set(part, tail.length);
    tail = joined.slice(-ERROR_BYTES);
  }
  return new TextDecoder().decode(tail);
}
