/**
 * Points that only a live account can settle: what the program relies on at Modal and the fake takes for
 * granted. `deno task test:live` runs them against whatever account is in force, the fake included.
 *
 * @module
 */

import type { LiveCloud } from "./live_cloud.ts";

/** One thing that the program relies on. */
export interface LivePoint {
  /** Short name, to run it alone. */
  readonly name: string;
  /** What should hold: one sentence without a final period. */
  readonly claim: string;
  /** Whether it waits for many seconds by its nature. */
  readonly isSlow?: boolean;
  /** Looks; gives what was seen. Throws when the claim does not hold. */
  run(cloud: LiveCloud): Promise<string>;
}

/** Fails a point with what was seen in place of what was expected. */
export function expectSeen(expected: unknown, seen: unknown): void {
  const [wanted, got] = [JSON.stringify(expected), JSON.stringify(seen)];
  if (wanted !== got) throw new Error(`expected ${wanted}, saw ${got}`);
}

/** What was thrown, as a name, a gRPC code where there is one, and the beginning of its text. */
export async function describeThrown(action: () => Promise<unknown>): Promise<string> {
  try {
    await action();
  } catch (thrown) {
    const { name, code, details, message } = Object(thrown);
    const status = typeof code === "number" ? ` ${code}` : "";
    return `${name}${status}: ${String(details ?? message).slice(0, 120)}`;
  }
  throw new Error("nothing was thrown");
}
