/**
 * An interpreter that runs no Python: each cell's result is scripted. A SUBMIT goes through the real
 * contract, and a scripted cell may call the host tools, so that the engine is tested whole.
 *
 * @module
 */

import type { CellResult } from "../../src/core/cell_result.ts";
import { FleetError, throwIfAborted } from "../../src/core/errors.ts";
import type {
  Capabilities,
  Equipment,
  ExecuteOptions,
  Interpreter,
  InterpreterOptions,
} from "../../src/core/interpreter.ts";
import type { JsonObject, JsonValue } from "../../src/core/json.ts";
import type { Variable, VariableInfo } from "../../src/core/variable.ts";

/** What a scripted cell can do. */
export interface FakeCell {
  /** The code that was sent. */
  readonly code: string;
  /** The options that were sent with it. */
  readonly options: ExecuteOptions;
  /** What is bound. */
  readonly variables: readonly Variable[];
  /** Calls a host tool as guest code would; `signal` is that of the cell. */
  call(tool: string, args: JsonObject, signal?: AbortSignal): Promise<JsonValue>;
}

/**
 * One scripted cell: printed text, a SUBMIT, an exception of the session, a whole result, or a function
 * that gives one of these.
 */
export type FakeStep =
  | string
  | Error
  | CellResult
  | { readonly submit: JsonObject; readonly printed?: string }
  | ((cell: FakeCell) => FakeStep | Promise<FakeStep>);

/** What one cell was sent. */
export interface FakeCall {
  readonly code: string;
  readonly variables: readonly Variable[];
}

/** An interpreter with a script. */
export class FakeInterpreter implements Interpreter {
  /** Everything executed, in order, with the variables bound at the time. */
  readonly calls: FakeCall[] = [];
  /** What it was made with. */
  readonly options: InterpreterOptions;
  starts = 0;
  shutdowns = 0;
  /** What it was equipped with after its start, in order. */
  readonly equipments: Equipment[] = [];
  #script: FakeStep[];
  #equipment: Equipment;
  #variables: readonly Variable[] = [];

  constructor(script: readonly FakeStep[] = [], options: InterpreterOptions = {}) {
    this.#script = [...script];
    this.options = options;
    this.#equipment = options;
  }

  async equip(equipment: Equipment): Promise<void> {
    await this.#refuseAfterShutdown();
    this.equipments.push(equipment);
    this.#equipment = equipment;
  }

  async start(): Promise<Capabilities> {
    await this.#refuseAfterShutdown();
    this.starts++;
    return {
      backend: "fake",
      isolation: "none",
      network: false,
      filesystem: "none",
      pythonVersion: "3.12.1",
      persistent: false,
    };
  }

  async bind(variables: readonly Variable[]): Promise<readonly VariableInfo[]> {
    await this.#refuseAfterShutdown();
    this.#variables = variables;
    return variables.map(measure);
  }

  async execute(code: string, options: ExecuteOptions = {}): Promise<CellResult> {
    await this.#refuseAfterShutdown();
    throwIfAborted(options.signal);
    this.calls.push({ code, variables: this.#variables });
    let step: FakeStep = this.#script.shift() ?? "";
    const cell: FakeCell = {
      code,
      options,
      variables: this.#variables,
      call: (tool, args, signal = new AbortController().signal) =>
        this.#call(tool, { args, signal }),
    };
    while (typeof step === "function") step = await step(cell);
    if (step instanceof Error) throw step;
    if (typeof step === "string") return printed(step);
    return "submit" in step ? this.#submit(step.submit, step.printed ?? "") : step;
  }

  shutdown(): Promise<void> {
    this.shutdowns++;
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.shutdown();
  }

  #call(
    name: string,
    { args, signal }: { readonly args: JsonObject; readonly signal: AbortSignal },
  ): Promise<JsonValue> {
    const tool = this.#equipment.tools?.find((each) => each.name === name);
    if (tool === undefined) throw new Error(`Unknown tool "${name}"`);
    return tool.call(args, { signal });
  }

  #submit(values: JsonObject, text: string): CellResult {
    const { submit } = this.#equipment;
    const verdict = submit?.accept(values) ?? { accepted: true, value: values };
    if (!verdict.accepted) return failed("TypeError", verdict.message, text);
    return { ...printed(text), status: "submitted", value: verdict.value };
  }

  #refuseAfterShutdown(): Promise<void> {
    if (this.shutdowns === 0) return Promise.resolve();
    return Promise.reject(
      new FleetError("sandbox-ended", "The session has ended: it was ended by shutdown"),
    );
  }
}

/** The result of a cell that printed `text`. */
export function printed(text: string): CellResult & { readonly status: "ok" } {
  const chars = [...text].length;
  return {
    status: "ok",
    output: { text, chars, omittedChars: 0 },
    durationMs: 1,
    changes: [],
  };
}

/** The result of a cell that ended with an exception after printing `text`. */
export function failed(type: string, message: string, text = ""): CellResult {
  const traceback = `Traceback (most recent call last):\n${type}: ${message}`;
  return { ...printed(text), status: "error", error: { type, message, traceback } };
}

/** The result of a cell in which the sandbox was lost. */
export function crashed(reason: string, text = ""): CellResult {
  return { ...printed(text), status: "crashed", reason };
}

/** A line with its end, or one without at the end of the text. */
const LINE = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g;

function measure(variable: Variable): VariableInfo {
  if (variable.kind === "file") {
    const { name, file } = variable;
    return { name, type: "str", chars: file.bytes, head: "HEAD", tail: "TAIL" };
  }
  if (variable.kind === "corpus") {
    const { name, corpus } = variable;
    return { name, type: "Corpus", chars: corpus.indexOffset, head: "MANIFEST", tail: "" };
  }
  const { name, value } = variable;
  const text = typeof value === "string" ? value : String(JSON.stringify(value, null, 2));
  const type = typeof value === "string" ? "str" : Array.isArray(value) ? "list" : typeof value;
  const points = [...text];
  return {
    name,
    type: type === "object" ? "dict" : type,
    chars: points.length,
    ...(typeof value === "string" ? { lines: text.match(LINE)?.length ?? 0 } : {}),
    head: points.slice(0, 500).join(""),
    tail: points.length > 500 ? points.slice(-Math.min(500, points.length - 500)).join("") : "",
  };
}
