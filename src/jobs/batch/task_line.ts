/**
 * A line of a file of tasks: a shipped task or a signature, with its inputs, models and limits. Checked
 * as far as that goes without opening a file or calling a model.
 *
 * @module
 */

import { resolve } from "node:path";
import type { z } from "zod";
import { FleetError, messageOf, UsageError } from "../../core/errors.ts";
import type { Signature } from "../../core/field.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { checkInputNames } from "../../inputs/check_input_names.ts";
import { formatFor } from "../../inputs/format_for.ts";
import { isGlob } from "../../inputs/glob.ts";
import { checkNamedInputs, namesOf, readNamedInputs } from "../../inputs/named_inputs.ts";
import { parseExactJson } from "../../inputs/parse_exact_json.ts";
import type { InputSpec } from "../../inputs/parse_input.ts";
import { loadZod, type Zod } from "../../replay/schema/zod.ts";
import { planInputs } from "../../rlm/plan_inputs.ts";
import { hashValue } from "../../rlm/request_hash.ts";
import { checkSignature } from "../../rlm/signature/check_signature.ts";
import { parseSignature } from "../../rlm/signature/parse_signature.ts";
import { ownTask } from "../../tasks/own_task.ts";
import { findShippedTask, SHIPPED_TASKS } from "../../tasks/shipped_tasks.ts";
import type { Task } from "../../tasks/task.ts";
import { type JobLimits, jobLimitsShape } from "../job_limits.ts";
import type { ModelChoice } from "../run_host.ts";

/** What a line asks for. */
export interface TaskLine extends JobLimits {
  /** Its name among the results, where the line gives one. */
  readonly id?: string;
  /** SHA-256 of what it asks for, whatever it is called. */
  readonly sha256: string;
  /** What is to be done. */
  readonly task: Task;
  /** Its inputs, not opened yet. */
  readonly inputs: readonly InputSpec[];
  /** Its models, where it names some. */
  readonly models: ModelChoice;
}

/** How lines are read. */
export interface TaskLineOptions {
  /** Folder that paths are relative to. */
  readonly cwd: string;
  /** Names of the host tools that every task is given, which no field may have. */
  readonly toolNames?: readonly string[];
}

/** Reads a line. */
export type ReadTaskLine = (text: string) => Promise<TaskLine>;

/**
 * A reader of lines; it loads what it needs once. It throws a `FleetError` that says what is wrong with
 * the line.
 */
export async function createTaskLineReader(options: TaskLineOptions): Promise<ReadTaskLine> {
  const shape = lineShape(await loadZod());
  return async (text) => {
    const value = parse(text);
    const { data: line, error } = shape.safeParse(value);
    if (line === undefined) throw unreadable(error);
    const task = taskOf(line, options);
    const inputs = await readInputs(line, { options, signature: task.signature });
    return {
      ...line.limits,
      ...(line.id === undefined ? {} : { id: line.id }),
      sha256: hashOf(value),
      task,
      inputs,
      models: modelsOf(line),
    };
  };
}

type Line = z.output<ReturnType<typeof lineShape>>;

function lineShape(zod: Zod) {
  const text = zod.string().min(1);
  return zod.strictObject({
    id: text.optional(),
    task: text.optional(),
    signature: text.optional(),
    instructions: zod.string().optional(),
    paths: zod.record(zod.string(), text).default({}),
    values: zod.record(zod.string(), zod.unknown()).default({}),
    model: text.optional(),
    sub_model: text.optional(),
    limits: jobLimitsShape(zod).default({}),
  });
}

function parse(text: string): JsonObject {
  let value: JsonValue;
  try {
    value = parseExactJson(text);
  } catch (cause) {
    throw new FleetError("input-invalid", `It is no JSON: ${messageOf(cause)}`, { cause });
  }
  if (isJsonObject(value)) return value;
  throw new FleetError("input-invalid", "It is no JSON object");
}

function unreadable(error: z.ZodError | undefined): FleetError {
  const issues = (error?.issues ?? []).map(({ message, path }) =>
    path.length === 0 ? message : `${path.join(".")}: ${message}`
  );
  return new FleetError("input-invalid", issues.join("; "));
}

/** Equal for lines that ask for the same, in whatever order their keys are. */
function hashOf({ id: _, ...asked }: JsonObject): string {
  return hashValue(sorted(asked));
}

function sorted(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1));
}

function taskOf(line: Line, { toolNames = [] }: TaskLineOptions): Task {
  const { instructions, signature, task: name } = line;
  if ((name === undefined) === (signature === undefined)) {
    throw new UsageError('It needs either "task" or "signature"');
  }
  const task = signature === undefined
    ? shippedTask(name ?? "")
    : ownTask(parseSignature(signature, { instructions: instructions ?? "" }));
  if (instructions !== undefined && signature === undefined) {
    throw new UsageError('"instructions" go with "signature" alone');
  }
  const own = (task.tools ?? []).map((tool) => tool.name);
  checkSignature(task.signature, [...own, ...toolNames]);
  return task;
}

function shippedTask(name: string): Task {
  const task = findShippedTask(name);
  if (task !== undefined) return task;
  const known = SHIPPED_TASKS.map((each) => each.name).join(", ");
  throw new UsageError(`There is no task "${name}": the tasks are ${known}`);
}

function modelsOf({ model, sub_model: subModel }: Line): ModelChoice {
  return {
    ...(model === undefined ? {} : { model }),
    ...(subModel === undefined ? {} : { subModel }),
  };
}

async function readInputs(
  { paths, values }: Line,
  { options, signature }: { readonly options: TaskLineOptions; readonly signature: Signature },
): Promise<readonly InputSpec[]> {
  checkNamedInputs({ paths, values });
  checkInputNames(namesOf({ paths, values }), signature);
  checkValues(values as JsonObject, signature);
  return await readNamedInputs({ paths, values }, {
    locate: (path, name) => locate(resolve(options.cwd, path), name),
    formatOf: (name, path) => formatFor(signature, { name, path }),
  });
}

/** Values must be what their fields say, before anything is paid. */
function checkValues(values: JsonObject, signature: Signature): void {
  const inputs = signature.inputs.filter(({ name }) => Object.hasOwn(values, name));
  const variables = Object.entries(values)
    .map(([name, value]) => ({ kind: "value", name, value } as const));
  planInputs(variables, { ...signature, inputs });
}

/** Makes sure that there is something at the path, or that it is a glob. */
async function locate(path: string, name: string): Promise<string> {
  try {
    await Deno.stat(path);
  } catch (cause) {
    if (!isGlob(path)) {
      const missing = cause instanceof Deno.errors.NotFound;
      throw new FleetError(
        missing ? "input-missing" : "input-unreadable",
        `Cannot read "${path}" for "${name}": ${missing ? "no such file" : messageOf(cause)}`,
        { cause },
      );
    }
  }
  return path;
}
