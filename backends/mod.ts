/**
 * The registry of backends: every place where a sandbox can run, by its name on the command line,
 * loaded when it is chosen and not before.
 *
 * @module
 */

import type { BackendRegistry } from "../src/core/backend.ts";

/** The known backends. */
export const BACKENDS: BackendRegistry = {
  modal: {
    summary: "A Modal sandbox in the cloud",
    load: async (settings) => (await import("./modal/mod.ts")).createModalBackend(settings),
  },
  local: {
    summary: "A Python process on this machine",
    load: async (settings) => (await import("./local/mod.ts")).createLocalBackend(settings),
  },
};
