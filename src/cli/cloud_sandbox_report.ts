/**
 * A living sandbox as a line for people and an object for programs.
 *
 * @module
 */

import type { CloudSandbox, SandboxOwner } from "../core/cloud_account.ts";
import type { JsonObject } from "../core/json.ts";
import { disarm } from "./disarm.ts";

const OWNERS: Readonly<Record<SandboxOwner, string>> = {
  running: "in use",
  gone: "its program has gone",
  unknown: "of another machine",
};

/** `sb-…  in use, 12 min, run 2026…, pid 42 on host`. */
export function renderSandbox({ id, owner, startedMs, tags }: CloudSandbox): string {
  const { purpose, run, host, pid } = tags;
  const parts = [
    OWNERS[owner],
    `${Math.max(0, Math.round((Date.now() - startedMs) / 60_000))} min`,
    run === undefined ? purpose : `run ${run}`,
    host === undefined ? undefined : `pid ${pid ?? "?"} on ${host}`,
  ];
  return disarm(`${id}  ${parts.filter((part) => part !== undefined).join(", ")}`);
}

/** The same for programs. */
export function sandboxRecord({ id, owner, startedMs, tags }: CloudSandbox): JsonObject {
  return { id, owner, started: new Date(startedMs).toISOString(), tags: { ...tags } };
}
