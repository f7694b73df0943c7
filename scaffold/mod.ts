/**
 * The door to the assets for Claude Code: what there is, what installs it, what checks it, and what
 * answers the prompt hook. Each part is loaded when it is asked for.
 *
 * @module
 */

import type { DiagnosisSource } from "../src/core/diagnosis.ts";
import type { Scaffold } from "../src/core/scaffold.ts";

/** The assets and what can be done with them. */
export const SCAFFOLD: Scaffold = {
  loadCatalog: async () => (await import("./catalog.gen.ts")).CATALOG,
  loadInstaller: async () => (await import("./shipped_installer.ts")).INSTALLER,
  loadLinter: async () => (await import("./lint/lint_folder.ts")).lintFolder,
  loadPromptHook: async () => (await import("./hook/mod.ts")).answerShippedRules,
};

/** What `doctor` looks at. */
export const SCAFFOLD_DIAGNOSIS: DiagnosisSource = {
  title: "Claude Code",
  diagnose: async (options) =>
    await (await import("./diagnosis/diagnose_assets.ts")).diagnoseAssets(options),
};
