/** What this machine can isolate; what it cannot is skipped loudly. */

import { createLocalBackend } from "../../backends/local/mod.ts";
import type { IsolationLevel } from "../../src/core/backend.ts";

/** Whether a sandbox starts at this level here. */
export async function canIsolate(isolation: IsolationLevel): Promise<boolean> {
  await using interpreter = createLocalBackend({ isolation }).createInterpreter();
  try {
    await interpreter.start();
    return true;
  } catch (error) {
    console.error(`SKIPPED: tests of isolation "${isolation}": ${error}`);
    return false;
  }
}
