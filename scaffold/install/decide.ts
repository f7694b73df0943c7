/**
 * What happens to one file, from the three hashes alone: installed last, on disk, shipped now. Pure.
 *
 * @module
 */

import type { InstallAction } from "../../src/core/installer.ts";

/** What is at a path on disk. */
export type DiskState =
  | { readonly kind: "absent" }
  | { readonly kind: "file"; readonly sha256: string }
  | { readonly kind: "blocked"; readonly reason: string };

/** All that is known of a file. */
export interface FileFacts {
  /** Hash of what was installed last, if anything was. */
  readonly installed?: string;
  /** Whether that was there already when it was first recorded. */
  readonly isAdopted?: boolean;
  /** What is there now. */
  readonly disk: DiskState;
  /** Hash of what is shipped, if anything is. */
  readonly shipped?: string;
}

/** How far it may go. */
export interface DecideOptions {
  /** Whether what is in the way or was edited is replaced. */
  readonly isForced: boolean;
  /** Whether what was deleted comes back. */
  readonly isRestoring: boolean;
}

/** What happens, and why. */
export interface Decision {
  /** What happens. */
  readonly action: InstallAction;
  /** Why, where the action alone does not say. */
  readonly reason?: string;
  /** Whether the file on disk is somebody's work, of which a copy is kept first. */
  readonly keepsCopy?: boolean;
}

/** What an installation does with a file that is shipped, installed or both. */
export function decideInstall(facts: FileFacts, options: DecideOptions): Decision {
  const { installed, disk, shipped } = facts;
  if (shipped === undefined) return decideUnshipped(facts);
  if (disk.kind === "blocked") return { action: "refuse", reason: disk.reason };
  if (disk.kind === "absent") {
    if (installed === undefined) return { action: "create" };
    return options.isRestoring
      ? { action: "restore" }
      : { action: "leave", reason: "you deleted it; --restore brings it back" };
  }
  if (disk.sha256 === shipped) {
    return { action: installed === shipped ? "unchanged" : "adopt" };
  }
  if (disk.sha256 === installed) return { action: "update" };
  if (options.isForced) return { action: "replace", keepsCopy: true };
  if (installed === undefined) {
    return { action: "conflict", reason: "another file is there" };
  }
  return installed === shipped
    ? { action: "keep", reason: "you edited it" }
    : { action: "conflict", reason: "you edited it, and a new version is shipped" };
}

/** What taking out does with a file that was installed. */
export function decideUninstall(facts: FileFacts, options: DecideOptions): Decision {
  const { installed, isAdopted = false, disk } = facts;
  if (disk.kind === "absent") return { action: "release", reason: "gone already" };
  if (disk.kind === "blocked") return { action: "leave", reason: disk.reason };
  const isOurs = disk.sha256 === installed;
  if (isOurs && !isAdopted) return { action: "remove" };
  if (options.isForced) return { action: "remove", keepsCopy: !isOurs };
  return isOurs
    ? { action: "leave", reason: "it was there before; --force removes it" }
    : { action: "keep", reason: "you edited it" };
}

/** A file that was installed once and is shipped no longer. */
function decideUnshipped({ installed, disk }: FileFacts): Decision {
  if (disk.kind === "absent") return { action: "release", reason: "gone already" };
  if (disk.kind === "blocked") return { action: "release", reason: disk.reason };
  return disk.sha256 === installed
    ? { action: "remove", reason: "no longer shipped" }
    : { action: "release", reason: "you edited it; it is no longer shipped" };
}
