/**
 * The sandbox of a run that was killed, which may live on: how to find it again, and what its cells
 * called, so that the steps on record can be gone through without running them once more.
 *
 * @module
 */

import type { SessionHandle } from "../core/interpreter.ts";
import type { JsonObject } from "../core/json.ts";
import type { RunEvent } from "../core/run_event.ts";
import type { Continuation } from "./continuation.ts";
import type { RunRecord } from "./run_record.ts";
import { scanRecord } from "./scan_record.ts";

/** A call of a host tool that a cell made. */
export interface RecordedCall {
  /** Name of the tool. */
  readonly tool: string;
  /** Its arguments by name. */
  readonly args: JsonObject;
}

/** A session whose host was killed. */
export interface RecordedSession {
  /** How to find it. */
  readonly handle: SessionHandle;
  /** Cells that have run in it, when it is where the record ends. */
  readonly cells: number;
  /** What the cells called, by step. */
  readonly calls: ReadonlyMap<number, readonly RecordedCall[]>;
}

/**
 * The session of a record; `undefined` when there cannot be one, or when it is not where the run goes
 * on: the run ended and took it along, its sandbox was lost and replaced, or children ran, whose
 * sandboxes are gone.
 * @throws {FleetError} When the record cannot be read.
 */
export async function findRecordedSession(
  record: RunRecord,
  continuation: Continuation,
): Promise<RecordedSession | undefined> {
  const handle = record.capabilities?.handle;
  const isKilled = record.end === undefined && continuation.relation === "resumed";
  if (handle === undefined || !isKilled || record.children.size > 0) return undefined;
  const scan = new SessionScan();
  await scanRecord(record.path, (event) => scan.take(event));
  const served = record.steps.slice(0, continuation.steps);
  const isWhole = served.filter(({ result }) => result !== undefined).length === scan.cells;
  if (scan.sandboxes !== 1 || !isWhole) return undefined;
  return { handle, cells: scan.cells, calls: scan.calls };
}

class SessionScan {
  sandboxes = 0;
  cells = 0;
  readonly calls = new Map<number, RecordedCall[]>();

  take(event: RunEvent): void {
    if (event.run !== undefined) return;
    switch (event.type) {
      case "sandbox-start":
        this.sandboxes++;
        break;
      case "code-end":
        this.cells++;
        break;
      case "query-start":
        this.#add(event.step, { tool: "llm_query", args: { prompt: event.prompt } });
        break;
      case "tool-start":
        this.#add(event.step, { tool: event.tool, args: event.args });
        break;
    }
  }

  #add(step: number, call: RecordedCall): void {
    const calls = this.calls.get(step);
    if (calls === undefined) this.calls.set(step, [call]);
    else calls.push(call);
  }
}
