/**
 * The host's end of the wire: an `Interpreter` over any transport.
 *
 * Owns the hand-shake, ids, bindings, cells, time limits and the end of a session. It starts nothing
 * by itself and knows no backend: those give it a {@linkcode Transport}.
 *
 * @module
 */

import type { CellResult } from "../src/core/cell_result.ts";
import { FleetError, InterruptedError, messageOf, throwIfAborted } from "../src/core/errors.ts";
import type { HostTool } from "../src/core/host_tool.ts";
import type {
  Capabilities,
  Equipment,
  ExecuteOptions,
  Interpreter,
  InterpreterOptions,
  SubmitContract,
} from "../src/core/interpreter.ts";
import type { JsonObject } from "../src/core/json.ts";
import type { FileReference, Variable, VariableInfo } from "../src/core/variable.ts";
import {
  attachMessage,
  bindMessage,
  describeEquipment,
  executeMessage,
  helloMessage,
  MAX_LINE_BYTES,
} from "./host_messages.ts";
import { LineSplitter } from "./line_splitter.ts";
import { type DriverMessage, parseMessage } from "./messages.ts";
import { OpenCalls } from "./open_calls.ts";
import { randomId, RunningCell } from "./running_cell.ts";
import { refusal, ToolDesk } from "./tool_desk.ts";
import type { Channel, Transport } from "./transport.ts";

/** Milliseconds that an interrupted cell has to stop before its sandbox is killed. */
const INTERRUPT_GRACE_MS = 1_000;
/** Milliseconds that a driver has to answer a new host: one that runs a cell does not. */
const ATTACH_MS = 10_000;
const DEFAULT_OUTPUT_CHARS = 10_000;
/** More output than this per cell would not fit into one message. */
const MAX_OUTPUT_CHARS = 20_000_000;

/** An interpreter whose driver lives behind `transport`. Does no I/O until it is started. */
export function createSession(transport: Transport, options: InterpreterOptions = {}): Interpreter {
  return new Session(transport, options);
}

/** A binding or an equipping that the driver has not confirmed yet. */
interface Pending {
  readonly id: string;
  readonly resolve: (infos: readonly VariableInfo[]) => void;
  readonly reject: (error: unknown) => void;
}

class Session implements Interpreter {
  readonly #transport: Transport;
  readonly #options: InterpreterOptions;
  #tools: ReadonlyMap<string, HostTool> = new Map();
  #submit: SubmitContract | undefined;
  /** What the driver was told of both, as JSON. */
  #told = "";
  readonly #encoder = new TextEncoder();
  readonly #ready = Promise.withResolvers<Extract<DriverMessage, { type: "ready" }>>();
  readonly #maxOutputChars: number;
  #startup: Promise<Capabilities> | undefined;
  #channel: Channel | undefined;
  #ended: FleetError | undefined;
  #cell: RunningCell | undefined;
  #pending: Pending | undefined;
  readonly #openCalls = new OpenCalls();
  #lifetime: ReturnType<typeof setTimeout> | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;

