/**
 * Whose account it is, by a real request.
 *
 * @module
 */

import type { CloudIdentity, CredentialOrigin } from "../../../src/core/cloud_account.ts";
import type { AccountClient } from "./account_client.ts";
import { profilePath } from "./profile_path.ts";

/** Variables that hold a token, its identifier first. */
export const TOKEN_VARIABLES = ["MODAL_TOKEN_ID", "MODAL_TOKEN_SECRET"] as const;

/** Who the credentials belong to. */
export async function identify(account: AccountClient): Promise<CloudIdentity> {
  const { workspaceName, username } = await account.ask(
    "verify the Modal token",
    () => account.rpc.workspaceNameLookup({}),
  );
  return {
    workspace: workspaceName || username,
    user: username || workspaceName,
    environment: account.environment || undefined,
    server: account.sdk.profile.serverUrl,
    origin: originOf(account),
  };
}

function originOf({ settings: { lookup } }: AccountClient): CredentialOrigin {
  const isGiven = TOKEN_VARIABLES.every((name) => lookup?.(name)?.trim());
  return isGiven ? { kind: "environment" } : { kind: "file", path: profilePath(lookup) };
}
