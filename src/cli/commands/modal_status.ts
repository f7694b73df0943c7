/**
 * `modal status`: whose account is in use, what is in it, and what runs.
 *
 * @module
 */

import type { CloudIdentity, CloudSandbox, CredentialOrigin } from "../../core/cloud_account.ts";
import type { JsonObject } from "../../core/json.ts";
import { renderSandbox, sandboxRecord } from "../cloud_sandbox_report.ts";
import type { CommandContext } from "../command_spec.ts";
import { EXIT } from "../exit_code.ts";
import { openCloudAccount } from "../open_cloud_account.ts";
import { renderJson, renderLines } from "../output.ts";

/** What the account holds. */
interface Holdings {
  readonly secrets: readonly string[];
  readonly volumes: readonly string[];
  readonly sandboxes: readonly CloudSandbox[];
}

/** Prints it. */
export async function modalStatus(context: CommandContext): Promise<number> {
  const { args, terminal } = context;
  await using account = await openCloudAccount(context);
  const identity = await account.identify();
  const [secrets, volumes, sandboxes] = await Promise.all([
    account.secretNames(),
    account.volumeNames(),
    account.sandboxes(),
  ]);
  const holdings = { secrets, volumes, sandboxes };
  terminal.out(
    args.flag("json") ? renderJson(record(identity, holdings)) : render(identity, holdings),
  );
  return EXIT.ok;
}

function record(identity: CloudIdentity, { secrets, volumes, sandboxes }: Holdings): JsonObject {
  return {
    ...facts(identity),
    secrets: [...secrets],
    volumes: [...volumes],
    sandboxes: sandboxes.map(sandboxRecord),
  };
}

function render(identity: CloudIdentity, { secrets, volumes, sandboxes }: Holdings): string {
  const list = (names: readonly string[]) => names.length === 0 ? "none" : names.join(", ");
  const lines = { ...facts(identity), secrets: list(secrets), volumes: list(volumes) };
  const head = sandboxes.length === 0 ? "sandboxes: none\n" : `sandboxes: ${sandboxes.length}\n`;
  return renderLines(lines) + head + sandboxes.map((one) => `  ${renderSandbox(one)}\n`).join("");
}

function facts({ workspace, user, environment, server, origin }: CloudIdentity) {
  return {
    workspace,
    user,
    environment: environment ?? "the account's own",
    server,
    credentials: describe(origin),
  };
}

function describe(origin: CredentialOrigin): string {
  return origin.kind === "environment" ? "MODAL_TOKEN_ID and MODAL_TOKEN_SECRET" : origin.path;
}
