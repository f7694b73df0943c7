/**
 * What every interpreter must keep, as data: one check per statement. Tests run them against each
 * backend, users by `fleet-rlm conform`.
 *
 * @module
 */

import type { Interpreter, InterpreterOptions } from "./interpreter.ts";

/** Makes a new interpreter of the backend under check. */
export type MakeInterpreter = (options?: InterpreterOptions) => Interpreter;

/** One statement that must hold for every interpreter. */
export interface ConformanceCheck {
  /** `group.statement`, stable. */
  readonly name: string;
  /** Throws when the statement does not hold. It shuts down what it makes. */
  run(make: MakeInterpreter): Promise<void>;
}

/** Loads the checks, in the order in which they are best read. */
export type LoadConformance = () => Promise<readonly ConformanceCheck[]>;
