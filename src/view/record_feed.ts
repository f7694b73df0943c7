/**
 * Brings the lines of a record to a {@linkcode PageBuilder}: all that there are, or on and on while the
 * file grows. Unlike `read_record.ts`, which replay relies on, it makes the best of what it finds:
 * records that are torn, changed, of another program or of a newer version.
 *
 * @module
 */

import { FleetError, messageOf, throwIfAborted } from "../core/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { openRegularFile } from "../inputs/open_regular_file.ts";
import { parseLine } from "../rlm/parse_line.ts";
import { type FileLine, readLines } from "../rlm/read_lines.ts";
import { TRAJECTORY_SCHEMA, TRAJECTORY_VERSION } from "../rlm/trajectory.ts";
import { type Redactor, redactValue } from "../text/redact.ts";
import type { PageBuilder } from "./page_builder.ts";

/** Options of {@linkcode feedRecord}. */
export interface FeedOptions {
  /** Takes secrets out of every text. */
  readonly redact: Redactor;
  /** Called whenever all that is there has been taken; it decides whether to look for more. */
  readonly onEnd?: () => Promise<"more" | "done">;
  /** Ends the reading when aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Takes all lines of a record.
 * @throws {FleetError} `input-missing`, `input-unreadable`, or `input-invalid` when the file holds no
 * event of a run, or `interrupted`.
 */
export async function feedRecord(
  path: string,
  builder: PageBuilder,
  options: FeedOptions,
): Promise<void> {
  using file = await openRegularFile(path, `record "${path}"`);
  const lines = new LenientLines(builder, options.redact);
  const foreign = (): FleetError =>
    new FleetError("input-invalid", `Cannot show "${path}": it holds no event of a run`, {
      hint: "Give a record: a file with one JSON object a line, as --trajectory writes it",
    });
  const read = async (buffer: Uint8Array): Promise<number | null> => {
    for (;;) {
      throwIfAborted(options.signal);
      const count = await file.read(buffer).catch((cause) => {
        const what = `Cannot read record "${path}": ${messageOf(cause)}`;
        throw new FleetError("input-unreadable", what, { cause });
      });
      if (count !== null) {
        if (lines.isAtStart && !looksLikeLines(buffer.subarray(0, count))) throw foreign();
        return count;
      }
      if (await options.onEnd?.() !== "more") return null;
    }
  };
  for await (const line of readLines({ read })) lines.take(line);
  if (!lines.hasEvents) throw foreign();
}

/** Bytes that may stand before a JSON object: blanks, and the parts of a byte order mark. */
const BEFORE_OBJECT: readonly number[] = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf];

/** Whether a file begins as JSON Lines do, so that no other file is read to its end for nothing. */
function looksLikeLines(head: Uint8Array): boolean {
  const first = head.find((byte) => !BEFORE_OBJECT.includes(byte));
  return first === undefined || first === 0x7b;
}

class LenientLines {
  readonly #builder: PageBuilder;
  readonly #redact: Redactor;
  #count = 0;
  #events = 0;
  #damaged = 0;
  #firstDamaged = 0;

  constructor(builder: PageBuilder, redact: Redactor) {
    this.#builder = builder;
    this.#redact = redact;
  }

  get isAtStart(): boolean {
    return this.#count === 0;
  }

  get hasEvents(): boolean {
    return this.#events > 0;
  }

  take({ text, ended }: FileLine): void {
    this.#count++;
    const line = this.#count === 1 ? text.replace(/^\ufeff/, "") : text;
    if (line.trim() === "") return this.#builder.skip();
    const value = parseLine(line);
    if (this.#count === 1 && this.#takeHeader(value)) return;
    const event = isJsonObject(value) && typeof value["type"] === "string"
      ? this.#clean(value)
      : undefined;
    if (event !== undefined) {
      this.#events++;
      return this.#builder.take(event);
    }
    this.#builder.skip();
    if (ended) this.#tellDamage();
    else {
      const torn = "The last line of the record is torn: its run was stopped while it wrote";
      this.#builder.remark("damaged", torn, "torn");
    }
  }

  /** The event without secrets; `undefined` when it is nested deeper than the stack. */
  #clean(event: JsonObject): JsonObject | undefined {
    try {
      return redactValue(event as JsonValue, this.#redact) as JsonObject;
    } catch {
      return undefined;
    }
  }

  #takeHeader(value: JsonValue | undefined): boolean {
    if (!isJsonObject(value) || typeof value["schema"] !== "string") return false;
    this.#builder.skip();
    const { schema, version } = value;
    if (schema !== TRAJECTORY_SCHEMA) {
      const text = `The record says that it is "${schema}", not "${TRAJECTORY_SCHEMA}"`;
      this.#builder.remark("unknown", text, "schema");
    } else if (typeof version === "number" && version > TRAJECTORY_VERSION) {
      const text = `The record is of version ${version}, newer than ${TRAJECTORY_VERSION}: ` +
        "what this program does not know of it is left out";
      this.#builder.remark("unknown", text, "version");
    }
    return true;
  }

  #tellDamage(): void {
    this.#damaged++;
    if (this.#damaged === 1) this.#firstDamaged = this.#count;
    const text = this.#damaged === 1
      ? `Line ${this.#firstDamaged} of the record cannot be read as an event and was passed over`
      : `${this.#damaged} lines of the record cannot be read as events and were passed over, ` +
        `the first of them line ${this.#firstDamaged}`;
    this.#builder.remark("damaged", text, "damaged");
  }
}
