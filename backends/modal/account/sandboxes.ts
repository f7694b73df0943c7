/**
 * The living sandboxes that this program started, by their tags.
 *
 * @module
 */

import type { CloudSandbox } from "../../../src/core/cloud_account.ts";
import { statusOf } from "../modal_error.ts";
import { DEFAULT_APP, ownerOf, PROGRAM_TAG } from "../sandbox_tags.ts";
import type { AccountClient } from "./account_client.ts";

const STATUS = { notFound: 5, unimplemented: 12 } as const;

/** The living sandboxes, oldest first. */
export async function listSandboxes(account: AccountClient): Promise<readonly CloudSandbox[]> {
  const what = "list the sandboxes";
  const appId = await account.ask(what, () => findApp(account));
  if (appId === undefined) return [];
  const tags = Object.entries(PROGRAM_TAG).map(([tagName, tagValue]) => ({ tagName, tagValue }));
  const found: CloudSandbox[] = [];
  let beforeTimestamp: number | undefined;
  while (true) {
    const before = beforeTimestamp === undefined ? {} : { beforeTimestamp };
    const request = { appId, tags, includeFinished: false, ...before };
    const { sandboxes } = await account.ask(what, async () => {
      try {
        return await account.rpc.sandboxListV2(request);
      } catch (thrown) {
        if (statusOf(thrown) !== STATUS.unimplemented) throw thrown;
        return await account.rpc.sandboxList({ ...request, environmentName: account.environment });
      }
    });
    for (const { id, createdAt, tags } of sandboxes) {
      const record = Object.fromEntries(tags.map((tag) => [tag.tagName, tag.tagValue]));
      found.push({ id, startedMs: createdAt * 1_000, tags: record, owner: ownerOf(record) });
    }
    const last = sandboxes.at(-1);
    if (last === undefined || last.createdAt === beforeTimestamp) return found.reverse();
    beforeTimestamp = last.createdAt;
  }
}

/** Ends a sandbox; one that has ended is no error. */
export function endSandbox(account: AccountClient, id: string): Promise<void> {
  return account.ask(`end sandbox ${id}`, async () => {
    try {
      await (await account.sdk.sandboxes.fromId(id)).terminate();
    } catch (thrown) {
      if (statusOf(thrown) !== STATUS.notFound) throw thrown;
    }
  });
}

/** Id of the application that sandboxes belong to; `undefined` when none was ever started. */
async function findApp(account: AccountClient): Promise<string | undefined> {
  const appName = account.settings.cloud?.app ?? DEFAULT_APP;
  try {
    return (await account.sdk.apps.fromName(appName)).appId;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === "NotFoundError") return undefined;
    throw thrown;
  }
}
