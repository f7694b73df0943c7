/**
 * Inputs to variables: files are checked and hashed; standard input, pipes, the texts of documents
 * and of folders go to temporary files, which are removed when the inputs are disposed of.
 *
 * @module
 */

import { resolve } from "node:path";
import { abortable } from "../core/abortable.ts";
import { FleetError, messageOf } from "../core/errors.ts";
import type { JsonValue } from "../core/json.ts";
import type { FileReference, Variable } from "../core/variable.ts";
import { isGlob } from "./glob.ts";
import { openDocument } from "./open_document.ts";
import { openTextFile } from "./open_text_file.ts";
import { parseExactJson } from "./parse_exact_json.ts";
import type { InputSpec } from "./parse_input.ts";
import { readTextFile, readTextHead } from "./read_text_file.ts";
import { spoolStream } from "./spool_stream.ts";

/** Variables ready to be bound, for as long as they are not disposed of. */
export interface OpenInputs extends AsyncDisposable {
  /** One for each input, in order. */
  readonly variables: readonly Variable[];
}

/** Options of {@linkcode openInputs}. */
export interface OpenInputsOptions {
  /** Standard input; asked for once at most. */
  stdin(): ReadableStream<Uint8Array>;
  /**
   * Folder that paths are taken from, absolute.
   * @default {that of the process}
   */
  readonly cwd?: string;
  /**
   * Most files of a folder or glob.
   * @default {10000}
   */
  readonly maxFiles?: number;
  /**
   * Most bytes of text that one input may come to when it is packed or taken out of documents.
   * @default {2 GiB}
   */
  readonly maxUnpackedBytes?: number;
  /** Told of each input that is not taken whole, in a sentence without a final period. */
  readonly onWarn?: (message: string) => void;
  /** Ends the reading when aborted. */
  readonly signal?: AbortSignal;
}

/** An input that comes from a file or standard input. */
type FileSpec = Extract<InputSpec, { kind: "file" | "stdin" }>;

/**
 * Opens inputs in order.
 * @throws {FleetError} As `openDocument` and `openCorpus`, or `input-invalid` when a JSON file is not
 * JSON.
 */
export async function openInputs(
  specs: readonly InputSpec[],
  options: OpenInputsOptions,
): Promise<OpenInputs> {
  await using stack = new AsyncDisposableStack();
  const variables: Variable[] = [];
  for (const spec of specs) variables.push(await open(spec, options, stack));
  const kept = stack.move();
  return { variables, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

async function open(
  spec: InputSpec,
  options: OpenInputsOptions,
  stack: AsyncDisposableStack,
): Promise<Variable> {
  if (spec.kind === "text") return { kind: "value", name: spec.name, value: spec.text };
  if (spec.kind === "value") return { kind: "value", name: spec.name, value: spec.value };
  const { name, format } = spec;
  const takesMany = format === "auto" || format === "text";
  if (spec.kind === "file" && takesMany && await isMany(spec.path, options)) {
    if (spec.headChars !== undefined) {
      throw new FleetError(
        "input-invalid",
        `Cannot take the head of "${spec.path}": it is no file`,
      );
    }
    const { openCorpus } = await import("./open_corpus.ts");
    const { corpus } = stack.use(await openCorpus(spec.path, options));
    return { kind: "corpus", name, corpus, form: format === "text" ? "text" : "list" };
  }
  const label = spec.kind === "stdin" ? "standard input" : `"${spec.path}"`;
  const path = await locate(spec, options, stack);
  if (takesMany) {
    const { file } = stack.use(await openDocument(path, { ...options, label }));
    if (spec.headChars !== undefined) {
      return { kind: "value", name, value: await readTextHead(file, spec.headChars) };
    }
    return { kind: "file", name, file };
  }
  const file = await openTextFile(path, { ...options, label });
  if (format === "plain") return { kind: "file", name, file };
  return { kind: "value", name, value: await readJson(name, file) };
}

/** Absolute path of a regular file with the content: standard input and pipes are spooled to one. */
async function locate(
  spec: FileSpec,
  { cwd = "", stdin, signal }: OpenInputsOptions,
  stack: AsyncDisposableStack,
): Promise<string> {
  if (spec.kind === "stdin") return stack.use(await spoolStream(stdin(), signal)).path;
  const path = resolve(cwd, spec.path);
  if (!await isPipe(path)) return path;
  // Opening a pipe waits for its writer, which nothing but the end of the program stops.
  const opening = Deno.open(path);
  const pipe = signal === undefined ? await opening : await abortable(opening, signal);
  return stack.use(await spoolStream(pipe.readable, signal)).path;
}

/** Whether a path is that of a folder, or a glob and not the name of a file. */
async function isMany(path: string, { cwd = "" }: OpenInputsOptions): Promise<boolean> {
  try {
    return (await Deno.stat(resolve(cwd, path))).isDirectory;
  } catch {
    return isGlob(path);
  }
}

async function isPipe(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFifo === true;
  } catch {
    return false;
  }
}

async function readJson(name: string, file: FileReference): Promise<JsonValue> {
  try {
    return parseExactJson(await readTextFile(file));
  } catch (cause) {
    throw new FleetError(
      "input-invalid",
      `Cannot read input "${name}" as JSON: ${messageOf(cause)}`,
      { hint: `Check ${file.path}`, cause },
    );
  }
}
