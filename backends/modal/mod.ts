/**
 * The Modal backend: Python in sandboxes of the user's Modal account.
 *
 * @module
 */

import type { Backend, BackendSettings } from "../../src/core/backend.ts";
import type { LinkTimes } from "../../sandbox/keeper/mod.ts";
import { createSession } from "../../sandbox/mod.ts";
import { createAttachTransport, createModalTransport } from "./modal_transport.ts";
import { planSandbox } from "./sandbox_plan.ts";
import { SessionRoster } from "./session_roster.ts";
import { SharedInputs } from "./shared_inputs.ts";
import { UsageMeter } from "./usage_meter.ts";
import { WorkspaceSource } from "./workspace.ts";

/** How patient a backend is. */
export interface ModalPatience {
  /** Of the links to its sandboxes. */
  readonly times?: Partial<LinkTimes>;
  /**
   * Milliseconds without a word from this machine after which a sandbox ends by itself.
   * @default {120000}
   */
  readonly deadManMs?: number;
}

/**
 * A backend whose interpreters run in sandboxes at Modal. Asks Modal nothing before one is started.
 * @throws {UsageError} What is wrong with the settings.
 */
export function createModalBackend(
  settings: BackendSettings = {},
  patience: ModalPatience = {},
): Backend {
  const plan = planSandbox(settings);
  const source = new WorkspaceSource(settings, plan);
  const meter = new UsageMeter({
    cores: plan.params.cpu ?? 0,
    memoryMiB: plan.params.memoryMiB ?? 0,
    gpu: plan.params.gpu,
  });
  const inputs = new SharedInputs(source, { meter, notify: settings.notify });
  const roster = new SessionRoster();
  const parts = { plan, settings, source, inputs, meter, roster, ...patience };
  return {
    name: "modal",
    // A sandbox that waits for a child costs money; those of a batch are started side by side.
    pool: { spares: 0 },
    createInterpreter: (options = {}) =>
      createSession(createModalTransport(parts, options), options),
    bill: () => meter.bill(() => source.client()),
    attach: (handle, options = {}) => createSession(createAttachTransport(parts, handle), options),
  };
}
