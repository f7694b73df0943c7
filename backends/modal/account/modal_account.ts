/**
 * An account at Modal, put together from its parts.
 *
 * @module
 */

import type {
  CloudAccount,
  CloudAccountSettings,
  CloudIdentity,
  CloudSandbox,
  CloudToken,
  SecretMode,
  TransferOptions,
  VolumeEntry,
  VolumeTransfer,
} from "../../../src/core/cloud_account.ts";
import { openClient } from "../open_client.ts";
import { AccountClient } from "./account_client.ts";
import { identify, TOKEN_VARIABLES } from "./identity.ts";
import { endSandbox, listSandboxes } from "./sandboxes.ts";
import { secretKeys, secretNames, storeSecret } from "./secrets.ts";
import { getFiles, putFiles } from "./volume_transfer.ts";
import { createVolume, listVolume, removeFromVolume, volumeNames } from "./volumes.ts";

/**
 * Opens the account of the credentials in force, or that of `token`.
 * @throws {FleetError} `credentials-missing`, `backend-unavailable`
 */
export async function openModalAccount(
  settings: CloudAccountSettings,
  token?: CloudToken,
): Promise<CloudAccount> {
  const sdk = await openClient(token === undefined ? settings : withToken(settings, token));
  return new ModalAccount(new AccountClient(sdk, settings));
}

function withToken(settings: CloudAccountSettings, { id, secret }: CloudToken) {
  const [idVariable, secretVariable] = TOKEN_VARIABLES;
  const lookup = (name: string) =>
    name === idVariable ? id : name === secretVariable ? secret : settings.lookup?.(name);
  return { ...settings, lookup };
}

class ModalAccount implements CloudAccount {
  #client: AccountClient;

  constructor(client: AccountClient) {
    this.#client = client;
  }

  identify(): Promise<CloudIdentity> {
    return identify(this.#client);
  }

  secretNames(): Promise<readonly string[]> {
    return secretNames(this.#client);
  }

  secretKeys(name: string, keys: readonly string[]): Promise<ReadonlySet<string>> {
    return secretKeys(this.#client, name, keys);
  }

  storeSecret(
    name: string,
    values: ReadonlyMap<string, string>,
    mode: SecretMode,
  ): Promise<{ readonly isNew: boolean }> {
    return storeSecret(this.#client, name, { values, mode });
  }

  volumeNames(): Promise<readonly string[]> {
    return volumeNames(this.#client);
  }

  createVolume(name: string): Promise<{ readonly isNew: boolean }> {
    return createVolume(this.#client, name);
  }

  listVolume(
    name: string,
    path: string,
    { isRecursive = false }: { readonly isRecursive?: boolean } = {},
  ): Promise<readonly VolumeEntry[]> {
    return listVolume(this.#client, name, { path, isRecursive });
  }

  putFiles(
    name: string,
    files: readonly VolumeTransfer[],
    options: TransferOptions = {},
  ): Promise<void> {
    return putFiles(this.#client, name, { ...options, files });
  }

  getFiles(
    name: string,
    files: readonly VolumeTransfer[],
    options: TransferOptions = {},
  ): Promise<void> {
    return getFiles(this.#client, name, { ...options, files });
  }

  removeFromVolume(
    name: string,
    path: string,
    { isRecursive = false }: { readonly isRecursive?: boolean } = {},
  ): Promise<void> {
    return removeFromVolume(this.#client, name, { path, isRecursive });
  }

  sandboxes(): Promise<readonly CloudSandbox[]> {
    return listSandboxes(this.#client);
  }

  endSandbox(id: string): Promise<void> {
    return endSandbox(this.#client, id);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#client.sdk.close();
    return Promise.resolve();
  }
}
