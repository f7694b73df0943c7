/**
 * An interpreter that goes on in the sandbox of a run that was killed, where that still lives and is
 * where the record ends. Then nothing runs twice: a step on record gives its recorded result, and its
 * calls are made once more by the host alone, answered from the record, so that they are counted and
 * told as ever. Otherwise there is another sandbox, in which the steps are done again.
 *
 * @module
 */

import type { CellResult } from "../core/cell_result.ts";
import { FleetError, messageOf } from "../core/errors.ts";
import type {
  Capabilities,
  Equipment,
  ExecuteOptions,
  Interpreter,
  InterpreterOptions,
  SessionHandle,
} from "../core/interpreter.ts";
import type { HostTool } from "../core/host_tool.ts";
import type { Variable, VariableInfo } from "../core/variable.ts";
import type { RecordedSession } from "./recorded_session.ts";
import type { ServedRun } from "./served_run.ts";

/** What it is made of. */
export interface AttachedInterpreterOptions {
  /** The session to go on with. */
  readonly session: RecordedSession;
  /** The run. */
  readonly run: ServedRun;
  /** What the interpreter is for. */
  readonly made: InterpreterOptions;
  /** Goes on with a session. */
  attach(handle: SessionHandle, made: InterpreterOptions): Interpreter;
  /** Makes a new one. */
  create(made: InterpreterOptions): Interpreter;
  /** Hears which of the two it was. */
  onNotice(message: string): void;
}

/** Makes the interpreter; does no I/O. */
export function attachInterpreter(options: AttachedInterpreterOptions): Interpreter {
  return new AttachedInterpreter(options);
}

class AttachedInterpreter implements Interpreter {
  readonly #options: AttachedInterpreterOptions;
  #tools: readonly HostTool[];
  #starting: Promise<Capabilities> | undefined;
  #inner: Interpreter | undefined;
  #isAttached = false;
  #isOver = false;

  constructor(options: AttachedInterpreterOptions) {
    this.#options = options;
    this.#tools = options.made.tools ?? [];
  }

  start(signal?: AbortSignal): Promise<Capabilities> {
    return this.#starting ??= this.#start(signal);
  }

  async bind(
    variables: readonly Variable[],
    signal?: AbortSignal,
  ): Promise<readonly VariableInfo[]> {
    await this.start(signal);
    const recorded = this.#options.run.record.variables;
    if (this.#isAttached && recorded !== undefined) return recorded;
    return await this.#inner!.bind(variables, signal);
  }

  async equip(equipment: Equipment, signal?: AbortSignal): Promise<void> {
    await this.start(signal);
    this.#tools = equipment.tools ?? [];
    await this.#inner!.equip?.(equipment, signal);
  }

  async execute(code: string, options: ExecuteOptions = {}): Promise<CellResult> {
    await this.start(options.signal);
    const { run } = this.#options;
    const result = run.isServed ? run.record.steps[run.step - 1]?.result : undefined;
    if (!this.#isAttached || result === undefined) return await this.#inner!.execute(code, options);
    await this.#callAgain(run.step, options.signal);
    return result;
  }

  async shutdown(): Promise<void> {
    this.#isOver = true;
    await this.#starting?.catch(() => {});
    await this.#inner?.shutdown();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  async #start(signal: AbortSignal | undefined): Promise<Capabilities> {
    const { attach, create, made, onNotice, session } = this.#options;
    const former = this.#inner = attach(session.handle, made);
    try {
      const capabilities = await former.start(signal);
      if (capabilities.cellsRun === session.cells) {
        this.#isAttached = true;
        onNotice("Its sandbox still lives: nothing is done again");
        return capabilities;
      }
      onNotice("Its sandbox is in the middle of a step: the steps are done again in another");
    } catch (thrown) {
      if (!(thrown instanceof FleetError) || thrown.code !== "sandbox-lost") throw thrown;
      onNotice(`${messageOf(thrown)}; the steps are done again in another`);
    }
    await former.shutdown();
    if (this.#isOver) throw new FleetError("sandbox-ended", "The session was shut down");
    this.#inner = create(made);
    return await this.#inner.start(signal);
  }

  async #callAgain(step: number, signal: AbortSignal | undefined): Promise<void> {
    const context = { signal: signal ?? new AbortController().signal };
    for (const { args, tool: name } of this.#options.session.calls.get(step) ?? []) {
      const tool = this.#tools.find((each) => each.name === name);
      // What failed then fails again, and guest code has dealt with it.
      await tool?.call(args, context).catch(() => {});
      this.#options.run.check();
    }
  }
}
