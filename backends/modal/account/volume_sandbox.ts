/**
 * A short-lived sandbox with a volume in it, through which files go to and fro: the SDK has no way of
 * its own to do that, and this one works for volumes of either version.
 *
 * @module
 */

import type { Sandbox } from "modal";
import { withDeadline } from "../deadline.ts";
import { DEFAULT_IMAGE } from "../image_recipe.ts";
import { modalError } from "../modal_error.ts";
import { buildLogOf } from "../open_client.ts";
import { DEFAULT_APP, sandboxTags } from "../sandbox_tags.ts";
import type { AccountClient } from "./account_client.ts";

/** Where the volume is. */
export const MOUNT = "/volume";

const [START_MS, END_MS] = [300_000, 60_000];
/** How long its end is waited for when nothing came of it, ms; it ends by itself soon after. */
const GIVE_UP_MS = 10_000;
/** Longest life whatever happens, and longest idleness should this program be gone, ms. */
const [LIFE_MS, IDLE_MS] = [6 * 3_600_000, 120_000];

/** How the volume is mounted. */
export interface VolumeSandboxOptions {
  /** Name of the volume. */
  readonly volume: string;
  /** Whether nothing is written. */
  readonly isReadOnly: boolean;
  /** What is being done, as it follows "Cannot". */
  readonly what: string;
}

/** Works in a sandbox that is there for that alone. */
export async function withVolumeSandbox<T>(
  account: AccountClient,
  { volume, isReadOnly, what }: VolumeSandboxOptions,
  work: (sandbox: Sandbox) => Promise<T>,
): Promise<T> {
  const { sdk, settings } = account;
  const appName = settings.cloud?.app ?? DEFAULT_APP;
  const app = await account.ask(what, () => sdk.apps.fromName(appName, { createIfMissing: true }));
  const found = await account.ask(what, () => sdk.volumes.fromName(volume));
  const starting = sdk.sandboxes.create(app, sdk.images.fromRegistry(DEFAULT_IMAGE), {
    volumes: { [MOUNT]: found.withMountOptions({ readOnly: isReadOnly }) },
    blockNetwork: true,
    tags: sandboxTags("volume"),
    timeoutMs: LIFE_MS,
    idleTimeoutMs: IDLE_MS,
  });
  let isDone = false;
  try {
    const started = starting.catch((thrown) => {
      throw modalError(thrown, { what, log: buildLogOf(sdk) });
    });
    const result = await work(await account.ask(what, () => started, START_MS));
    isDone = true;
    return result;
  } finally {
    // Without the signal: the sandbox has to end even when the user wants no more.
    const ending = starting.then((sandbox) => sandbox.terminate({ wait: true }), () => undefined);
    await withDeadline(what, isDone ? END_MS : GIVE_UP_MS, undefined, () => ending)
      .catch((thrown) => {
        if (isDone) throw thrown;
      });
  }
}
