/**
 * Installing files so that nobody need fear it: a plan that says for every path what would happen, and
 * a report of what did. Contracts only.
 *
 * A file has up to three hashes: what was installed last, what is on disk, what is shipped now. The
 * plan follows from them alone, and nothing is written before all of it is known.
 *
 * @module
 */

import type { AssetKind, AssetLayout } from "./asset.ts";

/** Whether assets are brought to a folder or taken out of it. */
export type InstallMode = "install" | "uninstall";

/** What is wanted. */
export interface InstallRequest {
  /** The folder of Claude Code, such as `~/.claude`, absolute; it need not exist. */
  readonly folder: string;
  /** How the files are to lie below it. */
  readonly layout: AssetLayout;
  /**
   * Which way.
   * @default {"install"}
   */
  readonly mode?: InstallMode;
  /**
   * The kinds it is about; others are left as they are.
   * @default {all}
   */
  readonly kinds?: readonly AssetKind[];
  /**
   * Files and folders below the root that it is limited to.
   * @default {all}
   */
  readonly paths?: readonly string[];
  /**
   * Whether files that are in the way or were edited are replaced, after a copy was kept.
   * @default {false}
   */
  readonly isForced?: boolean;
  /**
   * Whether files that the user deleted come back.
   * @default {false}
   */
  readonly isRestoring?: boolean;
  /**
   * Whether what can be done is done when some files are in the way.
   * @default {false}
   */
  readonly keepsGoing?: boolean;
}

/**
 * What happens to a path.
 *
 * On disk: `create`, `update` (ours, unchanged since), `replace` (something else, after a copy was
 * kept), `restore` (the user had deleted it), `remove`. On record alone: `adopt` (the same bytes were
 * there already), `release` (no longer shipped, and edited). Not at all: `unchanged`, `keep` (edited),
 * `leave` (deleted by the user, or not ours). In the way: `conflict` (another text), `refuse` (a
 * symlink, a folder for a file, or what cannot be read).
 */
export type InstallAction =
  | "create"
  | "update"
  | "replace"
  | "restore"
  | "remove"
  | "adopt"
  | "release"
  | "unchanged"
  | "keep"
  | "leave"
  | "conflict"
  | "refuse";

/** A path and what happens to it. */
export interface InstallStep {
  /** Path below the root, with forward slashes. */
  readonly path: string;
  /** The kind of asset that the file belongs to; none for what every installation needs. */
  readonly kind?: AssetKind;
  /** What happens. */
  readonly action: InstallAction;
  /** Why, where the action alone does not say. */
  readonly reason?: string;
}

/** What would happen. */
export interface InstallPlan {
  /** Which way. */
  readonly mode: InstallMode;
  /** The folder that everything lies in, symlinks resolved, absolute. */
  readonly root: string;
  /** How the files lie below it. */
  readonly layout: AssetLayout;
  /** Version of what is there now; none when nothing is. */
  readonly installedVersion?: string;
  /** Version that is shipped. */
  readonly version: string;
  /** Every path that is shipped, installed or both, sorted. */
  readonly steps: readonly InstallStep[];
}

/** What happened. */
export interface InstallReport {
  /** The plan that was carried out; when `isBlocked`, the one that was not. */
  readonly plan: InstallPlan;
  /** Whether nothing was written since some files are in the way. */
  readonly isBlocked: boolean;
  /** Where copies of what this replaced lie, absolute; none when it replaced nothing. */
  readonly backup?: string;
  /** Where copies from earlier times lie, when an installation goes and they stay; absolute. */
  readonly leftCopies?: string;
}

/** The difference between a file on disk and the shipped one. */
export interface FileDifference {
  /** Path below the root. */
  readonly path: string;
  /** A unified diff from disk to shipped; one sentence when either is not text. */
  readonly text: string;
}

/** Files of an older installer that nothing uses any more. */
export interface OldAssets {
  /** What they are: a phrase. */
  readonly title: string;
  /** The paths, absolute. */
  readonly paths: readonly string[];
  /** Why they do nothing, or what they stand in the way of. */
  readonly reason: string;
}

/** What became of the files of an older installer. */
export interface OldRemoval {
  /** What was taken out, absolute. */
  readonly removed: readonly string[];
  /** What is reached through a symlink and therefore still there, absolute. */
  readonly left: readonly string[];
  /** Where all that was taken out lies now, absolute; none when there was nothing. */
  readonly backup?: string;
}

/** Plans and carries out installations. */
export interface Installer {
  /**
   * What would happen; writes nothing.
   * @throws {FleetError} `input-unreadable`, `manifest-invalid`, or `usage` for a path that is nothing.
   */
  plan(request: InstallRequest): Promise<InstallPlan>;
  /**
   * Plans and does it, under a lock against others.
   * @throws {FleetError} As `plan`, and `install-busy`, `install-failed`, `interrupted`.
   */
  perform(
    request: InstallRequest,
    options?: { readonly signal?: AbortSignal },
  ): Promise<InstallReport>;
  /** How files on disk differ from what a plan would bring, for those where it matters. */
  diff(request: InstallRequest): Promise<readonly FileDifference[]>;
  /** What an older installer left in a folder of Claude Code. Removes nothing. */
  findOld(folder: string): Promise<readonly OldAssets[]>;
  /**
   * Takes that out, and keeps all of it elsewhere in the folder; with `isDry` it only tells.
   * @throws {FleetError} `install-busy`, `install-failed`, `interrupted`.
   */
  removeOld(
    folder: string,
    options?: { readonly isDry?: boolean; readonly signal?: AbortSignal },
  ): Promise<OldRemoval>;
}