  constructor(transport: Transport, options: InterpreterOptions) {
    this.#transport = transport;
    this.#options = options;
    this.#maxOutputChars = Math.min(
      options.maxOutputChars ?? DEFAULT_OUTPUT_CHARS,
      MAX_OUTPUT_CHARS,
    );
    this.#take(options);
    this.#ready.promise.catch(() => {});
  }

  start(signal?: AbortSignal): Promise<Capabilities> {
    if (this.#ended) return Promise.reject(this.#over());
    return this.#startup ??= this.#start(signal);
  }

  async bind(
    variables: readonly Variable[],
    signal?: AbortSignal,
  ): Promise<readonly VariableInfo[]> {
    await this.start(signal);
    this.#assertFree();
    using _ = this.#endOnAbort(signal);
    const place = (file: FileReference) => this.#channel!.place(file);
    const message = await bindMessage({ variables, place });
    const { id, promise } = this.#expect();
    this.#send({ ...message, id });
    return await promise;
  }

  async equip(equipment: Equipment, signal?: AbortSignal): Promise<void> {
    await this.start(signal);
    this.#assertFree();
    throwIfAborted(signal);
    const told = describeEquipment(equipment);
    const isKnown = this.#told === JSON.stringify(told);
    this.#take(equipment);
    // What the guest sees stays as it is: only who answers has changed.
    if (isKnown) return;
    const { id, promise } = this.#expect();
    using _ = this.#endOnAbort(signal);
    this.#send({ type: "equip", id, ...told });
    await promise;
  }

  async execute(code: string, options: ExecuteOptions = {}): Promise<CellResult> {
    throwIfAborted(options.signal);
    await this.start(options.signal);
    this.#assertFree();
    const cell = this.#cell = new RunningCell(new ToolDesk(this.#tools, this.#submit), {
      maxOutputChars: this.#maxOutputChars,
      timeoutMs: options.timeoutMs ?? this.#options.cellTimeoutMs ?? 0,
      onTimeout: () => this.#interrupt(),
    });
    this.#send(executeMessage(cell.id, code, options.wantValue ?? false));
    using _ = this.#endOnAbort(options.signal);
    return await cell.result;
  }

  async shutdown(): Promise<void> {
    this.#end(new FleetError("sandbox-ended", "The session was shut down"));
    await this.#startup?.catch(() => {});
    await this.#channel?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  async #start(signal: AbortSignal | undefined): Promise<Capabilities> {
    throwIfAborted(signal);
    const lines = new LineSplitter((line) => this.#receive(line), MAX_LINE_BYTES);
    const channel = await this.#transport.open({
      events: {
        onData: (bytes) => this.#guard(() => lines.push(bytes)),
        onEnd: (reason) => this.#lose(reason),
      },
      files: this.#options.files ?? [],
      ...(signal ? { signal } : {}),
    });
    this.#channel = channel;
    if (this.#ended) {
      await channel.close();
      await this.#ready.promise;
    }
    this.#greet(channel);
    const lifetimeMs = this.#options.lifetimeMs ?? 0;
    if (lifetimeMs > 0) {
      this.#lifetime = setTimeout(() => {
        this.#lose(`reached its time limit of ${lifetimeMs / 1000} s`);
      }, lifetimeMs);
    }
    using _ = this.#endOnAbort(signal);
    const { cells, confined, python } = await this.#ready.promise;
    clearTimeout(this.#grace);
    try {
      const { volume } = channel.driver;
      return {
        ...channel.surroundings(confined),
        pythonVersion: python,
        persistent: false,
        ...(volume === null ? {} : { volume }),
        ...(channel.handle === undefined ? {} : { handle: channel.handle }),
        ...(channel.isResumed ? { cellsRun: cells } : {}),
      };
    } catch (thrown) {
      this.#end(
        thrown instanceof FleetError ? thrown : new FleetError("internal", messageOf(thrown)),
      );
      await channel.close();
      throw thrown;
    }
  }

  /** The first message: to a driver that is new, or to one that another host has left. */
  #greet(channel: Channel): void {
    const equipment: Equipment = {
      tools: [...this.#tools.values()],
      ...(this.#submit ? { submit: this.#submit } : {}),
    };
    const maxOutputChars = this.#maxOutputChars;
    if (!channel.isResumed) {
      return this.#send(helloMessage(equipment, { driver: channel.driver, maxOutputChars }));
    }
    this.#send(attachMessage(equipment, maxOutputChars));
    this.#grace = setTimeout(
      () => this.#lose("does not answer its new host: it is in the middle of a cell"),
      ATTACH_MS,
    );
  }

  #take(equipment: Equipment): void {
    this.#tools = new Map((equipment.tools ?? []).map((tool) => [tool.name, tool]));
    this.#submit = equipment.submit;
    this.#told = JSON.stringify(describeEquipment(equipment));
  }

  #expect(): { readonly id: string; readonly promise: Promise<readonly VariableInfo[]> } {
    this.#assertFree();
    const { promise, resolve, reject } = Promise.withResolvers<readonly VariableInfo[]>();
    const id = randomId();
    this.#pending = { id, resolve, reject };
    return { id, promise };
  }

  #confirm(id: string, infos: readonly VariableInfo[]): void {
    if (id !== this.#pending?.id) return this.#breach("Response ID mismatch");
    this.#pending.resolve(infos);
    this.#pending = undefined;
  }

  #receive(line: Uint8Array): void {
    if (this.#ended) return;
    let message: DriverMessage;
    try {
      message = parseMessage(line);
    } catch (thrown) {
      this.#breach(`a line is no message (${messageOf(thrown)})`);
      return;
    }
    this.#handle(message, line.length);
  }

  #handle(message: DriverMessage, bytes: number): void {
    const cell = this.#cell;
    switch (message.type) {
      case "ready":
        return this.#ready.resolve(message);
      case "refused":
        return this.#breach(`host and driver do not match (${message.message})`);
      case "output":
        if (message.id === cell?.id) cell.output.add(message.text);
        return;
      case "tool-call":
      case "submit":
        return void this.#answer(message, bytes);
      case "equipped":
        return this.#confirm(message.id, []);
      case "bound":
        return this.#confirm(message.id, message.variables);
      case "bind-error":
        if (message.id !== this.#pending?.id) return this.#breach("Response ID mismatch");
        this.#pending.reject(
          new FleetError(
            "input-invalid",
            `Cannot bind "${message.name}" in the sandbox: ${message.message}`,
          ),
        );
        this.#pending = undefined;
        return;
      case "result":
        if (message.id !== cell?.id) return this.#breach("Response ID mismatch");
        if (message.status === "submitted" && !cell.desk.accepted) {
          return this.#breach("a SUBMIT that nobody accepted");
        }
        this.#cell = undefined;
        clearTimeout(this.#grace);
        return cell.finish(message);
    }
  }

  async #answer(
    call: Extract<DriverMessage, { type: "tool-call" | "submit" }>,
    bytes: number,
  ): Promise<void> {
    const excess = this.#openCalls.admit(bytes);
    if (excess !== undefined) return this.#breach(excess);
    const cell = this.#cell;
    const answer = cell && call.cell === cell.id
      ? await cell.desk.answer(call)
      : refusal(call.id, "No cell is running");
    this.#openCalls.release(bytes);
    if (answer) this.#send(answer);
  }

  async #interrupt(): Promise<void> {
    const cell = this.#cell;
    if (!cell) return;
    await this.#channel?.interrupt();
    if (this.#cell !== cell) return;
    this.#grace = setTimeout(
      () => this.#lose("was killed because the cell could not be interrupted"),
      INTERRUPT_GRACE_MS,
    );
  }

  #send(message: JsonObject): void {
    if (this.#ended) return;
    this.#channel?.send(this.#encoder.encode(`${JSON.stringify(message)}\n`));
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (thrown) {
      this.#breach(messageOf(thrown));
    }
  }

  #breach(what: string): void {
    this.#end(new FleetError("sandbox-protocol", `The sandbox broke the protocol: ${what}`));
  }

  #lose(reason: string): void {
    if (this.#ended) return;
    const cell = this.#cell;
    this.#cell = undefined;
    const message = `The sandbox ${reason}; the interpreter state was lost`;
    this.#end(new FleetError("sandbox-lost", message));
    cell?.lose(message);
  }

  /** Makes the session over; what is under way fails with `error`. */
  #end(error: FleetError): void {
    if (this.#ended) return;
    this.#ended = error;
    clearTimeout(this.#lifetime);
    clearTimeout(this.#grace);
    this.#ready.reject(error.code === "sandbox-lost" ? this.#startFailure(error) : error);
    this.#pending?.reject(error);
    this.#cell?.fail(error);
    this.#pending = this.#cell = undefined;
    this.#channel?.close();
  }

  #startFailure(error: FleetError): FleetError {
    const reason = startReason(error);
    return this.#channel?.isResumed
      ? new FleetError("sandbox-lost", `Cannot attach to the sandbox: it ${reason}`)
      : new FleetError("sandbox-start", `Cannot start the sandbox: it ${reason}`);
  }

  #endOnAbort(signal: AbortSignal | undefined): Disposable {
    const onAbort = () => {
      this.#end(
        signal?.reason instanceof FleetError
          ? signal.reason
          : new InterruptedError("Interrupted", { cause: signal?.reason }),
      );
    };
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort, { once: true });
    return { [Symbol.dispose]: () => signal?.removeEventListener("abort", onAbort) };
  }

  #assertFree(): void {
    if (this.#ended) throw this.#over();
    if (this.#cell || this.#pending) {
      throw new FleetError("internal", "Cannot use the session: another call is under way");
    }
  }

  #over(): FleetError {
    const cause = this.#ended;
    if (cause instanceof InterruptedError || cause?.code === "sandbox-protocol") return cause;
    return new FleetError("sandbox-ended", `The session has ended: ${cause?.message}`, { cause });
  }
}

function startReason(error: FleetError): string {
  return error.message.replace(/^The sandbox /, "").replace(
    /; the interpreter state was lost$/,
    "",
  );
}
