/**
 * Interpreters that were started ahead of need, so that a child run begins in the time of a warm cell.
 * They are all alike; who takes one gives it his own tools and SUBMIT (`Interpreter.equip`). A spare
 * that could not be started or died meanwhile is passed over. None is used twice, for a child must not
 * see what another left behind.
 *
 * Knows every interpreter that it made and ends them all when it is closed.
 *
 * @module
 */

import { throwIfAborted } from "../../core/errors.ts";
import type { Equipment, Interpreter } from "../../core/interpreter.ts";

/** What a pool is made with. */
export interface InterpreterPoolOptions {
  /** Makes an interpreter; does no I/O. */
  create(equipment?: Equipment): Interpreter;
}

/** Started interpreters in reserve. */
export class InterpreterPool implements AsyncDisposable {
  readonly #options: InterpreterPoolOptions;
  readonly #ending = new AbortController();
  readonly #made = new Set<Interpreter>();
  readonly #spares: Interpreter[] = [];
  #wanted = 0;

  /** Starts nothing yet. */
  constructor(options: InterpreterPoolOptions) {
    this.#options = options;
  }

  /** Interpreters in reserve, started or starting. */
  get spares(): number {
    return this.#spares.length;
  }

  /** Keeps at least so many in reserve from now on; they start in the background. */
  want(count: number): void {
    this.#wanted = Math.max(this.#wanted, count);
    this.#refill();
  }

  /** An interpreter with this equipment: one of the spares, or a new one that is not started yet. */
  async take(equipment: Equipment, signal: AbortSignal): Promise<Interpreter> {
    for (let spare = this.#spares.shift(); spare !== undefined; spare = this.#spares.shift()) {
      if (await this.#equip(spare, { equipment, signal })) {
        this.#refill();
        return spare;
      }
    }
    throwIfAborted(this.#ending.signal);
    return this.#make(equipment);
  }

  /** Ends an interpreter that was taken. */
  async giveBack(interpreter: Interpreter): Promise<void> {
    await interpreter.shutdown();
    this.#made.delete(interpreter);
  }

  /** Ends every interpreter that it made; idempotent. */
  async close(): Promise<void> {
    this.#wanted = 0;
    this.#spares.length = 0;
    this.#ending.abort();
    await Promise.allSettled([...this.#made].map((each) => this.giveBack(each)));
  }

  /** {@linkcode close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #refill(): void {
    while (this.#spares.length < this.#wanted && !this.#ending.signal.aborted) {
      const spare = this.#make();
      if (spare.equip === undefined) {
        // Such interpreters keep what they were made with: there is nothing to have in reserve.
        this.#made.delete(spare);
        this.#wanted = 0;
        return;
      }
      this.#spares.push(spare);
      spare.start(this.#ending.signal).catch(() => {});
    }
  }

  async #equip(
    spare: Interpreter,
    options: { readonly equipment: Equipment; readonly signal: AbortSignal },
  ): Promise<boolean> {
    try {
      await spare.start();
      await spare.equip?.(options.equipment, options.signal);
      return true;
    } catch {
      await this.giveBack(spare).catch(() => {});
      throwIfAborted(options.signal);
      return false;
    }
  }

  #make(equipment?: Equipment): Interpreter {
    const interpreter = this.#options.create(equipment);
    this.#made.add(interpreter);
    return interpreter;
  }
}
