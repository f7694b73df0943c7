/**
 * Inputs as a client gives them, `paths` and `values` by variable name, to what `src/inputs/` opens.
 *
 * @module
 */

import type { z } from "zod";
import { UsageError } from "../core/errors.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import type { VariableInfo } from "../core/variable.ts";
import type { OpenInputs } from "../inputs/open_inputs.ts";
import { checkInputName, type InputFormat, type InputSpec } from "../inputs/parse_input.ts";
import type { Zod } from "../replay/schema/zod.ts";
import type { InputRoots } from "./input_roots.ts";

/** Inputs by name. */
export interface InputArguments {
  /** Paths of files, folders and globs. */
  readonly paths?: Readonly<Record<string, string>> | undefined;
  /** Values. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

/** Opens inputs; they are the caller's to dispose of. */
export type OpenClientInputs = (
  specs: readonly InputSpec[],
  options: { readonly signal: AbortSignal; onWarn(message: string): void },
) => Promise<OpenInputs>;

/** The schema of both. */
export function inputShapes(zod: Zod): {
  readonly paths: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodString>>;
  readonly values: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
} {
  return {
    paths: zod.record(zod.string(), zod.string()).optional().describe(
      "Variables from files: name to path of a text file, PDF, .docx, gzip, folder or glob " +
        "(docs/**/*.md). The way for everything long",
    ),
    values: zod.record(zod.string(), zod.unknown()).optional().describe(
      "Variables given here: name to any JSON value. For short ones",
    ),
  };
}

/** Options of {@linkcode readInputs}. */
export interface ReadInputsOptions {
  /** Where files may be. */
  readonly roots: InputRoots;
  /** How the file of an input is taken; `path` is absolute. */
  formatOf(name: string, path: string): InputFormat | Promise<InputFormat>;
}

/**
 * The inputs, those from files first, with paths that may be had.
 * @throws {UsageError} A name that no variable can have, or that is given twice.
 * @throws {FleetError} As `InputRoots.locate`.
 */
export async function readInputs(
  { paths = {}, values = {} }: InputArguments,
  { roots, formatOf }: ReadInputsOptions,
): Promise<readonly InputSpec[]> {
  const names = [...Object.keys(paths), ...Object.keys(values)];
  for (const name of names) checkInputName(name);
  const twice = Object.keys(paths).find((name) => Object.hasOwn(values, name));
  if (twice !== undefined) {
    throw new UsageError(`Cannot use input "${twice}": it is in paths and in values`);
  }
  const files: InputSpec[] = [];
  for (const [name, given] of Object.entries(paths)) {
    const path = await roots.locate(given);
    files.push({ kind: "file", name, path, format: await formatOf(name, path) });
  }
  const given = Object.entries(values).map(([name, value]): InputSpec =>
    typeof value === "string"
      ? { kind: "text", name, text: value }
      : { kind: "value", name, value: value as JsonValue }
  );
  return [...files, ...given];
}

/** Characters of a variable that are shown. */
const HEAD_CHARS = 200;

/** What a client is told of a variable, with the beginning of its preview. */
export function describeInput({ name, type, chars, head }: VariableInfo): JsonObject {
  return { name, type, chars, head: Array.from(head).slice(0, HEAD_CHARS).join("") };
}
