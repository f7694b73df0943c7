/**
 * The shape of a rule of the linter: a stable code, a weight, what it holds, and the check.
 *
 * @module
 */

import type { AssetSeverity } from "../../src/core/asset.ts";
import type { AssetTree } from "./asset_tree.ts";

/** Something that a rule found. */
export interface RuleFinding {
  /** Path of the file. */
  readonly file: string;
  /**
   * Line in it, from 1.
   * @default {1}
   */
  readonly line?: number;
  /** What is wrong: one sentence without a final period. */
  readonly message: string;
  /** What to do about it. */
  readonly fix?: string;
  /** Its weight, where it is not that of the rule. */
  readonly severity?: AssetSeverity;
}

/** A rule. */
export interface AssetRule {
  /** Stable identifier: a letter for what it is about, and a number. */
  readonly code: string;
  /** The weight of what it finds. */
  readonly severity: AssetSeverity;
  /** What holds where it finds nothing: one sentence without a final period. */
  readonly about: string;
  /** Looks. */
  check(tree: AssetTree): Iterable<RuleFinding>;
}
