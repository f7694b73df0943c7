/**
 * A Modal on this machine that the tests of a file share, and backends that use it.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { createModalBackend, type ModalPatience } from "../../../backends/modal/mod.ts";
import type { Backend, BackendNotice, BackendSettings } from "../../../src/core/backend.ts";
import type { CellResult } from "../../../src/core/cell_result.ts";
import {
  type FakeModal,
  type FakeModalOptions,
  type FakeSandboxView,
  startFakeModal,
} from "../../fakes/modal/mod.ts";

/** What the tests of a file share. */
export interface World {
  /** The cloud. */
  readonly fake: FakeModal;
  /** Registers a test. */
  test(name: string, fn: (run: TestRun) => Promise<void>): void;
}

/** What one test has. */
export interface TestRun {
  /** The cloud. */
  readonly fake: FakeModal;
  /** A backend; what it says goes to `notices`. */
  backend(settings?: BackendSettings, patience?: ModalPatience): Backend;
  /** What backends said. */
  readonly notices: readonly BackendNotice[];
  /** Resolves when a backend says something with this text in it, now or later. */
  heard(text: string): Promise<void>;
  /** Sandboxes that this test has started. */
  readonly sandboxes: readonly FakeSandboxView[];
  /** Calls of a method since this test began. */
  calls(method: string): number;
}

/** Quick to see that a connection is dead; slow to give a sandbox up. */
const QUICK: ModalPatience = {
  times: { pingMs: 200, silenceMs: 1_000, probeMs: 100, retryMs: 20, maxRetryMs: 100 },
};

/** Opens a world. It ends with the process. */
export async function openWorld(options: FakeModalOptions = {}): Promise<World> {
  const fake = await startFakeModal(options);
  addEventListener("unload", () => void fake[Symbol.asyncDispose]());
  return {
    fake,
    test(name, fn) {
      Deno.test({
        name,
        // The SDK leaves timers behind; what is left cannot be counted.
        sanitizeOps: false,
        sanitizeResources: false,
        async fn() {
          const first = fake.sandboxes.length;
          const before = new Map(fake.calls);
          const notices: BackendNotice[] = [];
          const listeners = new Set<() => void>();
          await fn({
            fake,
            notices,
            backend: (settings = {}, patience = QUICK) =>
              createModalBackend({
                lookup: (variable) => fake.env[variable],
                notify(notice) {
                  notices.push(notice);
                  for (const listener of listeners) listener();
                },
                ...settings,
              }, patience),
            heard: (text) =>
              new Promise((resolve) => {
                const look = () => {
                  if (!notices.some(({ message }) => message.includes(text))) return;
                  listeners.delete(look);
                  resolve();
                };
                listeners.add(look);
                look();
              }),
            get sandboxes() {
              return fake.sandboxes.slice(first);
            },
            calls: (method) => (fake.calls.get(method) ?? 0) - (before.get(method) ?? 0),
          });
          const left = fake.sandboxes.slice(first).filter(({ living }) => living);
          const said = notices.map(({ message }) => message).join("\n");
          assertEquals(left.map(({ id }) => id), [], `Sandboxes were left behind\n${said}`);
        },
      });
    },
  };
}

/** What a cell printed that ended well. */
export function printed(result: CellResult): string {
  assertEquals(result.status, "ok", Deno.inspect(result));
  return result.output.text;
}
