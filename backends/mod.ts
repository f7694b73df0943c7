/**
 * The registry of backends: every place where a sandbox can run, by its name on the command line,
 * loaded when it is chosen and not before; and the checks that each of them must pass.
 *
 * @module
 */

import type { BackendRegistry } from "../src/core/backend.ts";
import type { Cloud } from "../src/core/cloud_account.ts";
import type { ConformanceCheck } from "../src/core/conformance.ts";

/** The known backends. */
export const BACKENDS: BackendRegistry = {
  modal: {
    summary: "A Modal sandbox in the cloud",
    load: async (settings) => (await import("./modal/mod.ts")).createModalBackend(settings),
    diagnose: async (options) => (await import("./modal/diagnose.ts")).diagnoseModal(options),
  },
  local: {
    summary: "A Python process on this machine",
    load: async (settings) => (await import("./local/mod.ts")).createLocalBackend(settings),
    diagnose: async (options) => (await import("./local/diagnose.ts")).diagnoseLocal(options),
  },
};

/** Loads the checks that every backend must pass. */
export async function loadConformance(): Promise<readonly ConformanceCheck[]> {
  return (await import("../sandbox/conformance/mod.ts")).CONFORMANCE_CHECKS;
}

/** Loads the cloud whose accounts the command line looks after. */
export async function loadCloud(): Promise<Cloud> {
  return (await import("./modal/account/mod.ts")).MODAL_CLOUD;
}
