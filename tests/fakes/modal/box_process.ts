/**
 * A process of the host that runs in a box: its output is kept, its input waits for it, its end takes
 * everything it started along.
 *
 * @module
 */

import { endGroup } from "../../../backends/local/process_control.ts";
import { ByteLog } from "./byte_log.ts";
import type { ExecStatus, ExecTask } from "./exec_task.ts";
import type { HostCommand } from "./sandbox_box.ts";

const SIGNAL_NUMBERS: Readonly<Partial<Record<Deno.Signal, number>>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
};

/** How to start a process. */
export interface BoxProcessOptions {
  /** Whether standard output is kept. */
  readonly stdout: boolean;
  /** Whether standard error is kept. */
  readonly stderr: boolean;
  /** Ends it after so many milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/** A running process. */
export class BoxProcess implements ExecTask {
  readonly stdout: ByteLog = new ByteLog();
  readonly stderr: ByteLog = new ByteLog();
  readonly ended: Promise<void>;
  #child: Deno.ChildProcess;
  #input: WritableStreamDefaultWriter<Uint8Array>;
  #status: ExecStatus | undefined;

  /** @throws {Error} when it cannot be started. */
  constructor(
    { program, args, env, cwd, leadsGroup }: HostCommand,
    options: BoxProcessOptions,
  ) {
    this.#child = new Deno.Command(program, {
      args: [...args],
      cwd,
      clearEnv: true,
      env: { ...env },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      // Costs as much as all the rest, since then this whole process is forked.
      detached: leadsGroup,
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#input.closed.catch(() => {});
    this.ended = this.#follow(options);
  }

  get status(): ExecStatus | undefined {
    return this.#status;
  }

  /** Its id on the host. */
  get pid(): number {
    return this.#child.pid;
  }

  async write(data: Uint8Array): Promise<void> {
    // What comes after the end is dropped, as a pipe without a reader does.
    await this.#input.write(data).catch(() => {});
  }

  async closeStdin(): Promise<void> {
    await this.#input.close().catch(() => {});
  }

  kill(): void {
    if (!this.#status) endGroup(this.pid);
  }

  async #follow({ stdout, stderr, timeoutMs }: BoxProcessOptions): Promise<void> {
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => this.kill(), timeoutMs);
    const outputs = Promise.all([
      keep(this.#child.stdout, stdout ? this.stdout : undefined),
      keep(this.#child.stderr, stderr ? this.stderr : undefined),
    ]);
    const { code, signal } = await this.#child.status;
    clearTimeout(timer);
    endGroup(this.pid);
    await this.#input.abort().catch(() => {});
    this.#status = signal === null ? { code } : { signal: SIGNAL_NUMBERS[signal] ?? 9 };
    await outputs;
    this.stdout.end();
    this.stderr.end();
  }
}

async function keep(stream: ReadableStream<Uint8Array>, log: ByteLog | undefined): Promise<void> {
  for await (const chunk of stream) log?.push(chunk);
}
