/**
 * A sandbox at Modal, as its session needs it: made so that none is left behind, asked whether it lives,
 * connected to, and ended. Every request has a time.
 *
 * @module
 */

import type { ModalClient, Sandbox, SandboxCreateParams } from "modal";
import type { BackendSettings } from "../../src/core/backend.ts";
import { FleetError, messageOf } from "../../src/core/errors.ts";
import { type CommandLine, DEAD_MAN_EXIT, type Relay } from "../../sandbox/keeper/mod.ts";
import { withDeadline } from "./deadline.ts";
import { sandboxEnd, statusOf } from "./modal_error.ts";
import type { Workspace } from "./workspace.ts";

const CREATE_MS = 120_000;
const EXEC_MS = 30_000;
const POLL_MS = 10_000;
const TAGS_MS = 15_000;
const TERMINATE_MS = 10_000;
/** How long a sandbox that nobody wants any more is waited for, so that it can be ended. */
const UNWANTED_MS = 5_000;
/** gRPC codes after which trying again is no use: what was asked for is wrong, gone or forbidden. */
const FINAL_STATUS: readonly number[] = [3, 5, 7, 12, 16];

/** A living sandbox. */
export class LiveSandbox {
  /** The SDK's handle. */
  readonly sdk: Sandbox;
  readonly #notify: BackendSettings["notify"];
  #ending: Promise<void> | undefined;

  /** Takes a sandbox that somebody made. */
  constructor(sdk: Sandbox, notify: BackendSettings["notify"]) {
    this.sdk = sdk;
    this.#notify = notify;
  }

  /**
   * Makes one. When `signal` is aborted meanwhile, it is ended as soon as it is there.
   * @throws {FleetError} Why it cannot be made.
   */
  static async create(
    { app, client, image }: Workspace,
    params: SandboxCreateParams,
    options: { readonly signal?: AbortSignal; readonly notify: BackendSettings["notify"] },
  ): Promise<LiveSandbox> {
    let made: Promise<Sandbox> | undefined;
    try {
      const sdk = await withDeadline(
        "create the sandbox",
        CREATE_MS,
        options.signal,
        () => made = client.sandboxes.create(app, image, params),
      );
      return new LiveSandbox(sdk, options.notify);
    } catch (thrown) {
      await endUnwanted(made, options.notify);
      throw thrown;
    }
  }

  /**
   * One that another process made.
   * @throws {FleetError} `sandbox-lost` when it has ended.
   */
  static async find(
    client: ModalClient,
    id: string,
    options: { readonly signal?: AbortSignal; readonly notify: BackendSettings["notify"] },
  ): Promise<LiveSandbox> {
    const sandbox = new LiveSandbox(await client.sandboxes.fromId(id), options.notify);
    const reason = await sandbox.endReason(options.signal);
    if (reason === undefined) return sandbox;
    sandbox.sdk.detach();
    throw attachFailure(reason);
  }

  /** Its name at Modal. */
  get id(): string {
    return this.sdk.sandboxId;
  }

  /**
   * How it ended, as the end of "The sandbox …"; `undefined` while it lives.
   * @throws {FleetError} When Modal does not say.
   */
  async endReason(signal?: AbortSignal): Promise<string | undefined> {
    const code = await withDeadline(
      "ask after the sandbox",
      POLL_MS,
      signal,
      () => this.sdk.poll(),
    );
    if (code === null) return undefined;
    if (code === DEAD_MAN_EXIT) return "ended by itself: it heard nothing from this machine";
    if (code === 127) return `${sandboxEnd(code)}: its image has no python3`;
    return sandboxEnd(code);
  }

  /** What it is marked with. */
  async tags(signal?: AbortSignal): Promise<Readonly<Record<string, string>>> {
    return await withDeadline("look at the sandbox", TAGS_MS, signal, () => this.sdk.getTags());
  }

  /** Marks it, in place of what it was marked with. */
  async setTags(tags: Record<string, string>, signal?: AbortSignal): Promise<void> {
    await withDeadline("mark the sandbox", TAGS_MS, signal, () => this.sdk.setTags(tags));
  }

  /**
   * Starts a command that bridges to the keeper.
   * @throws {FleetError} When it cannot be started.
   */
  async connect(command: CommandLine, signal: AbortSignal): Promise<Relay> {
    const process = await withDeadline(
      "connect to the sandbox",
      EXEC_MS,
      signal,
      () => this.sdk.exec([...command], { mode: "binary", stdout: "pipe", stderr: "ignore" }),
    );
    const writer = process.stdin.getWriter();
    writer.closed.catch(() => {});
    const reader = process.stdout.getReader();
    return {
      output: blocksOf(reader),
      write: (bytes) => writer.write(bytes),
      close() {
        reader.cancel().catch(() => {});
        // Its end of input ends the command, should it still be there.
        writer.close().catch(() => {});
      },
    };
  }

  /**
   * Runs a command to its end; its exit code.
   * @throws {FleetError} When it cannot be run, or not in time.
   */
  async run(
    what: string,
    command: CommandLine,
    options: { readonly ms: number; readonly signal?: AbortSignal },
  ): Promise<number> {
    return await withDeadline(what, options.ms, options.signal, async () => {
      const process = await this.sdk.exec([...command], { stdout: "ignore", stderr: "ignore" });
      return await process.wait();
    });
  }

  /** Shows what other sandboxes have kept on its volumes. Failing is told, not thrown. */
  async reloadVolumes(): Promise<void> {
    try {
      await this.sdk.reloadVolumes({ timeoutMs: POLL_MS });
    } catch (thrown) {
      const message = `Cannot reload the volume: ${messageOf(thrown)}`;
      this.#notify?.({ kind: "progress", message: `Modal: ${message}` });
    }
  }

  /** Lets go of it; whoever has it now ends it. */
  leave(): void {
    this.sdk.detach();
  }

  /** Ends it; idempotent. That it could not be ended is a warning. */
  end(): Promise<void> {
    return this.#ending ??= this.#end();
  }

  async #end(): Promise<void> {
    try {
      await withDeadline("end the sandbox", TERMINATE_MS, undefined, () => this.sdk.terminate());
    } catch (thrown) {
      this.#notify?.({
        kind: "warning",
        message: `${messageOf(thrown)}; sandbox ${this.id} ends by itself in a few minutes, ` +
          "or with: fleet-rlm modal cleanup",
      });
    }
    this.sdk.detach();
  }
}

/** The error for a sandbox of another process that is not to be had. */
export function attachFailure(reason: string): FleetError {
  return new FleetError("sandbox-lost", `Cannot attach to the sandbox: it ${reason}`);
}

/** Whether no attempt to connect can succeed after this failure. */
export function isFinalFailure(thrown: unknown): boolean {
  if (!(thrown instanceof FleetError)) return false;
  if (["sandbox-lost", "credentials-missing", "credentials-refused"].includes(thrown.code)) {
    return true;
  }
  return FINAL_STATUS.includes(statusOf(thrown.cause) ?? -1);
}

/** Ends a sandbox that may be on its way. */
async function endUnwanted(
  made: Promise<Sandbox> | undefined,
  notify: BackendSettings["notify"],
): Promise<void> {
  if (made === undefined) return;
  const ended = made.then((sdk) => new LiveSandbox(sdk, notify).end(), () => {});
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => timer = setTimeout(resolve, UNWANTED_MS));
  await Promise.race([ended, late]);
  clearTimeout(timer);
}

async function* blocksOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for (let block = await reader.read(); !block.done; block = await reader.read()) {
    yield block.value;
  }
}
