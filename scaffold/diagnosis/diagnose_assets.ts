/**
 * The checks of `doctor` on the assets for Claude Code: whether they are installed, as shipped, loaded
 * and sound, whether their hook and server can start, and what an older installer left.
 *
 * @module
 */

import { delimiter, join } from "node:path";
import type { DiagnosisOptions, DiagnosticCheck, Finding } from "../../src/core/diagnosis.ts";
import type { InstallPlan } from "../../src/core/installer.ts";
import { PLUGIN } from "../asset_layout.ts";
import { lintFolder } from "../lint/lint_folder.ts";
import { INSTALLER } from "../shipped_installer.ts";
import { findInstalls, isFolder } from "./find_installs.ts";
import { findPluginState } from "./plugin_state.ts";

/** What is known of an installation that is neither changed nor outdated. */
const SETTLED: readonly string[] = ["unchanged", "adopt"];

const NOT_INSTALLED: Finding = { status: "skipped", message: "the assets are not installed" };

/** The checks, in order. */
export function diagnoseAssets(options: DiagnosisOptions): Promise<readonly DiagnosticCheck[]> {
  const { cwd, home, settings } = options;
  const lookup = (variable: string) => settings.lookup?.(variable)?.trim() || undefined;
  const config = lookup("CLAUDE_CONFIG_DIR") ?? join(home, ".claude");
  let finding: Promise<readonly InstallPlan[]> | undefined;
  const installs = () => finding ??= findInstalls(INSTALLER, { config, cwd });
  const ifInstalled = (tell: (plans: readonly InstallPlan[]) => Promise<Finding>) => async () => {
    const plans = await installs();
    return plans.length === 0 ? NOT_INSTALLED : await tell(plans);
  };
  const hasPlugin = (plans: readonly InstallPlan[]) =>
    plans.some(({ layout }) => layout === "plugin");
  return Promise.resolve([
    {
      name: "claude.assets",
      title: "Assets",
      run: async () => await tellInstalls(await installs(), config),
    },
    {
      name: "claude.plugin",
      title: "Plugin",
      run: ifInstalled(async (plans) =>
        hasPlugin(plans) ? await findPluginState({ config }) : {
          status: "skipped",
          message: "the layout is flat: there is neither hook nor MCP server",
        }
      ),
    },
    {
      name: "claude.program",
      title: "Program",
      run: ifInstalled(() => findProgram(lookup("PATH") ?? "")),
    },
    { name: "claude.faults", title: "Faults", run: ifInstalled(findFaults) },
    { name: "claude.old", title: "Old assets", run: () => findOld(config) },
  ]);
}

async function tellInstalls(plans: readonly InstallPlan[], config: string): Promise<Finding> {
  if (plans.length === 0) {
    const message = await isFolder(config)
      ? `not installed in ${config}`
      : `not installed, and Claude Code has no folder ${config}`;
    return { status: "ok", message, hint: 'To use fleet-rlm there, run "fleet-rlm init"' };
  }
  const details = plans.map(({ layout, root, steps, installedVersion = "" }) => ({
    root,
    layout,
    version: installedVersion,
    changed: steps.filter(({ action }) => !SETTLED.includes(action)).length,
  }));
  const changed = details.filter((each) => each.changed > 0);
  const parts = details.map(({ changed, root, version }) => {
    const files = `${changed} file${changed === 1 ? "" : "s"} not as shipped`;
    return `${version} in ${root}${changed === 0 ? "" : `, ${files}`}`;
  });
  const message = parts.join("; ");
  return changed.length === 0 ? { status: "ok", message, details: { installs: details } } : {
    status: "warning",
    message,
    hint:
      '"fleet-rlm init --check" names them, "fleet-rlm init" brings those up to date that you did not edit',
    details: { installs: details },
  };
}

/** The program must be on PATH under its name: the hook and the server are started by it. */
async function findProgram(path: string): Promise<Finding> {
  const names = Deno.build.os === "windows"
    ? ["exe", "cmd", "bat"].map((end) => `${PLUGIN}.${end}`)
    : [PLUGIN];
  for (const folder of path.split(delimiter).filter(Boolean)) {
    for (const name of names) {
      const file = join(folder, name);
      const info = await Deno.stat(file).catch(() => undefined);
      const isExecutable = Deno.build.os === "windows" || ((info?.mode ?? 0) & 0o111) !== 0;
      if (info?.isFile && isExecutable) return { status: "ok", message: file };
    }
  }
  return {
    status: "warning",
    message: `there is no ${PLUGIN} on PATH, so that hook and MCP server cannot start`,
    hint: `Put the program into a folder of PATH under the name ${PLUGIN}`,
  };
}

async function findFaults(plans: readonly InstallPlan[]): Promise<Finding> {
  const findings = (await Promise.all(
    plans.map(({ layout, root, steps }) =>
      lintFolder({ folder: root, layout, paths: steps.map(({ path }) => path) })
    ),
  )).flat().filter(({ severity }) => severity === "error");
  const [first] = findings;
  if (first === undefined) return { status: "ok", message: "none" };
  const more = findings.length > 1 ? `, and ${findings.length - 1} more` : "";
  return {
    status: "warning",
    message: `${first.file}:${first.line} ${first.code} ${first.message}${more}`,
    hint: '"fleet-rlm init --check" lists them all',
    details: { findings: findings.map((each) => ({ ...each })) },
  };
}

async function findOld(config: string): Promise<Finding> {
  const old = await INSTALLER.findOld(config);
  if (old.length === 0) return { status: "ok", message: "none" };
  return {
    status: "warning",
    message: old.map(({ paths, title }) => `${title} (${paths.length})`).join(", "),
    hint: '"fleet-rlm init --remove-old" takes them out, and keeps copies',
    details: { paths: old.flatMap(({ paths }) => [...paths]) },
  };
}
