/**
 * What the runs of one tree share: the limiter of their model calls, how many children run at once,
 * the interpreters that wait for children, and the long contexts of these.
 *
 * @module
 */

import { createAdaptiveLimiter } from "../lm/adaptive_limiter.ts";
import { createLimiter, type Limiter } from "../lm/limiter.ts";
import type { Equipment, Interpreter } from "../core/interpreter.ts";
import { ContextFiles } from "./recursion/context_files.ts";
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
  /** Interpreters for children; it keeps at most as many as may run at once. */
  readonly pool: InterpreterPool;
  /** Long contexts of children. */
  readonly contexts: ContextFiles = new ContextFiles();
  readonly #levels = new Map<number, Limiter>();
  readonly #concurrency: number;

  /** Starts nothing. */
  constructor({ plan, createInterpreter }: RunTreeOptions) {
    this.runId = plan.runId;
    this.maxDepth = plan.limits.maxDepth;
    this.limiter = createAdaptiveLimiter(plan.concurrency);
    this.#concurrency = Math.min(plan.concurrency, MAX_CHILDREN);
    this.pool = new InterpreterPool({
      create: createInterpreter,
      spares: Math.min(plan.pool.spares, this.#concurrency),
      maxSpares: this.#concurrency,
    });
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

  /** Ends every sandbox of its children, also those that nobody used; idempotent. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.pool.close();
    await this.contexts.close();
  }
}
