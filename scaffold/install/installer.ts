/**
 * The installer: plans, carries out, compares. Which files there are is the shipment's business.
 *
 * @module
 */

import type {
  FileDifference,
  Installer,
  InstallPlan,
  InstallReport,
  InstallRequest,
} from "../../src/core/installer.ts";
import { applyPlan } from "./apply_plan.ts";
import { BACKUP_FOLDER } from "./backup_folder.ts";
import { diffFiles } from "./diff_files.ts";
import { findOldAssets } from "./old_assets.ts";
import { type FullPlan, makePlan, rootOf } from "./make_plan.ts";
import { removeOldAssets } from "./remove_old_assets.ts";
import { lockRoot } from "./root_folder.ts";
import type { Shipment } from "./shipment.ts";

/** Makes the installer of a shipment. */
export function createInstaller(shipment: Shipment): Installer {
  const fullPlan = async (request: InstallRequest): Promise<FullPlan> =>
    await makePlan(request, { root: await rootOf(request, shipment), shipment });
  return {
    plan: async (request) => published(await fullPlan(request)),
    perform: async (request, options = {}) => await perform(request, { shipment, ...options }),
    diff: async (request): Promise<readonly FileDifference[]> =>
      await diffFiles(await fullPlan(request), { showsNew: (request.paths ?? []).length > 0 }),
    findOld: findOldAssets,
    removeOld: async (folder, options = {}) =>
      await removeOldAssets(folder, { now: new Date().toISOString(), ...options }),
  };
}

async function perform(
  request: InstallRequest,
  { shipment, signal }: { readonly shipment: Shipment; readonly signal?: AbortSignal },
): Promise<InstallReport> {
  const root = await rootOf(request, shipment);
  if (request.mode === "uninstall" && !await isThere(root)) {
    return { plan: published(await makePlan(request, { root, shipment })), isBlocked: false };
  }
  const copies = `${root}/${BACKUP_FOLDER}`;
  await using lock = await lockRoot(root);
  const plan = await makePlan(request, { root, shipment });
  if (isInTheWay(plan) && !request.keepsGoing) return { plan: published(plan), isBlocked: true };
  const { backup } = await applyPlan(plan, {
    lock,
    now: new Date().toISOString(),
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    plan: published(plan),
    isBlocked: false,
    ...(backup === undefined ? {} : { backup: `${root}/${backup}` }),
    ...(request.mode === "uninstall" && backup === undefined && await isThere(copies)
      ? { leftCopies: copies }
      : {}),
  };
}

function isInTheWay({ steps }: InstallPlan): boolean {
  return steps.some(({ action }) => action === "conflict" || action === "refuse");
}

/** A plan without what only the installer needs. */
function published(plan: FullPlan): InstallPlan {
  const { manifest: _, ...rest } = plan;
  return {
    ...rest,
    steps: plan.steps.map(({ action, kind, path, reason }) => ({
      path,
      action,
      ...(kind === undefined ? {} : { kind }),
      ...(reason === undefined ? {} : { reason }),
    })),
  };
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
