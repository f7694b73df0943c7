/**
 * Contexts of child runs, brought by reference where they are long: a text goes to a temporary file
 * once, however many children are asked about it, and every sandbox reads it from there. As a message
 * it would be written and read as JSON for each of them, and could not be longer than one.
 *
 * Files are for the owner alone (0600, in a folder 0700), go with the last child that uses them, and
 * all of them with the tree of runs.
 *
 * @module
 */

import { createHash } from "node:crypto";
import type { JsonValue } from "../../core/json.ts";
import type { FileReference, Variable } from "../../core/variable.ts";

/** Shortest text, UTF-16 units, that is worth a file. */
export const MIN_FILE_CHARS = 200_000;

/** A context on its way to a child; dispose of it when the child is over. */
export interface BroughtContext extends AsyncDisposable {
  /** What to bind. */
  readonly variable: Variable;
}

interface Held {
  readonly file: Promise<FileReference>;
  users: number;
}

/** The files of one tree of runs. */
export class ContextFiles {
  readonly #held = new Map<string, Held>();
  #folder: Promise<string> | undefined;
  #count = 0;

  /** The context as a variable of this name; `undefined` when there is none, which is `null`. */
  async bring(name: string, context: JsonValue): Promise<BroughtContext | undefined> {
    if (context === null) return undefined;
    // Half a surrogate pair is no UTF-8.
    if (typeof context !== "string" || context.length < MIN_FILE_CHARS || !context.isWellFormed()) {
      const variable = { kind: "value", name, value: context } as const;
      return { variable, [Symbol.asyncDispose]: () => Promise.resolve() };
    }
    const bytes = new TextEncoder().encode(context);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const held = this.#held.get(sha256) ?? { file: this.#write(sha256, bytes), users: 0 };
    this.#held.set(sha256, held);
    held.users++;
    const release = () => this.#release(sha256, held);
    try {
      const variable = { kind: "file", name, file: await held.file } as const;
      return { variable, [Symbol.asyncDispose]: release };
    } catch (thrown) {
      await release();
      throw thrown;
    }
  }

  /** Removes all files; idempotent. */
  async close(): Promise<void> {
    const folder = this.#folder;
    this.#folder = undefined;
    this.#held.clear();
    try {
      if (folder !== undefined) await Deno.remove(await folder, { recursive: true });
    } catch {
      // Never made, or gone.
    }
  }

  async #write(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<FileReference> {
    this.#folder ??= Deno.makeTempDir({ prefix: "fleet-contexts-" });
    // Numbered: while one is removed, the same text may be on its way anew.
    const name = `${++this.#count}.txt`;
    const path = `${await Deno.realPath(await this.#folder)}/${name}`;
    await Deno.writeFile(path, bytes, { mode: 0o600 });
    return { path, sha256, bytes: bytes.length, encoding: "utf-8" };
  }

  async #release(sha256: string, held: Held): Promise<void> {
    if (--held.users > 0) return;
    if (this.#held.get(sha256) === held) this.#held.delete(sha256);
    try {
      await Deno.remove((await held.file).path);
    } catch {
      // Never made, or gone.
    }
  }
}
