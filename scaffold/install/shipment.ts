/**
 * What the installer brings: the files of one version, as text. It knows nothing of what they say.
 *
 * @module
 */

import type { AssetKind, AssetLayout } from "../../src/core/asset.ts";

/** A file to install. */
export interface ShippedFile {
  /** Path below the root, with forward slashes. */
  readonly path: string;
  /** Its whole text. */
  readonly text: string;
  /** Permissions. */
  readonly mode: FileMode;
  /** The kind of asset that it belongs to; none for what every installation needs. */
  readonly kind?: AssetKind;
}

/** Permissions of an installed file: `0o644`, or `0o755` for a script. */
export type FileMode = 0o644 | 0o755;

/** All that is shipped. */
export interface Shipment {
  /** Its version. */
  readonly version: string;
  /** Where the root lies below the folder of Claude Code; empty when it is that folder. */
  rootOf(layout: AssetLayout): string;
  /** The files of a layout. */
  filesOf(layout: AssetLayout): readonly ShippedFile[];
  /** The kind that a path belongs to, also one that is no longer shipped. */
  kindOf(path: string): AssetKind | undefined;
}
