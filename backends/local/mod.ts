/**
 * The local backend: Python as a subprocess of this program. Works offline.
 *
 * @module
 */

import type { Backend, BackendSettings } from "../../src/core/backend.ts";
import { createSession } from "../../sandbox/mod.ts";
import { createProcessTransport } from "./process_transport.ts";

/** A backend whose interpreters are local Python processes. */
export function createLocalBackend(settings: BackendSettings = {}): Backend {
  return {
    name: "local",
    createInterpreter: (options) => createSession(createProcessTransport(settings), options),
  };
}
