/**
 * A caller's own tools with their arguments read as the types that their parameters declare: `"5"` for
 * an `int` arrives as 5, and what cannot be read is a `TypeError` in the guest before the tool is
 * called. Annotations that no signature could have, such as `pd.DataFrame`, are for the planner alone.
 *
 * @module
 */

import type { FieldType } from "../../core/field.ts";
import type { HostTool, ToolContext } from "../../core/host_tool.ts";
import type { JsonObject, JsonValue } from "../../core/json.ts";
import { coerce } from "../signature/coerce.ts";
import { parseFieldType } from "../signature/parse_field_type.ts";
import { SignatureCursor } from "../signature/signature_cursor.ts";

/** The tool, typed. */
export function typeArguments(tool: HostTool): HostTool {
  const types = new Map<string, FieldType>();
  for (const { name, type } of tool.parameters) {
    const read = type === undefined ? undefined : readAnnotation(type);
    if (read !== undefined) types.set(name, read);
  }
  if (types.size === 0) return tool;
  const call = async (args: JsonObject, context: ToolContext): Promise<JsonValue> =>
    await tool.call(readArguments(tool, { args, types }), context);
  return { ...tool, call };
}

function readArguments(
  tool: HostTool,
  { args, types }: { readonly args: JsonObject; readonly types: ReadonlyMap<string, FieldType> },
): JsonObject {
  const read: Record<string, JsonValue> = { ...args };
  for (const parameter of tool.parameters) {
    const { name } = parameter;
    const type = types.get(name);
    const value = args[name];
    // A default need not be of the type declared: `limit: int = None`.
    if (type === undefined || value === undefined || value === parameter.default) continue;
    const coercion = coerce(value, { name, type });
    if (!coercion.ok) throw new TypeError(`${tool.name}() argument ${coercion.message}`);
    read[name] = coercion.value;
  }
  return read;
}

function readAnnotation(annotation: string): FieldType | undefined {
  try {
    const cursor = new SignatureCursor(annotation);
    const type = parseFieldType(cursor);
    return cursor.token.kind === "end" ? type : undefined;
  } catch {
    return undefined;
  }
}
