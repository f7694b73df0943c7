/**
 * What the runs of one tree share: the limiter of their model calls, how many children run at once,
 * and the interpreters that wait for children.
 *
 * @module
 */

import { createAdaptiveLimiter } from "../lm/adaptive_limiter.ts";
import { createLimiter, type Limiter } from "../lm/limiter.ts";
import type { Equipment, Interpreter } from "../core/interpreter.ts";
import { InterpreterPool } from "./recursion/interpreter_pool.ts";
import type { RunPlan } from "./run_plan.ts";

/** Most children at once on each level of a tree: every one is a sandbox. */
const MAX_CHILDREN = 4;

/** What a tree is made with. */
export interface RunTreeOptions {
  /** The outermost run. */
  readonly plan: RunPlan;
  /** Makes an interpreter for a child; does no I/O. */
  createInterpreter(equipment?: Equipment): Interpreter;
}

/** The common ground of a tree of runs. */
export class RunTree implements AsyncDisposable {
  /** Identifier of the outermost run. */
  readonly runId: string;
  /** Depth at which runs have no children. */
  readonly maxDepth: number;
  /** Admits every model call of the tree. */
  readonly limiter: Limiter;
  readonly #levels = new Map<number, Limiter>();
  readonly #concurrency: number;
  readonly #pool: InterpreterPool;

  /** Starts nothing. */
  constructor({ plan, createInterpreter }: RunTreeOptions) {
    this.runId = plan.runId;
    this.maxDepth = plan.limits.maxDepth;
    this.limiter = createAdaptiveLimiter(plan.concurrency);
    this.#concurrency = Math.min(plan.concurrency, MAX_CHILDREN);
    this.#pool = new InterpreterPool({ create: createInterpreter });
  }

  /**
   * Admits the children of a depth. There is one limiter a level, so that a run which waits for its
   * children does not keep a place from them.
   */
  childLimiter(depth: number): Limiter {
    const limiter = this.#levels.get(depth) ?? createLimiter(this.#concurrency);
    this.#levels.set(depth, limiter);
    return limiter;
  }

  /** Interpreters for children. */
  get pool(): InterpreterPool {
    return this.#pool;
  }

  /** Starts interpreters in the background for so many children. */
  expectChildren(count: number): void {
    this.#pool.want(Math.min(count, this.#concurrency));
  }

  /** Ends every sandbox of its children, also those that nobody used; idempotent. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#pool.close();
  }
}
