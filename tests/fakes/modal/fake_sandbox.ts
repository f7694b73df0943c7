/**
 * One sandbox: its box, its main process, what was started in it, and the ways it ends: by itself, its
 * time limit, idleness, a command, or the cloud.
 *
 * @module
 */

import { BoxProcess } from "./box_process.ts";
import type { FakeSandboxDefinition, FakeSandboxView } from "./contract.ts";
import { ExecInput, type ExecTask } from "./exec_task.ts";
import { FILESYSTEM_TOOLS, FilesystemTool } from "./filesystem_tools.ts";
import { RpcError } from "./rpc_error.ts";
import type { SandboxBox } from "./sandbox_box.ts";

/** How a sandbox ended, in the numbers of the wire. */
export interface SandboxResult {
  readonly status: number;
  readonly exitcode: number;
  readonly exception?: string;
}

/** Ends that are not the main process's own. */
export const SANDBOX_ENDS = {
  failed: { status: 2, exitcode: 1, exception: "The container crashed" },
  terminated: { status: 3, exitcode: 137 },
  timedOut: { status: 4, exitcode: 124 },
  idle: { status: 7, exitcode: 0, exception: "The sandbox was idle for too long" },
} as const;

/** What a sandbox is made from. */
export interface SandboxPlan {
  readonly id: string;
  readonly taskId: string;
  readonly appId: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly definition: FakeSandboxDefinition;
  readonly imageId: string;
  readonly box: SandboxBox;
  /** Variables of everything that runs in it. */
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
}

/** What a client wants to be started. */
export interface ExecPlan {
  readonly id: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workdir: string;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly timeoutMs: number | undefined;
}

/** Something that was started, with its input. */
export interface Exec {
  readonly task: ExecTask;
  readonly input: ExecInput;
}

/** A sandbox. */
export class FakeSandbox implements FakeSandboxView {
  readonly id: string;
  readonly taskId: string;
  readonly appId: string;
  readonly imageId: string;
  definition: FakeSandboxDefinition;
  readonly createdAt: number = Date.now() / 1_000;
  readonly commands: (readonly string[])[] = [];
  name: string;
  tags: Readonly<Record<string, string>>;
  #plan: SandboxPlan;
  #main: Exec | undefined;
  #execs = new Map<string, Exec>();
  #result: SandboxResult | undefined;
  #gone: Promise<void> | undefined;
  #end = Promise.withResolvers<void>();
  #lifeTimer: ReturnType<typeof setTimeout>;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  /** Starts a sandbox and its main process. */
  constructor(plan: SandboxPlan) {
    this.#plan = plan;
    const { id, taskId, appId, imageId, name, tags, definition } = plan;
    this.id = id;
    this.taskId = taskId;
    this.appId = appId;
    this.imageId = imageId;
    this.name = name;
    this.tags = tags;
    this.definition = definition;
    const lifeMs = definition.timeoutSecs * 1_000;
    this.#lifeTimer = setTimeout(() => this.end(SANDBOX_ENDS.timedOut), lifeMs);
    if (definition.command.length > 0) this.#startMain();
    this.touch();
  }

  get living(): boolean {
    return this.#result === undefined;
  }

  get result(): SandboxResult | undefined {
    return this.#result;
  }

  get returnCode(): number | undefined {
    return this.#result?.exitcode;
  }

  get folder(): string {
    return this.#plan.box.root;
  }

  get pids(): readonly number[] {
    return this.#running().flatMap(({ task }) => task.pid ?? []);
  }

  /** The main process, if there is one. */
  get main(): Exec | undefined {
    return this.#main;
  }

  /** Resolves when it has ended. */
  get ended(): Promise<void> {
    return this.#end.promise;
  }

  /** Notes activity: the time of idleness begins anew. */
  touch(): void {
    const { idleTimeoutSecs } = this.definition;
    clearTimeout(this.#idleTimer);
    if (idleTimeoutSecs === undefined || !this.living) return;
    this.#idleTimer = setTimeout(() => {
      const isBusy = this.#execs.values().some(({ task }) => !task.status);
      if (isBusy) this.touch();
      else this.end(SANDBOX_ENDS.idle);
    }, idleTimeoutSecs * 1_000);
  }

  /**
   * Starts something, once for each id.
   * @throws {RpcError} NOT_FOUND when the sandbox has ended, INVALID_ARGUMENT without such a program.
   */
  exec(plan: ExecPlan): void {
    if (!this.living) throw new RpcError("NOT_FOUND", `Task ${this.taskId} has finished`);
    if (this.#execs.has(plan.id)) return;
    const task = this.#start(plan);
    if (plan.argv[0] !== FILESYSTEM_TOOLS) this.commands.push(plan.argv);
    this.#execs.set(plan.id, { task, input: new ExecInput(task) });
    this.touch();
    task.ended.then(() => this.touch());
  }

  /**
   * Something that was started.
   * @throws {RpcError} NOT_FOUND
   */
  execOf(id: string): Exec {
    const exec = this.#execs.get(id);
    if (!exec) throw new RpcError("NOT_FOUND", `Exec ${id} not found`);
    return exec;
  }

  /** Notes that it may reach these alone from now on. */
  allowOnly(allowed: Omit<FakeSandboxDefinition["network"], "type">): void {
    this.definition = { ...this.definition, network: { type: "allowlist", ...allowed } };
  }

  /** Ends it and everything in it, once. */
  end(result: SandboxResult): void {
    if (this.#result) return;
    this.#result = result;
    clearTimeout(this.#lifeTimer);
    clearTimeout(this.#idleTimer);
    for (const { task } of this.#running()) task.kill();
    this.#end.resolve();
    this.#gone = this.#cleanUp();
  }

  /** Ends it and waits until nothing of it is left. */
  async close(): Promise<void> {
    this.end(SANDBOX_ENDS.terminated);
    await this.#gone;
  }

  async #cleanUp(): Promise<void> {
    await Promise.all([...this.#mains(), ...this.#execs.values()].map(({ task }) => task.ended));
    this.#plan.box.remove();
  }

  #start({ argv, env, workdir, stdout, stderr, timeoutMs }: ExecPlan): ExecTask {
    const { box } = this.#plan;
    if (argv[0] === FILESYSTEM_TOOLS) return new FilesystemTool(box, argv[1] ?? "");
    const all = { ...box.env, ...this.#plan.env, ...env };
    if (!box.hasProgram(argv[0] ?? "", all["PATH"] ?? "")) {
      throw new RpcError("INVALID_ARGUMENT", `Cannot execute '${argv[0]}': no such program`);
    }
    const command = box.command(argv, all, workdir || this.#plan.workdir);
    return new BoxProcess(command, { stdout, stderr, timeoutMs });
  }

  #startMain(): void {
    try {
      const task = this.#start({
        id: "",
        argv: this.definition.command,
        env: {},
        workdir: "",
        stdout: true,
        stderr: true,
        timeoutMs: undefined,
      });
      this.#main = { task, input: new ExecInput(task) };
      task.ended.then(() => {
        const { code, signal = 0 } = task.status ?? {};
        const exitcode = code ?? 128 + signal;
        this.end({ status: exitcode === 0 ? 1 : 2, exitcode });
      });
    } catch (thrown) {
      this.end({ status: 2, exitcode: 127, exception: String(thrown) });
    }
  }

  #mains(): readonly Exec[] {
    return this.#main ? [this.#main] : [];
  }

  #running(): readonly Exec[] {
    return [...this.#mains(), ...this.#execs.values()].filter(({ task }) => !task.status);
  }
}
