/**
 * The plan of an installation: for every path that is shipped or on record, what is on disk and what
 * would happen. Reads, writes nothing.
 *
 * @module
 */

import { join } from "node:path";
import { FleetError, messageOf, UsageError } from "../../src/core/errors.ts";
import type { InstallPlan, InstallRequest, InstallStep } from "../../src/core/installer.ts";
import { decideInstall, decideUninstall, type DiskState, type FileFacts } from "./decide.ts";
import { digestText } from "./digest.ts";
import { FileTree } from "./file_tree.ts";
import {
  installedHash,
  type Manifest,
  MANIFEST_NAME,
  type ManifestEntry,
  parseManifest,
} from "./manifest.ts";
import { resolveFolder } from "./root_folder.ts";
import type { Shipment, ShippedFile } from "./shipment.ts";

/** A step with all that it follows from. */
export interface PlannedFile extends InstallStep {
  /** The file that is shipped, if any is. */
  readonly shipped?: ShippedFile;
  /** What is on disk. */
  readonly disk: DiskState;
  /** What is on record, if anything is. */
  readonly entry?: ManifestEntry;
  /** Whether a copy of what is on disk is kept before it goes. */
  readonly keepsCopy: boolean;
}

/** A plan with all that it follows from. */
export interface FullPlan extends InstallPlan {
  /** The files, sorted by path. */
  readonly steps: readonly PlannedFile[];
  /** What is on record, if anything is. */
  readonly manifest?: Manifest;
}

/** The root of a request, symlinks resolved; it need not exist. */
export async function rootOf(request: InstallRequest, shipment: Shipment): Promise<string> {
  return await resolveFolder(join(request.folder, shipment.rootOf(request.layout)));
}

/**
 * Plans a request at its root.
 * @throws {FleetError} `manifest-invalid`, or `usage` for a path that is neither shipped nor on record.
 */
export async function makePlan(
  request: InstallRequest,
  { root, shipment }: { readonly root: string; readonly shipment: Shipment },
): Promise<FullPlan> {
  const { layout, mode = "install" } = request;
  const tree = new FileTree(root);
  const manifest = await readManifest(tree, layout);
  const shipped = new Map(shipment.filesOf(layout).map((file) => [file.path, file]));
  const names = mode === "install" ? [...shipped.keys()] : [];
  const known = [...new Set([...names, ...manifest?.files.keys() ?? []])].sort();
  const steps: PlannedFile[] = [];
  for (const path of choose(known, { request, shipment, isFirst: manifest === undefined })) {
    const disk = await tree.inspect(path);
    const file = shipped.get(path);
    steps.push(planFile(path, {
      request,
      disk,
      kind: shipment.kindOf(path),
      shipped: file,
      entry: manifest?.files.get(path),
    }));
  }
  return {
    mode,
    root,
    layout,
    version: shipment.version,
    steps,
    ...(manifest === undefined ? {} : { manifest, installedVersion: manifest.version }),
  };
}

interface FileParts {
  readonly request: InstallRequest;
  readonly disk: DiskState;
  readonly kind: PlannedFile["kind"];
  readonly shipped: ShippedFile | undefined;
  readonly entry: ManifestEntry | undefined;
}

function planFile(path: string, parts: FileParts): PlannedFile {
  const { request, disk, kind, shipped, entry } = parts;
  const { mode = "install", isForced = false, isRestoring = false } = request;
  const installed = installedHash(entry, disk);
  const facts: FileFacts = {
    disk,
    ...(installed === undefined ? {} : { installed }),
    ...(entry?.isAdopted ? { isAdopted: true } : {}),
    ...(shipped === undefined ? {} : { shipped: digestText(shipped.text) }),
  };
  const decide = mode === "install" ? decideInstall : decideUninstall;
  const { action, reason, keepsCopy = false } = decide(facts, { isForced, isRestoring });
  return {
    path,
    action,
    disk,
    keepsCopy,
    ...(reason === undefined ? {} : { reason }),
    ...(kind === undefined ? {} : { kind }),
    ...(shipped === undefined ? {} : { shipped }),
    ...(entry === undefined ? {} : { entry }),
  };
}

/** What the paths of a request are chosen by. */
interface ChooseParts {
  readonly request: InstallRequest;
  readonly shipment: Shipment;
  /** Whether nothing is on record yet. */
  readonly isFirst: boolean;
}

/**
 * The paths that the request is about. What every installation needs comes with the first of its
 * files and goes with the last.
 */
function choose(known: readonly string[], parts: ChooseParts): readonly string[] {
  const { request: { kinds, mode = "install", paths = [] }, shipment, isFirst } = parts;
  const given = paths.map((path) => path.replace(/^\.\//, "").replace(/\/+$/, ""));
  for (const path of given) {
    if (known.some((each) => isAtOrBelow(each, path))) continue;
    throw new UsageError(`Cannot find "${path}" among the files that are shipped or installed`, {
      hint: "Paths are those below the root: fleet-rlm init --dry-run --json lists them",
    });
  }
  const isGiven = (path: string) =>
    given.length === 0 || given.some((each) => isAtOrBelow(path, each));
  const isCommon = (path: string) => shipment.kindOf(path) === undefined;
  const isChosen = (path: string) => {
    const kind = shipment.kindOf(path);
    return isGiven(path) && (kind === undefined || kinds === undefined || kinds.includes(kind));
  };
  const isLast = known.every((path) => isCommon(path) || isChosen(path));
  return known.filter((path) => {
    if (!isCommon(path)) return isChosen(path);
    if (mode === "uninstall") return isLast || (given.length > 0 && isGiven(path));
    return isGiven(path) || isFirst;
  });
}

function isAtOrBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** What is on record; none when there is no record. */
async function readManifest(
  tree: FileTree,
  layout: InstallPlan["layout"],
): Promise<Manifest | undefined> {
  const path = tree.locate(MANIFEST_NAME);
  const state = await tree.inspect(MANIFEST_NAME);
  if (state.kind === "absent") return undefined;
  if (state.kind === "blocked") throw invalid(path, state.reason);
  const text = await Deno.readTextFile(path).catch((error) => {
    throw invalid(path, messageOf(error));
  });
  const manifest = parseManifest(text, path);
  if (manifest.layout !== layout) {
    throw invalid(path, `its layout is ${manifest.layout}, not ${layout}`);
  }
  return manifest;
}

function invalid(path: string, state: string): FleetError {
  return new FleetError("manifest-invalid", `Cannot use "${path}": ${state}`, {
    hint: "Move it away; files that are as shipped are then taken on record again",
  });
}
