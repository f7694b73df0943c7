/**
 * The messages that the host sends, as plain JSON; answers to calls are made by `tool_desk.ts`.
 *
 * @module
 */

import type { HostTool } from "../src/core/host_tool.ts";
import type { Equipment } from "../src/core/interpreter.ts";
import { FleetError } from "../src/core/errors.ts";
import type { JsonObject, JsonValue } from "../src/core/json.ts";
import type { FileReference, Variable } from "../src/core/variable.ts";
import { PROTOCOL_VERSION } from "./driver_bundle.ts";
import type { DriverSettings } from "./transport.ts";
import { isTooDeep, MAX_DEPTH, needsTags, tag } from "./wire_value.ts";

/** Longest message of the driver; it refuses to send more, what comes all the same is no message. */
export const MAX_LINE_BYTES: number = 1 << 27;

/** The first message: who speaks, what guest code may call, what the driver does to itself. */
export function helloMessage(
  equipment: Equipment,
  options: { readonly driver: DriverSettings; readonly maxOutputChars: number },
): JsonObject {
  const { packagePaths, limits, volume, confine } = options.driver;
  return {
    type: "hello",
    version: PROTOCOL_VERSION,
    ...describeEquipment(equipment),
    maxOutputChars: options.maxOutputChars,
    maxLineBytes: MAX_LINE_BYTES,
    paths: [...packagePaths],
    limits: { ...limits },
    volume,
    confine,
  };
}

/** The first message of a host to a driver that another one has left: its session goes on. */
export function attachMessage(equipment: Equipment, maxOutputChars: number): JsonObject {
  return {
    type: "attach",
    version: PROTOCOL_VERSION,
    ...describeEquipment(equipment),
    maxOutputChars,
  };
}

/** Binds variables; `place` brings a file to the sandbox and says where it is there. */
export async function bindMessage(
  options: {
    readonly variables: readonly Variable[];
    place(file: FileReference): Promise<string>;
  },
): Promise<JsonObject> {
  for (const item of options.variables) {
    if (item.kind !== "value" || !isTooDeep(item.value)) continue;
    throw new FleetError(
      "input-invalid",
      `Cannot bind "${item.name}": it is nested deeper than ${MAX_DEPTH} levels`,
    );
  }
  const tagged = options.variables.some((item) => item.kind === "value" && needsTags(item.value));
  const variables = options.variables.map(async (variable): Promise<JsonValue> => {
    const { name } = variable;
    if (variable.kind === "value") {
      return { name, kind: "value", value: tagged ? tag(variable.value) : variable.value };
    }
    if (variable.kind === "corpus") {
      const { corpus: { pack, indexOffset }, form } = variable;
      return {
        name,
        kind: "corpus",
        path: await options.place(pack),
        index: indexOffset,
        form,
      };
    }
    const { bytes, encoding, compression } = variable.file;
    const path = await options.place(variable.file);
    const file = { name, kind: "file", path, bytes, encoding };
    return compression === undefined ? file : { ...file, compression };
  });
  return { type: "bind", variables: await Promise.all(variables), ...(tagged ? { x: 1 } : {}) };
}

/** Runs a cell. */
export function executeMessage(id: string, code: string, wantValue: boolean): JsonObject {
  return { type: "execute", id, code, ...(wantValue ? { value: true } : {}) };
}

/** Tools and SUBMIT as the driver is told of them, in the first message and by `equip`. */
export function describeEquipment({ tools = [], submit }: Equipment): JsonObject {
  return { tools: tools.map(describeTool), submit: submit ? [...submit.names] : null };
}
function describeTool({ name, description, parameters }: HostTool): JsonObject {
  const tagged = parameters.some((item) => needsTags(item.default ?? null));
  return {
    name,
    description,
    parameters: parameters.map((item) => ({
      name: item.name,
      ...(item.default === undefined ? {} : { default: tagged ? tag(item.default) : item.default }),
    })),
    ...(tagged ? { x: 1 } : {}),
  };
}
