/**
 * Where the keeper of a session is and what opens it, as text that a record can hold: whoever has it,
 * and the account, can go on with the session.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { FleetError } from "../../src/core/errors.ts";
import type { SessionHandle } from "../../src/core/interpreter.ts";

/** The way to a keeper. */
export interface SessionLink {
  /** Its folder in the sandbox. */
  readonly folder: string;
  /** What this host shows it. */
  readonly key: string;
  /** What the former host showed it, when there was one. */
  readonly formerKey?: string;
  /** All of it as text, for the next host. */
  readonly text: string;
  /** What the sandbox is marked with while it is this host's. Tells nothing of the key. */
  readonly owner: string;
}

/** A link to a keeper that is about to be. */
export function newLink(): SessionLink {
  return linkOf(randomHex().slice(0, 16), randomHex());
}

/**
 * The link of a handle, with a key of our own in place of the former.
 * @throws {FleetError} `sandbox-lost` when it is none.
 */
export function findLink({ link }: SessionHandle): SessionLink {
  const [, id, formerKey] = /^([0-9a-f]{16})-([0-9a-f]{32})$/.exec(link) ?? [];
  if (id === undefined || formerKey === undefined) {
    throw new FleetError("sandbox-lost", "Cannot attach to the sandbox: its handle is damaged");
  }
  return { ...linkOf(id, randomHex()), formerKey };
}

function linkOf(id: string, key: string): SessionLink {
  return {
    folder: `/tmp/fleet-rlm-${id}`,
    key,
    text: `${id}-${key}`,
    owner: createHash("sha256").update(key).digest("hex").slice(0, 16),
  };
}

function randomHex(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
