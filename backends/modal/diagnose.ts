/**
 * The checks of `doctor` on Modal: whether the token is good, whether what a run names is there, whether
 * sandboxes were left behind, and with `--live` whether one starts.
 *
 * @module
 */

import type { CloudAccount, CloudIdentity } from "../../src/core/cloud_account.ts";
import type { DiagnosisOptions, DiagnosticCheck, Finding } from "../../src/core/diagnosis.ts";
import { FleetError } from "../../src/core/errors.ts";
import { hasCredentials } from "./account/has_credentials.ts";

/** What the checks share: each is asked for once. */
interface Shared {
  readonly account: () => Promise<CloudAccount>;
  readonly identity: () => Promise<CloudIdentity>;
}

/** The checks, in order. */
export function diagnoseModal(options: DiagnosisOptions): Promise<readonly DiagnosticCheck[]> {
  const { settings, isLive } = options;
  const { secretNames = [], volumeName } = settings.cloud ?? {};
  const account = once(() => openAccount(options));
  const shared = { account, identity: once(async () => (await account()).identify()) };
  const behindToken = (look: (account: CloudAccount) => Promise<Finding>) => async () => {
    const isGood = await shared.identity().then(() => true, () => false);
    return isGood ? await look(await account()) : NO_TOKEN;
  };
  return Promise.resolve([
    { name: "modal.token", title: "Modal token", run: async () => tell(await shared.identity()) },
    ...secretNames.map((name) => ({
      name: "modal.secret",
      title: `Secret "${name}"`,
      run: behindToken((account) => findSecret(account, name)),
    })),
    ...(volumeName === undefined ? [] : [{
      name: "modal.volume",
      title: `Volume "${volumeName}"`,
      run: behindToken((account) => findVolume(account, volumeName)),
    }]),
    { name: "modal.sandboxes", title: "Sandboxes", run: behindToken(lookForStrays) },
    ...(isLive
      ? [{
        name: "modal.start",
        title: "Start of a sandbox",
        run: behindToken(() => startOne(options)),
      }]
      : []),
  ]);
}

const NO_TOKEN: Finding = { status: "skipped", message: "there is no token that works" };

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => made ??= make();
}

/** The SDK is not loaded for nothing. */
async function openAccount({ settings, signal }: DiagnosisOptions): Promise<CloudAccount> {
  if (!hasCredentials(settings.lookup)) {
    throw new FleetError("credentials-missing", "there are no Modal credentials", {
      hint: 'Run "fleet-rlm modal setup", or set MODAL_TOKEN_ID and MODAL_TOKEN_SECRET',
    });
  }
  const { openModalAccount } = await import("./account/modal_account.ts");
  return await openModalAccount({ ...settings, signal });
}

function tell({ workspace, environment, origin, server }: CloudIdentity): Finding {
  const where = environment === undefined ? "" : `, environment "${environment}"`;
  const from = origin.kind === "environment" ? "the environment" : origin.path;
  return {
    status: "ok",
    message: `good for workspace "${workspace}"${where}; from ${from}`,
    details: { workspace, environment: environment ?? null, server, origin: origin.kind },
  };
}

async function findSecret(account: CloudAccount, name: string): Promise<Finding> {
  if ((await account.secretNames()).includes(name)) return { status: "ok", message: "there" };
  return {
    status: "failed",
    message: "not there",
    hint: `Create it: fleet-rlm modal secret create ${name} KEY…`,
  };
}

async function findVolume(account: CloudAccount, name: string): Promise<Finding> {
  const isThere = (await account.volumeNames()).includes(name);
  return { status: "ok", message: isThere ? "there" : "not there yet, made by the first run" };
}

async function lookForStrays(account: CloudAccount): Promise<Finding> {
  const sandboxes = await account.sandboxes();
  const strays = sandboxes.filter(({ owner }) => owner === "gone").length;
  const details = { running: sandboxes.length, strays };
  if (strays === 0) {
    const running = sandboxes.length === 0 ? "none runs" : `${sandboxes.length} running`;
    return { status: "ok", message: running, details };
  }
  return {
    status: "warning",
    message: `${strays} of ${sandboxes.length} run on although their program has gone`,
    hint: "End them: fleet-rlm modal cleanup",
    details,
  };
}

/** Starts a sandbox as a run would, which takes money, and ends it. */
async function startOne({ settings, signal }: DiagnosisOptions): Promise<Finding> {
  const { createModalBackend } = await import("./mod.ts");
  await using interpreter = createModalBackend(settings).createInterpreter();
  const { isolation, pythonVersion } = await interpreter.start(signal);
  return { status: "ok", message: `started: Python ${pythonVersion}, ${isolation}` };
}
