/**
 * Interpreters that were started ahead of need, so that a child run begins in the time of a warm cell.
 * They are all alike; who takes one gives it his own tools and SUBMIT (`Interpreter.equip`). None is
 * used twice, for a child must not see what another left behind.
 *
 * How many are kept: `spares` from the first on, and as many as the last batch of children asked for,
 * up to `maxSpares`; after half a minute without a child, `spares` again, since each holds the memory
 * of a Python. With `spares` 0 none is ever kept. Those that were taken are replaced a moment later, so
 * that starting new ones does not slow down the children that begin; those that nobody keeps ready are
 * started side by side by whoever takes them.
 *
 * A spare that cannot be started or dies is passed over in silence: only who needs one is told. The pool
 * knows every interpreter that it made and ends them all when it is closed.
 *
 * @module
 */

import { abortable } from "../../core/abortable.ts";
import { throwIfAborted } from "../../core/errors.ts";
import type { Equipment, Interpreter } from "../../core/interpreter.ts";

/** What a pool is made with. */
export interface InterpreterPoolOptions {
  /** Makes an interpreter; does no I/O. */
  create(equipment?: Equipment): Interpreter;
  /**
   * Interpreters kept from the first on; 0 keeps none, ever.
   * @default {1}
   */
  readonly spares?: number;
  /**
   * Most interpreters kept.
   * @default {spares}
   */
  readonly maxSpares?: number;
  /**
   * Milliseconds between a taking and the start of what replaces it.
   * @default {50}
   */
  readonly refillMs?: number;
  /**
   * Milliseconds without a child after which the pool shrinks.
   * @default {30000}
   */
  readonly idleMs?: number;
}

/** An interpreter on its way to a run. */
export interface TakenInterpreter {
  /** The interpreter. */
  readonly interpreter: Interpreter;
  /** Whether it was in reserve. Then it may have died since, and nobody has noticed yet. */
  readonly isSpare: boolean;
}

/** One in reserve. */
interface Spare {
  readonly interpreter: Interpreter;
  /** Resolves when it is started and equipped for a child. */
  readonly ready: Promise<void>;
}

/** Started interpreters in reserve. */
export class InterpreterPool implements AsyncDisposable {
  readonly #options: Required<InterpreterPoolOptions>;
  readonly #ending = new AbortController();
  readonly #made = new Set<Interpreter>();
  #spares: readonly Spare[] = [];
  #template: Equipment = {};
  #wanted = 0;
  #refilling: ReturnType<typeof setTimeout> | undefined;
  #idling: ReturnType<typeof setTimeout> | undefined;

  /** Starts nothing yet. */
  constructor(options: InterpreterPoolOptions) {
    const { spares = 1 } = options;
    const maxSpares = Math.max(spares, options.maxSpares ?? spares);
    this.#options = { refillMs: 50, idleMs: 30_000, ...options, spares, maxSpares };
  }

  /** Interpreters in reserve, started or starting. */
  get spares(): number {
    return this.#spares.length;
  }

  /**
   * From now on children can come: starts the first spares in the background, equipped as a child
   * will be as far as that can be known, so that the equipping proper finds everything warm. Idempotent.
   */
  open(template: Equipment = {}): void {
    if (this.#wanted > 0) return;
    this.#template = template;
    this.#wanted = this.#options.spares;
    this.#refill();
  }

  /** So many children are about to begin together: as many are kept from now on. */
  expect(count: number): void {
    const { maxSpares, spares } = this.#options;
    if (this.#wanted === 0) return;
    this.#wanted = Math.max(spares, Math.min(count, maxSpares));
    this.#refillSoon();
  }

  /** An interpreter with this equipment: one of the spares, or a new one that is not started yet. */
  async take(equipment: Equipment, signal: AbortSignal): Promise<TakenInterpreter> {
    this.#refillSoon();
    for (let spare = this.#next(); spare !== undefined; spare = this.#next()) {
      if (await this.#handOver(spare, { equipment, signal })) {
        return { interpreter: spare.interpreter, isSpare: true };
      }
    }
    throwIfAborted(this.#ending.signal);
    return { interpreter: this.#make(equipment), isSpare: false };
  }

  /** Ends an interpreter that was taken. */
  async giveBack(interpreter: Interpreter): Promise<void> {
    await interpreter.shutdown();
    this.#made.delete(interpreter);
  }

  /** Ends every interpreter that it made; idempotent. */
  async close(): Promise<void> {
    this.#wanted = 0;
    this.#spares = [];
    clearTimeout(this.#refilling);
    clearTimeout(this.#idling);
    this.#ending.abort();
    await Promise.allSettled([...this.#made].map((each) => this.giveBack(each)));
  }

  /** {@linkcode close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #next(): Spare | undefined {
    const [next, ...others] = this.#spares;
    this.#spares = others;
    return next;
  }

  /** Starts what is missing once the children that begin now have begun. */
  #refillSoon(): void {
    const { idleMs, refillMs } = this.#options;
    if (this.#ending.signal.aborted || this.#wanted === 0) return;
    this.#refilling ??= setTimeout(() => {
      this.#refilling = undefined;
      this.#refill();
    }, refillMs);
    clearTimeout(this.#idling);
    this.#idling = setTimeout(() => this.#shrink(), idleMs);
  }

  #refill(): void {
    while (this.#spares.length < this.#wanted && !this.#ending.signal.aborted) {
      const interpreter = this.#make(this.#template);
      if (interpreter.equip === undefined) {
        // Such interpreters keep what they were made with: there is nothing to have in reserve.
        this.#made.delete(interpreter);
        this.#wanted = 0;
        return;
      }
      const spare = { interpreter, ready: this.#prepare(interpreter) };
      this.#spares = [...this.#spares, spare];
      spare.ready.catch(() => this.#discard(spare));
    }
  }

  async #prepare(interpreter: Interpreter): Promise<void> {
    const { signal } = this.#ending;
    await interpreter.start(signal);
    // The first message after the start finds Python cold.
    await interpreter.equip?.(this.#template, signal);
  }

  /** Gives up what the last batch asked for. */
  #shrink(): void {
    this.#wanted = Math.min(this.#wanted, this.#options.spares);
    for (const spare of this.#spares.slice(this.#wanted)) this.#discard(spare);
  }

  #discard(spare: Spare): void {
    this.#spares = this.#spares.filter((each) => each !== spare);
    this.giveBack(spare.interpreter).catch(() => {});
  }

  async #handOver(
    { interpreter, ready }: Spare,
    options: { readonly equipment: Equipment; readonly signal: AbortSignal },
  ): Promise<boolean> {
    const { equipment, signal } = options;
    try {
      await abortable(ready, signal);
      await interpreter.equip?.(equipment, signal);
      return true;
    } catch {
      await this.giveBack(interpreter).catch(() => {});
      throwIfAborted(signal);
      return false;
    }
  }

  #make(equipment: Equipment): Interpreter {
    const interpreter = this.#options.create(equipment);
    this.#made.add(interpreter);
    return interpreter;
  }
}
