/**
 * The inputs of a recorded run: what they are to be opened from, and whether what was opened is what
 * the run had.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { FleetError, UsageError } from "../core/errors.ts";
import type { JsonValue } from "../core/json.ts";
import type { RecordedInput } from "../core/run_recipe.ts";
import type { Variable } from "../core/variable.ts";
import { openRegularFile } from "../inputs/open_regular_file.ts";
import { parseExactJson } from "../inputs/parse_exact_json.ts";
import type { InputSpec } from "../inputs/parse_input.ts";
import { hashValue } from "../rlm/request_hash.ts";
import type { RunRecord } from "./run_record.ts";

/** Largest file beside a record that is read. */
const MAX_SIDE_BYTES = 2 ** 30;

/**
 * The inputs to open: those on record, and those given instead.
 * @throws {FleetError} `usage` for one that the run did not have, `input-missing` for a file that is
 * not where it was, `input-invalid` for a value that was redacted.
 */
export async function recordedInputs(
  record: RunRecord,
  given: readonly InputSpec[],
): Promise<readonly InputSpec[]> {
  const { inputs } = record.start.recipe;
  const unknown = given.find((each) => !inputs.some((input) => input.name === each.name));
  if (unknown !== undefined) {
    const names = inputs.map((input) => `"${input.name}"`).join(", ");
    throw new UsageError(`Unknown input "${unknown.name}": the recorded run had none`, {
      hint: `Its inputs are ${names || "none"}`,
    });
  }
  return await Promise.all(inputs.map((input) => {
    const instead = given.find((each) => each.name === input.name);
    return instead ?? recall(input, record);
  }));
}

/**
 * Makes sure that opened variables are those of the record.
 * @throws {FleetError} `input-invalid` with the first that is not.
 */
export function checkRecordedInputs(record: RunRecord, variables: readonly Variable[]): void {
  for (const input of record.start.recipe.inputs) {
    const variable = variables.find((each) => each.name === input.name);
    const expected = hashOf(input);
    const actual = variable === undefined ? "nothing" : hashOfVariable(variable);
    if (actual === expected) continue;
    throw new FleetError(
      "input-invalid",
      `Cannot use input "${input.name}": it is not what the run had ` +
        `(SHA-256 ${actual.slice(0, 12)}…, recorded ${expected.slice(0, 12)}…)`,
      { hint: describeWay(input) },
    );
  }
}

async function recall(input: RecordedInput, record: RunRecord): Promise<InputSpec> {
  const { name } = input;
  if (input.kind === "file" || input.kind === "corpus") {
    const path = placeOf(input);
    if (input.kind === "file") await mustExist(path, input);
    const isList = input.kind === "corpus" && input.form === "list";
    return { kind: "file", name, path, format: isList ? "auto" : "text" };
  }
  if (input.kind === "value" && hashValue(input.value) !== input.sha256) {
    throw new FleetError(
      "input-invalid",
      `Cannot use input "${name}" from the record: it is not what its SHA-256 says; a secret may ` +
        `have been taken out of it`,
      { hint: describeWay(input) },
    );
  }
  if (input.kind === "value") return { kind: "value", name, value: input.value };
  return { kind: "value", name, value: await readSideFile(input, record) };
}

/**
 * The value in a file beside the record. The record may come from anywhere: no path in it leads to
 * another folder, to a device or a pipe, and no error shows what such a file holds.
 */
async function readSideFile(
  input: Extract<RecordedInput, { readonly kind: "side-file" }>,
  record: RunRecord,
): Promise<JsonValue> {
  const label = `the file of input "${input.name}" beside the record`;
  const refuse = (what: string) =>
    new FleetError("input-invalid", `Cannot use ${label}: ${what}`, { hint: describeWay(input) });
  if (basename(input.path) !== input.path) throw refuse("its name is a path");
  const path = join(dirname(record.path), input.path);
  await mustExist(path, input);
  using file = await openRegularFile(path, label);
  if ((await file.stat()).size > MAX_SIDE_BYTES) throw refuse("it is larger than 1 GiB");
  const text = await new Response(file.readable).text();
  try {
    return parseExactJson(text);
  } catch {
    throw refuse("it is no JSON");
  }
}

async function mustExist(path: string, input: RecordedInput): Promise<void> {
  try {
    await Deno.stat(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) return; // Opening it says what is wrong.
    throw new FleetError(
      "input-missing",
      `Cannot find input "${input.name}" at "${path}", where the run had it`,
      { hint: describeWay(input), cause },
    );
  }
}

function describeWay(input: RecordedInput): string {
  const form = input.kind === "file" || input.kind === "corpus"
    ? `--input ${input.name}=@PATH`
    : `--input ${input.name}=VALUE or --input ${input.name}:json=VALUE`;
  return `Give it with ${form}; its SHA-256 is ${hashOf(input)}`;
}

/** Where a document or corpus was; the text of a document may be in a file made from it. */
function placeOf(input: Extract<RecordedInput, { readonly kind: "file" | "corpus" }>): string {
  if (input.kind === "corpus") return input.corpus.source;
  return input.file.origin?.path ?? input.file.path;
}

function hashOf(input: RecordedInput): string {
  if (input.kind === "file") return input.file.sha256;
  return input.kind === "corpus" ? input.corpus.pack.sha256 : input.sha256;
}

function hashOfVariable(variable: Variable): string {
  if (variable.kind === "file") return variable.file.sha256;
  return variable.kind === "corpus" ? variable.corpus.pack.sha256 : hashValue(variable.value);
}
