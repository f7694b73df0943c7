/**
 * A file of tasks, JSON Lines, read a line at a time: it may be longer than memory holds. Gives every
 * task a name of its own.
 *
 * @module
 */

import { FleetError, messageOf } from "../../core/errors.ts";
import { readLines } from "../../rlm/read_lines.ts";
import type { ReadTaskLine, TaskLine } from "./task_line.ts";

/** A task of a file. */
export interface BatchTask extends TaskLine {
  /**
   * Its name among the results: that of the line, else the beginning of its hash, with a number where
   * the same is asked for more than once.
   */
  readonly id: string;
  /** Its line, from 1. */
  readonly line: number;
}

/** A line that is no task. */
export interface BadLine {
  /** Its line, from 1. */
  readonly line: number;
  /** What is wrong with it. */
  readonly message: string;
}

/** What a line is. */
export type TaskFileEntry =
  | { readonly kind: "task"; readonly task: BatchTask }
  | { readonly kind: "bad-line"; readonly badLine: BadLine };

/** Characters of a hash that make a name. */
const ID_CHARS = 12;

/**
 * Reads the lines in order; blank ones are passed over.
 * @throws {FleetError} `input-missing` or `input-unreadable` when the file cannot be read.
 */
export async function* readTaskFile(
  path: string,
  readLine: ReadTaskLine,
): AsyncGenerator<TaskFileEntry, void, void> {
  const unreadable = (cause: unknown): never => {
    const missing = cause instanceof Deno.errors.NotFound;
    throw new FleetError(
      missing ? "input-missing" : "input-unreadable",
      `Cannot read tasks "${path}": ${missing ? "no such file" : messageOf(cause)}`,
      { cause },
    );
  };
  using file = await Deno.open(path).catch(unreadable);
  const source = { read: (buffer: Uint8Array) => file.read(buffer).catch(unreadable) };
  const names = new Names();
  let line = 0;
  for await (const { text } of readLines(source)) {
    line++;
    const json = line === 1 ? text.replace(/^\uFEFF/, "") : text;
    if (json.trim() === "") continue;
    try {
      const task = await readLine(json);
      yield { kind: "task", task: { ...task, id: names.take(task, line), line } };
    } catch (thrown) {
      if (!(thrown instanceof FleetError)) throw thrown;
      yield { kind: "bad-line", badLine: { line, message: thrown.message } };
    }
  }
}

/** The names that are taken, and by which line. */
class Names {
  readonly #taken = new Map<string, number>();

  take({ id, sha256 }: TaskLine, line: number): string {
    const other = id === undefined ? undefined : this.#taken.get(id);
    if (other !== undefined) {
      throw new FleetError("input-invalid", `Its id "${id}" is that of line ${other}`);
    }
    const name = id ?? this.#free(sha256.slice(0, ID_CHARS));
    this.#taken.set(name, line);
    return name;
  }

  #free(name: string): string {
    if (!this.#taken.has(name)) return name;
    for (let number = 2;; number++) {
      if (!this.#taken.has(`${name}-${number}`)) return `${name}-${number}`;
    }
  }
}
