/**
 * What the parts of an account share: a client, the settings, and a deadline for every request.
 *
 * @module
 */

import type { ModalClient } from "modal";
import type { CloudAccountSettings } from "../../../src/core/cloud_account.ts";
import { withDeadline } from "../deadline.ts";

/** Time for a request that only looks something up or changes an entry, ms. */
const REQUEST_MS = 60_000;
/** Most entries of one page of a list. */
const PAGE = 100;
const DAY_SECS = 86_400;

/** A client with its settings. */
export class AccountClient {
  /** The SDK's client. */
  readonly sdk: ModalClient;
  /** What it was opened with. */
  readonly settings: CloudAccountSettings;

  /** Joins the two. */
  constructor(sdk: ModalClient, settings: CloudAccountSettings) {
    this.sdk = sdk;
    this.settings = settings;
  }

  /** The RPCs of the control plane. */
  get rpc(): ModalClient["cpClient"] {
    return this.sdk.cpClient;
  }

  /** The environment in force, empty for the account's default. */
  get environment(): string {
    return this.sdk.environmentName();
  }

  /**
   * Asks for something within a time.
   * @param what What is being done, as it follows "Cannot".
   * @throws {FleetError} What went wrong, and what to do about it.
   */
  ask<T>(what: string, action: () => Promise<T>, ms: number = REQUEST_MS): Promise<T> {
    return withDeadline(what, ms, this.settings.signal, action);
  }

  /** All entries of a list that comes in pages, newest first. */
  async pages<T extends { readonly createdAt: number }>(
    what: string,
    page: (pagination: { maxObjects: number; createdBefore: number }) => Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    const all: T[] = [];
    // The clock of this machine may be slow; nothing is made in the future.
    let createdBefore = Date.now() / 1_000 + DAY_SECS;
    while (true) {
      const items = await this.ask(what, () => page({ maxObjects: PAGE, createdBefore }));
      all.push(...items);
      const last = items.at(-1);
      if (items.length < PAGE || last === undefined) return all;
      createdBefore = last.createdAt;
    }
  }
}
