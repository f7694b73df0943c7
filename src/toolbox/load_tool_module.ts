/**
 * The tools that a TypeScript or JavaScript module exports: single ones, or lists of them.
 *
 * @module
 */

import { FleetError, messageOf } from "../core/errors.ts";
import type { HostTool } from "../core/host_tool.ts";
import { importModule } from "./import_module.ts";
import { toHostTool, type ToolDefinition } from "./tool_definition.ts";

/**
 * Loads the module in a file and takes its tools, in the order of their names.
 * @param path Absolute path.
 * @throws {FleetError} `input-missing` when there is no such file, `input-invalid` when it cannot be
 * loaded or exports no tool.
 */
export async function loadToolModule(path: string): Promise<readonly HostTool[]> {
  await assertFile(path);
  const exports = await load(path);
  const tools = Object.entries(exports).flatMap(([name, value]) =>
    definitionsIn(value).map((definition) => toTool(definition, { name, value, path }))
  );
  if (tools.length > 0) return tools;
  throw new FleetError("input-invalid", `Cannot use tools "${path}": it exports no tool`, {
    hint: "Export objects with description, signature and call(), or a list of such objects",
  });
}

async function assertFile(path: string): Promise<void> {
  let state: string;
  try {
    if ((await Deno.stat(path)).isFile) return;
    state = "it is no file";
  } catch (cause) {
    state = cause instanceof Deno.errors.NotFound ? "no such file" : messageOf(cause);
  }
  throw new FleetError("input-missing", `Cannot load tools "${path}": ${state}`, {
    hint: "Name a TypeScript or JavaScript module",
  });
}

async function load(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await importModule(path);
  } catch (cause) {
    const message = messageOf(cause);
    throw new FleetError("input-invalid", `Cannot load tools "${path}": ${message}`, { cause });
  }
}

/** The tools of an export; what else a module exports is its own affair. */
function definitionsIn(value: unknown): readonly ToolDefinition[] {
  if (isDefinition(value)) return [value];
  return Array.isArray(value) ? value.filter(isDefinition) : [];
}

function isDefinition(value: unknown): value is ToolDefinition {
  return typeof value === "object" && value !== null && "call" in value &&
    typeof value.call === "function";
}

function toTool(
  definition: ToolDefinition,
  { name, path, value }: {
    readonly name: string;
    readonly path: string;
    readonly value: unknown;
  },
): HostTool {
  const isNamed = name !== "default" && !Array.isArray(value);
  try {
    return toHostTool(definition, isNamed ? name : undefined);
  } catch (error) {
    if (!(error instanceof FleetError)) throw error;
    const options = { ...(error.hint === undefined ? {} : { hint: error.hint }), cause: error };
    throw new FleetError("input-invalid", `${error.message} in "${path}"`, options);
  }
}
