/**
 * The assets for Claude Code as the rest of the program sees them: what there is, how they lie in a
 * folder, and what a check found in them. The house `scaffold/` keeps and installs them.
 *
 * @module
 */

/**
 * What an asset is: a `skill`, an `agent`, a recipe for a `team`, a `hook` rule, or the MCP `server`.
 */
export type AssetKind = "skill" | "agent" | "team" | "hook" | "server";

/**
 * How assets lie below the folder of Claude Code: all of them in one plugin folder, or skills and
 * agents among those of the user.
 */
export type AssetLayout = "plugin" | "flat";

/** One asset, for a list. */
export interface Asset {
  /** What it is. */
  readonly kind: AssetKind;
  /** Its name, without that of the plugin. */
  readonly name: string;
  /** What it is for, in one or two sentences. */
  readonly description: string;
  /** Where it lies below the root: a file, or a folder with a slash behind it. */
  readonly path: string;
  /** How many files it is made of. */
  readonly files: number;
  /** The model that an agent asks for. */
  readonly model?: string;
  /** The event that a hook answers. */
  readonly event?: string;
  /** The skill that holds the recipe of a team. */
  readonly skill?: string;
}

/** How much a finding weighs: an `error` breaks something, a `warning` should be known. */
export type AssetSeverity = "error" | "warning";

/** Something that is wrong with a file of assets. */
export interface AssetFinding {
  /** Stable identifier of the rule, such as `S002`. */
  readonly code: string;
  /** How much it weighs. */
  readonly severity: AssetSeverity;
  /** Path below the folder that was checked, with forward slashes. */
  readonly file: string;
  /** Line in it, from 1. */
  readonly line: number;
  /** What is wrong: one sentence without a final period. */
  readonly message: string;
  /** What to do about it, where that can be said. */
  readonly fix?: string;
}
