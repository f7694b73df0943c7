/**
 * A run before it starts: options checked as a whole and completed with their defaults. Everything
 * that can be refused is refused here, before any interpreter exists and anything is paid.
 *
 * @module
 */

import { FleetError, UsageError } from "../core/errors.ts";
import type { Field, Signature } from "../core/field.ts";
import type { RunLimits } from "../core/run_event.ts";
import type { Variable } from "../core/variable.ts";
import { checkSignature } from "./check_signature.ts";
import { checkTools } from "./check_tools.ts";
import { coerce } from "./coerce.ts";
import { describeType } from "./field_type.ts";
import { pythonList } from "./python_text.ts";
import type { RunOptions } from "./run_options.ts";

/** The limits of a run that says nothing about them. */
export const DEFAULT_LIMITS: RunLimits = {
  maxIterations: 20,
  maxLlmCalls: 50,
  maxOutputChars: 10_000,
  maxErrors: 5,
};

const DEFAULT_CONCURRENCY = 16;

/** Options of a run, checked and complete. */
export interface RunPlan extends
  Required<
    Pick<
      RunOptions,
      | "signature"
      | "variables"
      | "planner"
      | "subModel"
      | "createInterpreter"
      | "backend"
      | "task"
      | "concurrency"
      | "cellTimeoutMs"
      | "timeoutMs"
      | "tools"
      | "runId"
    >
  > {
  /** All of them. */
  readonly limits: RunLimits;
}

/**
 * Checks and completes the options.
 * @throws {FleetError} `signature-invalid`, `input-missing`, `input-invalid` or `usage`.
 */
export function planRun(options: RunOptions): RunPlan {
  const tools = options.tools ?? [];
  checkTools(tools);
  checkSignature(options.signature, tools.map((tool) => tool.name));
  return {
    signature: options.signature,
    variables: planVariables(options.variables, options.signature),
    planner: options.planner,
    subModel: options.subModel ?? options.planner,
    createInterpreter: options.createInterpreter,
    backend: options.backend,
    task: options.task ?? "run",
    limits: planLimits(options.limits ?? {}),
    concurrency: atLeast(1, options.concurrency ?? DEFAULT_CONCURRENCY, "concurrency"),
    cellTimeoutMs: atLeast(0, options.cellTimeoutMs ?? 0, "cellTimeoutMs"),
    timeoutMs: atLeast(0, options.timeoutMs ?? 0, "timeoutMs"),
    tools,
    runId: options.runId ?? createRunId(),
  };
}

/** An identifier that sorts by time: `20260131t101530-1f3a9c2e`. */
export function createRunId(now: Date = new Date()): string {
  const time = now.toISOString().replace(/[-:]|\.\d+Z$/g, "").toLowerCase();
  return `${time}-${crypto.randomUUID().slice(0, 8)}`;
}

function planLimits(limits: Partial<RunLimits>): RunLimits {
  const all = { ...DEFAULT_LIMITS, ...limits };
  return {
    maxIterations: atLeast(1, all.maxIterations, "maxIterations"),
    maxLlmCalls: atLeast(0, all.maxLlmCalls, "maxLlmCalls"),
    maxOutputChars: atLeast(1, all.maxOutputChars, "maxOutputChars"),
    maxErrors: atLeast(1, all.maxErrors, "maxErrors"),
  };
}

function atLeast(least: number, value: number, name: string): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`Cannot use ${name} "${value}": not a whole number of at least ${least}`);
}

/** The variables in the order of the signature, values read as the types declared for them. */
function planVariables(
  variables: readonly Variable[],
  signature: Signature,
): readonly Variable[] {
  const given = variables.map((variable) => variable.name);
  const declared = signature.inputs.map((field) => field.name);
  const missing = declared.filter((name) => !given.includes(name));
  if (missing.length > 0) {
    const noun = missing.length === 1 ? "input" : "inputs";
    throw new FleetError("input-missing", `Missing required ${noun}: ${pythonList(missing)}`, {
      hint: `The signature declares ${pythonList(declared)}`,
    });
  }
  const unexpected = given.filter((name) => !declared.includes(name));
  if (unexpected.length > 0) {
    const names = pythonList([...new Set(unexpected)]);
    throw new FleetError(
      "input-invalid",
      `Unexpected inputs not declared in the signature: ${names}`,
      { hint: `The signature declares ${pythonList(declared)}` },
    );
  }
  const twice = given.find((name, index) => given.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new FleetError("input-invalid", `Input "${twice}" is given twice`);
  }
  return signature.inputs.map((field) =>
    planVariable(variables.find((variable) => variable.name === field.name)!, field)
  );
}

/**
 * A declared type other than str binds: `n: int` given the text "5" is 5. An input without a type is
 * a str by default, so that says nothing about a value that is none: it is bound as it is.
 */
function planVariable(variable: Variable, field: Field): Variable {
  const { kind } = field.type;
  if (kind === "any") return variable;
  if (variable.kind === "file") {
    if (kind === "str" || (kind === "optional" && field.type.inner.kind === "str")) return variable;
    const type = describeType(field.type);
    throw new FleetError(
      "input-invalid",
      `Cannot bind input "${field.name}": declared ${type}, but a file is bound as str`,
      { hint: `Declare it str, or give its content as a JSON value` },
    );
  }
  if (kind === "str" && typeof variable.value !== "string") return variable;
  const coercion = coerce(variable.value, field);
  if (coercion.ok) return { ...variable, value: coercion.value };
  throw new FleetError("input-invalid", `Cannot bind input ${coercion.message}`);
}
