/**
 * The secrets of an account: which there are, which keys they have, and storing values in them. No value
 * is ever read.
 *
 * @module
 */

import type { SecretMode } from "../../../src/core/cloud_account.ts";
import { FleetError } from "../../../src/core/errors.ts";
import { statusOf } from "../modal_error.ts";
import type { AccountClient } from "./account_client.ts";

/** Kinds of creation on the wire. */
const CREATE = { lookUp: 0, failIfExists: 2, overwrite: 3 } as const;
const STATUS = { alreadyExists: 6, notFound: 5, unimplemented: 12 } as const;
const KEY = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const MAX_KEY_CHARS = 16_384;
const MAX_VALUE_CHARS = 32_768;

/** Names of all secrets, sorted. */
export async function secretNames(account: AccountClient): Promise<readonly string[]> {
  const environmentName = account.environment;
  const items = await account.pages(
    "list the secrets",
    async (pagination) => (await account.rpc.secretList({ environmentName, pagination })).items,
  );
  return items.map(({ label }) => label).sort();
}

/** Which of some keys a secret has. */
export async function secretKeys(
  account: AccountClient,
  name: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const what = `look up secret "${name}"`;
  const { secretId } = await account.ask(what, () => account.sdk.secrets.fromName(name));
  const told = await account.ask(what, async () => {
    try {
      return (await account.rpc.secretGetInfo({ secretId })).metadata?.keys ?? [];
    } catch (thrown) {
      if (statusOf(thrown) === STATUS.unimplemented) return [];
      throw thrown;
    }
  });
  if (told.length > 0) return new Set(keys.filter((key) => told.includes(key)));
  // A server that tells no names is asked whether each key is there.
  const found = await Promise.all(
    keys.map((key) => account.ask(what, () => hasKey(account, name, key))),
  );
  return new Set(keys.filter((_, index) => found[index]));
}

/** Stores values in a secret. */
export async function storeSecret(
  account: AccountClient,
  name: string,
  { values, mode }: { readonly values: ReadonlyMap<string, string>; readonly mode: SecretMode },
): Promise<{ readonly isNew: boolean }> {
  for (const [key, value] of values) assertStorable(key, value);
  const what = `store secret "${name}"`;
  const found = await account.ask(what, () => findSecret(account, name));
  if (found !== undefined && mode === "create") throw alreadyThere(name);
  if (found !== undefined && mode === "merge") {
    const updates = Array.from(values, ([key, value]) => ({ key, value }));
    await account.ask(what, () => account.rpc.secretUpdate({ secretId: found, updates }));
    return { isNew: false };
  }
  const objectCreationType = mode === "replace" ? CREATE.overwrite : CREATE.failIfExists;
  await account.ask(what, async () => {
    try {
      await account.rpc.secretGetOrCreate({
        deploymentName: name,
        environmentName: account.environment,
        objectCreationType,
        envDict: Object.fromEntries(values),
      });
    } catch (thrown) {
      if (statusOf(thrown) === STATUS.alreadyExists) throw alreadyThere(name);
      throw thrown;
    }
  });
  return { isNew: found === undefined };
}

async function findSecret(account: AccountClient, name: string): Promise<string | undefined> {
  try {
    const { secretId } = await account.rpc.secretGetOrCreate({
      deploymentName: name,
      environmentName: account.environment,
      objectCreationType: CREATE.lookUp,
    });
    return secretId;
  } catch (thrown) {
    if (statusOf(thrown) === STATUS.notFound) return undefined;
    throw thrown;
  }
}

async function hasKey(account: AccountClient, name: string, key: string): Promise<boolean> {
  try {
    await account.sdk.secrets.fromName(name, { requiredKeys: [key] });
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && /missing key/i.test(thrown.message)) return false;
    throw thrown;
  }
}

function alreadyThere(name: string): FleetError {
  return new FleetError("secret-exists", `Cannot create secret "${name}": it is there already`, {
    hint: "--merge keeps its other keys, --force replaces all of it",
  });
}

/** The value itself is in no message. */
function assertStorable(key: string, value: string): void {
  const refuse = (state: string, hint: string) => {
    throw new FleetError("usage", `Cannot store key "${key.slice(0, 80)}": ${state}`, { hint });
  };
  if (!KEY.test(key)) {
    refuse("it is no name of a variable", "Letters, digits and _ only, not beginning with a digit");
  }
  if (key.length > MAX_KEY_CHARS) refuse("it is too long", `At most ${MAX_KEY_CHARS} characters`);
  if (value.length > MAX_VALUE_CHARS) {
    refuse("its value is too long", `At most ${MAX_VALUE_CHARS} characters`);
  }
}
