/**
 * Inputs as JSON gives them, `paths` and `values` by variable name: a line of a batch, a call of a
 * client. Opens no file.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";
import type { JsonValue } from "../core/json.ts";
import { checkInputName, type InputFormat, type InputSpec } from "./parse_input.ts";

/** Inputs by name. */
export interface NamedInputs {
  /** Paths of files, folders and globs. */
  readonly paths?: Readonly<Record<string, string>> | undefined;
  /** JSON values. */
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

/** Options of {@linkcode readNamedInputs}. */
export interface NamedInputsOptions {
  /** Where a file, folder or glob is, absolute; throws when it cannot or may not be had. */
  locate(path: string, name: string): Promise<string>;
  /** How the file of an input is taken; `path` is absolute. */
  formatOf(name: string, path: string): InputFormat | Promise<InputFormat>;
}

/** The names of all of them, those of files first. */
export function namesOf({ paths = {}, values = {} }: NamedInputs): readonly string[] {
  return [...Object.keys(paths), ...Object.keys(values)];
}

/**
 * Makes sure that variables can have these names.
 * @throws {UsageError} A name that no variable can have, or that is given twice.
 */
export function checkNamedInputs(inputs: NamedInputs): void {
  const names = namesOf(inputs);
  for (const name of names) checkInputName(name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new UsageError(`Cannot use input "${twice}": it is in paths and in values`);
}

/**
 * The inputs, those from files first.
 * @throws {UsageError} As {@linkcode checkNamedInputs}.
 * @throws {FleetError} What `locate` throws.
 */
export async function readNamedInputs(
  inputs: NamedInputs,
  { formatOf, locate }: NamedInputsOptions,
): Promise<readonly InputSpec[]> {
  checkNamedInputs(inputs);
  const files: InputSpec[] = [];
  for (const [name, given] of Object.entries(inputs.paths ?? {})) {
    const path = await locate(given, name);
    files.push({ kind: "file", name, path, format: await formatOf(name, path) });
  }
  const given = Object.entries(inputs.values ?? {}).map(([name, value]): InputSpec =>
    typeof value === "string"
      ? { kind: "text", name, text: value }
      : { kind: "value", name, value: value as JsonValue }
  );
  return [...files, ...given];
}
