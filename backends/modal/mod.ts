/**
 * The Modal backend: Python in sandboxes of the user's Modal account.
 *
 * @module
 */

import type { Backend, BackendSettings } from "../../src/core/backend.ts";
import { createSession } from "../../sandbox/mod.ts";
import { createAttachTransport, createModalTransport } from "./modal_transport.ts";
import { planSandbox } from "./sandbox_plan.ts";
import { SessionRoster } from "./session_roster.ts";
import { WorkspaceSource } from "./workspace.ts";

/**
 * A backend whose interpreters run in sandboxes at Modal. Asks Modal nothing before one is started.
 * @throws {UsageError} What is wrong with the settings.
 */
export function createModalBackend(settings: BackendSettings = {}): Backend {
  const plan = planSandbox(settings);
  const source = new WorkspaceSource(settings, plan);
  const parts = { plan, settings, source, roster: new SessionRoster() };
  return {
    name: "modal",
    // A sandbox that waits for a child costs money; those of a batch are started side by side.
    pool: { spares: 0 },
    createInterpreter: (options = {}) =>
      createSession(createModalTransport(parts, options), options),
    attach: (handle, options = {}) => createSession(createAttachTransport(parts, handle), options),
  };
}
