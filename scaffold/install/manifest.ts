/**
 * The record of an installation, in a file beside what was installed: which files, with which hashes.
 * It is read as if a stranger had written it, since it decides what may be removed.
 *
 * Before files are written, a record that names them as pending is; a run that was killed half-way is
 * found out by it, and the next one carries on.
 *
 * @module
 */

import type { AssetLayout } from "../../src/core/asset.ts";
import { FleetError, messageOf } from "../../src/core/errors.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../src/core/json.ts";
import type { DiskState } from "./decide.ts";
import { isSafePath } from "./safe_path.ts";
import type { FileMode } from "./shipment.ts";

/** Name of the file. */
export const MANIFEST_NAME = ".fleet-rlm-manifest.json";

/** Version of its shape. */
const SCHEMA = 1;

/** A file on record. */
export interface ManifestEntry {
  /** Hash of what was installed, or is being. */
  readonly sha256: string;
  /** Its permissions. */
  readonly mode: FileMode;
  /** Whether the same bytes were there before. */
  readonly isAdopted?: boolean;
  /** While it is being written: the hash that was on record before, or null. */
  readonly pendingFrom?: string | null;
}

/** An installation on record. */
export interface Manifest {
  /** Version that was installed. */
  readonly version: string;
  /** How the files lie. */
  readonly layout: AssetLayout;
  /** When, as an ISO date. */
  readonly installedAt: string;
  /** Files by path below the root. */
  readonly files: ReadonlyMap<string, ManifestEntry>;
  /** Folders below the root that were made for them. */
  readonly folders: readonly string[];
  /** How many folders were made for the root: itself, then those above it. */
  readonly rootFolders: number;
}

/**
 * The hash of what was installed last: of a pending entry, whichever of both is on disk; without
 * either, the one before.
 */
export function installedHash(
  entry: ManifestEntry | undefined,
  disk: DiskState,
): string | undefined {
  if (entry === undefined || entry.pendingFrom === undefined) return entry?.sha256;
  if (disk.kind === "file" && disk.sha256 === entry.sha256) return entry.sha256;
  return entry.pendingFrom ?? undefined;
}

/** The text of a record, keys sorted. */
export function renderManifest(manifest: Manifest): string {
  const files = Object.fromEntries(
    [...manifest.files].sort(([a], [b]) => a < b ? -1 : 1)
      .map(([path, entry]) => [path, renderEntry(entry)]),
  );
  const { version, layout, installedAt, rootFolders } = manifest;
  const folders = [...manifest.folders].sort();
  return JSON.stringify(
    {
      schema: SCHEMA,
      tool: "fleet-rlm",
      version,
      layout,
      installed_at: installedAt,
      root_folders: rootFolders,
      folders,
      files,
    },
    null,
    2,
  ) + "\n";
}

function renderEntry(entry: ManifestEntry): JsonObject {
  return {
    sha256: entry.sha256,
    mode: entry.mode.toString(8).padStart(4, "0"),
    ...(entry.isAdopted ? { adopted: true } : {}),
    ...(entry.pendingFrom === undefined ? {} : { pending_from: entry.pendingFrom }),
  };
}

/**
 * Reads the text of a record.
 * @throws {FleetError} `manifest-invalid`: it is none, of a later version, or names paths that no
 * installation would.
 */
export function parseManifest(text: string, path: string): Manifest {
  let value: JsonValue;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid(path, `it is no JSON: ${messageOf(cause)}`, cause);
  }
  if (!isJsonObject(value) || value.tool !== "fleet-rlm") throw invalid(path, "it is no record");
  if (value.schema !== SCHEMA) {
    throw new FleetError(
      "manifest-invalid",
      `Cannot use "${path}": it has schema ${JSON.stringify(value.schema)}, not ${SCHEMA}`,
      { hint: "Use the version of fleet-rlm that wrote it, or a later one" },
    );
  }
  const { version, layout, installed_at: installedAt, folders, root_folders: rootFolders } = value;
  if (typeof version !== "string" || typeof installedAt !== "string") {
    throw invalid(path, "version or date is missing");
  }
  if (layout !== "plugin" && layout !== "flat") throw invalid(path, "its layout is unknown");
  if (typeof rootFolders !== "number" || !Number.isInteger(rootFolders) || rootFolders < 0) {
    throw invalid(path, "root_folders is no number");
  }
  if (!isListOfPaths(folders)) throw invalid(path, "its folders are no list of plain paths");
  if (!isJsonObject(value.files)) throw invalid(path, "it names no files");
  const files = new Map<string, ManifestEntry>();
  for (const [name, entry] of Object.entries(value.files)) {
    if (!isSafePath(name)) throw invalid(path, `it names the path ${JSON.stringify(name)}`);
    files.set(name, parseEntry(entry, { name, path }));
  }
  return { version, layout, installedAt, rootFolders, folders, files };
}

function parseEntry(
  value: JsonValue,
  { name, path }: { readonly name: string; readonly path: string },
): ManifestEntry {
  const entry = isJsonObject(value) ? value : {};
  const { sha256, mode, adopted, pending_from: pendingFrom } = entry;
  const isMode = mode === "0644" || mode === "0755";
  if (!isHash(sha256) || !isMode) throw invalid(path, `its entry for "${name}" is broken`);
  if (pendingFrom !== undefined && pendingFrom !== null && !isHash(pendingFrom)) {
    throw invalid(path, `its entry for "${name}" is broken`);
  }
  return {
    sha256,
    mode: mode === "0755" ? 0o755 : 0o644,
    ...(adopted === true ? { isAdopted: true } : {}),
    ...(pendingFrom === undefined ? {} : { pendingFrom }),
  };
}

function isHash(value: JsonValue | undefined): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function isListOfPaths(value: JsonValue | undefined): value is readonly string[] {
  return Array.isArray(value) &&
    value.every((each) => typeof each === "string" && isSafePath(each));
}

function invalid(path: string, state: string, cause?: unknown): FleetError {
  return new FleetError("manifest-invalid", `Cannot use "${path}": ${state}`, {
    hint: "Move it away; files that are as shipped are then taken on record again",
    cause,
  });
}
