/**
 * What a folder holds that does not become part of a corpus, by reason, in words.
 *
 * @module
 */

import type { ErrorCode, FleetError } from "../core/errors.ts";

/** Why a file was left out. */
export type LeftOutReason =
  | "not text"
  | "unreadable"
  | "damaged, locked or too large"
  | "empty"
  | "linked elsewhere";

const REASONS: Readonly<Partial<Record<ErrorCode, LeftOutReason>>> = {
  "input-not-text": "not text",
  "input-unreadable": "unreadable",
  "input-missing": "unreadable",
  "input-invalid": "damaged, locked or too large",
  "input-empty": "empty",
};
const MAX_NAMED = 3;

/** Collects them. */
export class LeftOut {
  readonly #paths = new Map<LeftOutReason, string[]>();

  /** The reason that an error of opening a file comes to; `undefined` when it is no reason. */
  static reasonOf(error: FleetError): LeftOutReason | undefined {
    return REASONS[error.code];
  }

  /** Adds files. */
  add(reason: LeftOutReason, ...paths: readonly string[]): void {
    if (paths.length === 0) return;
    this.#paths.set(reason, [...this.#paths.get(reason) ?? [], ...paths]);
  }

  /** Counts, such as `2 not text, 1 empty`; the empty string when nothing was left out. */
  get counts(): string {
    return this.#describe(() => "");
  }

  /** Counts with a few names each, such as `2 not text (a.png, b.zip)`. */
  get details(): string {
    return this.#describe((paths) => {
      const more = paths.length > MAX_NAMED ? ", …" : "";
      return ` (${paths.slice(0, MAX_NAMED).join(", ")}${more})`;
    });
  }

  #describe(name: (paths: readonly string[]) => string): string {
    const parts = [...this.#paths].sort(([a], [b]) => a < b ? -1 : 1);
    return parts.map(([reason, paths]) => `${paths.length} ${reason}${name(paths)}`).join(", ");
  }
}
