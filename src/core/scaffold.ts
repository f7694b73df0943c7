/**
 * The door to the assets for Claude Code: what `program.ts` hands to the command line. Each part is loaded
 * when it is asked for.
 *
 * @module
 */

import type { Asset, AssetFinding, AssetLayout } from "./asset.ts";
import type { Installer } from "./installer.ts";

/** A folder of assets to check. */
export interface LintRequest {
  /** The folder, absolute: a plugin, or one with `skills/` and `agents/`. */
  readonly folder: string;
  /** How its files are meant to be loaded. */
  readonly layout: AssetLayout;
  /**
   * The files that findings are wanted for.
   * @default {all}
   */
  readonly paths?: readonly string[];
}

/** Checks a folder of assets; findings by file and line. */
export type LintAssets = (request: LintRequest) => Promise<readonly AssetFinding[]>;

/**
 * Answers the payload of a `UserPromptSubmit` hook: the text for standard output, empty when there is
 * nothing to say.
 * @throws {FleetError} `input-invalid`, when the payload is none.
 */
export type AnswerPrompt = (payload: string) => string;

/** The assets and what can be done with them. */
export interface Scaffold {
  /** The assets in the order of lists. */
  loadCatalog(): Promise<readonly Asset[]>;
  /** What installs them. */
  loadInstaller(): Promise<Installer>;
  /** What checks folders of assets. */
  loadLinter(): Promise<LintAssets>;
  /** What answers the prompt hook; light enough for every prompt. */
  loadPromptHook(): Promise<AnswerPrompt>;
}
