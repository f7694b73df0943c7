/**
 * The messages of the wire and the check that what came is one of them.
 *
 * The guest is hostile: nothing that arrives is trusted to have a shape before {@linkcode
 * parseMessage} has looked.
 *
 * @module
 */

import type { NameChange } from "../src/core/cell_result.ts";
import type { JsonObject, JsonValue } from "../src/core/json.ts";
import { isJsonObject } from "../src/core/json.ts";
import type { VariableInfo } from "../src/core/variable.ts";
import type { OutputRest } from "./output_log.ts";
import { untag } from "./wire_value.ts";

/** A message from the driver. */
export type DriverMessage =
  | {
    readonly type: "ready";
    readonly python: string;
    /** Cells that have run. */
    readonly cells: number;
    /** Whether the confinement that was asked for is in force. */
    readonly confined: boolean;
  }
  | { readonly type: "refused"; readonly message: string }
  | { readonly type: "output"; readonly id: string; readonly text: string }
  | {
    readonly type: "tool-call";
    readonly id: number;
    readonly cell: string | null;
    readonly name: string;
    readonly args: JsonObject;
  }
  | {
    readonly type: "submit";
    readonly id: number;
    readonly cell: string | null;
    readonly args: JsonObject;
  }
  | { readonly type: "equipped"; readonly id: string }
  | { readonly type: "bound"; readonly id: string; readonly variables: readonly VariableInfo[] }
  | {
    readonly type: "bind-error";
    readonly id: string;
    readonly name: string;
    readonly message: string;
  }
  | ResultMessage;

/** How a cell ended, as the driver tells it. */
export interface ResultMessage {
  /** Discriminator. */
  readonly type: "result";
  /** Id of the execution. */
  readonly id: string;
  /** How it ended. */
  readonly status: "ok" | "error" | "submitted";
  /** Output not streamed yet. */
  readonly output: OutputRest;
  /** Names that changed. */
  readonly changes: readonly NameChange[];
  /** Milliseconds. */
  readonly ms: number;
  /** The trailing expression's value, when wanted and possible. */
  readonly value?: JsonValue;
  /** The exception of an `error`. */
  readonly error?: {
    readonly type: string;
    readonly message: string;
    readonly line?: number;
    readonly source?: string;
    readonly traceback: string;
  };
}

const decoder = new TextDecoder();

/** Bounds of what a driver sends beside values and output; ours stay below them, a forger is cut. */
const MAX_NAME_CHARS = 200;
const MAX_MESSAGE_CHARS = 16_384;
const MAX_CHANGES = 200;
const MAX_PREVIEW_CHARS = 4_096;

/**
 * The message of a line.
 * @throws {TypeError} When it is none.
 */
export function parseMessage(line: Uint8Array): DriverMessage {
  const raw: unknown = JSON.parse(decoder.decode(line));
  if (!isJsonObject(raw)) throw new TypeError("not an object");
  switch (raw.type) {
    case "ready":
      return {
        type: "ready",
        python: text(raw, "python", MAX_NAME_CHARS),
        cells: typeof raw.cells === "number" ? raw.cells : 0,
        confined: raw.confined === true,
      };
    case "refused":
      return { type: "refused", message: text(raw, "message", MAX_MESSAGE_CHARS) };
    case "output":
      return { type: "output", id: text(raw, "id"), text: text(raw, "text") };
    case "tool-call":
      return { type: "tool-call", ...call(raw), name: text(raw, "name") };
    case "submit":
      return { type: "submit", ...call(raw) };
    case "equipped":
      return { type: "equipped", id: text(raw, "id") };
    case "bound":
      return { type: "bound", id: text(raw, "id"), variables: list(raw, "variables").map(info) };
    case "bind-error":
      return {
        type: "bind-error",
        id: text(raw, "id"),
        name: text(raw, "name"),
        message: text(raw, "message", MAX_MESSAGE_CHARS),
      };
    case "result":
      return result(raw);
    default:
      throw new TypeError(`unknown type ${JSON.stringify(raw.type)}`);
  }
}

function call(raw: JsonObject): { id: number; cell: string | null; args: JsonObject } {
  return {
    id: number(raw, "id"),
    cell: raw.cell === null ? null : text(raw, "cell"),
    args: asObject(raw.x === 1 ? untag(raw.args ?? null) : raw.args, "args"),
  };
}

function result(raw: JsonObject): ResultMessage {
  const status = raw.status;
  if (status !== "ok" && status !== "error" && status !== "submitted") {
    throw new TypeError(`unknown status ${JSON.stringify(status)}`);
  }
  const output = asObject(raw.output, "output");
  const value = raw.value;
  return {
    type: "result",
    id: text(raw, "id"),
    status,
    output: {
      head: text(output, "head"),
      tail: text(output, "tail"),
      chars: number(output, "chars"),
    },
    changes: list(raw, "changes").slice(0, MAX_CHANGES).map(change),
    ms: number(raw, "ms"),
    ...(value === undefined ? {} : { value: raw.x === 1 ? untag(value) : value }),
    ...(status === "error" ? { error: error(asObject(raw.error, "error")) } : {}),
  };
}

function error(raw: JsonObject): NonNullable<ResultMessage["error"]> {
  return {
    type: text(raw, "type", MAX_NAME_CHARS),
    message: text(raw, "message", MAX_MESSAGE_CHARS),
    ...(typeof raw.line === "number" ? { line: raw.line } : {}),
    ...(typeof raw.source === "string" ? { source: text(raw, "source", MAX_PREVIEW_CHARS) } : {}),
    traceback: text(raw, "traceback", MAX_MESSAGE_CHARS),
  };
}

function change(raw: JsonValue): NameChange {
  if (!Array.isArray(raw)) throw new TypeError('"changes" holds something else than lists');
  const [name, kind, type] = raw;
  if (typeof name !== "string" || typeof type !== "string") throw new TypeError("bad change");
  if (kind !== "added" && kind !== "changed" && kind !== "removed") {
    throw new TypeError("bad change");
  }
  return { name: name.slice(0, MAX_NAME_CHARS), kind, type: type.slice(0, MAX_NAME_CHARS) };
}

function info(raw: JsonValue): VariableInfo {
  const item = asObject(raw, "variables");
  return {
    name: text(item, "name"),
    type: text(item, "type", MAX_NAME_CHARS),
    chars: number(item, "chars"),
    ...(item["lines"] === undefined ? {} : { lines: number(item, "lines") }),
    head: text(item, "head", MAX_PREVIEW_CHARS),
    tail: text(item, "tail", MAX_PREVIEW_CHARS),
  };
}

function text(raw: JsonObject, key: string, maxChars = Infinity): string {
  const value = raw[key];
  if (typeof value !== "string") throw new TypeError(`"${key}" is not a string`);
  return value.length > maxChars ? value.slice(0, maxChars) : value;
}

function number(raw: JsonObject, key: string): number {
  const value = raw[key];
  if (typeof value !== "number") throw new TypeError(`"${key}" is not a number`);
  return value;
}

function list(raw: JsonObject, key: string): readonly JsonValue[] {
  const value = raw[key];
  if (!Array.isArray(value)) throw new TypeError(`"${key}" is not a list`);
  return value;
}

function asObject(value: JsonValue | undefined, key: string): JsonObject {
  if (!isJsonObject(value)) throw new TypeError(`"${key}" is not an object`);
  return value;
}
