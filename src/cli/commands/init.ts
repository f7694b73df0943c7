/**
 * `init`: installs the assets for Claude Code, tells what would happen, checks what is there, takes it
 * out again. The installer comes from the composition root.
 *
 * @module
 */

import { FleetError } from "../../core/errors.ts";
import type { Installer, InstallPlan, InstallRequest } from "../../core/installer.ts";
import type { Scaffold } from "../../core/scaffold.ts";
import type { CommandContext } from "../command_spec.ts";
import { EXIT } from "../exit_code.ts";
import { noteOtherLayout, renderNextSteps, renderOld } from "../init_notes.ts";
import {
  catalogRecord,
  driftOf,
  obstaclesOf,
  planRecord,
  renderCatalog,
  renderDifferences,
  renderFindings,
  renderOldRemoval,
  renderOutcome,
  renderPlan,
  renderStep,
} from "../init_report.ts";
import { readInitRequest } from "../init_request.ts";
import { renderJson } from "../output.ts";

/** Does what the options ask for. */
export async function init(context: CommandContext): Promise<number> {
  const { args, terminal } = context;
  const { request, task } = readInitRequest(context);
  const scaffold = loadScaffold(context);
  const asJson = args.flag("json");
  if (task === "list") {
    const catalog = await scaffold.loadCatalog();
    terminal.out(asJson ? renderJson(catalogRecord(catalog)) : renderCatalog(catalog));
    return EXIT.ok;
  }
  const installer = await scaffold.loadInstaller();
  switch (task) {
    case "check":
      return await check(context, { installer, request, scaffold });
    case "diff": {
      const differences = await installer.diff(request);
      const record = { differences: differences.map((each) => ({ ...each })) };
      terminal.out(asJson ? renderJson(record) : renderDifferences(differences));
      return EXIT.ok;
    }
    case "plan": {
      const plan = await installer.plan(request);
      terminal.out(asJson ? renderJson(planRecord(plan, { isDone: false })) : renderPlan(plan));
      if (obstaclesOf(plan).length === 0 || request.keepsGoing) return EXIT.ok;
      throw inTheWay(plan);
    }
    case "find-old":
    case "remove-old":
      return await removeOld(context, { installer, request, isDry: task === "find-old" });
    case "perform":
      return await perform(context, { installer, request, scaffold });
  }
}

interface Parts {
  readonly installer: Installer;
  readonly request: InstallRequest;
  readonly scaffold: Scaffold;
}

async function perform(
  { args, signal, terminal }: CommandContext,
  { installer, request, scaffold }: Parts,
): Promise<number> {
  const asJson = args.flag("json");
  const report = await installer.perform(request, { signal });
  const { plan } = report;
  if (asJson) terminal.out(renderJson(planRecord(plan, { isDone: !report.isBlocked, report })));
  if (report.isBlocked) {
    if (!asJson) terminal.err(obstaclesOf(plan).map((step) => `${renderStep(step)}\n`).join(""));
    throw inTheWay(plan);
  }
  if (!asJson) terminal.out(renderOutcome(plan, await scaffold.loadCatalog()));
  if (report.backup !== undefined) {
    terminal.err(`Copies of what was replaced or removed are in ${report.backup}\n`);
  }
  if (report.leftCopies !== undefined) {
    terminal.err(`Copies of files that were replaced earlier are still in ${report.leftCopies}\n`);
  }
  if (plan.mode === "install") {
    terminal.err(renderNextSteps(plan, args));
    terminal.err(renderOld(await installer.findOld(request.folder), args));
  }
  terminal.err(await noteOtherLayout(installer, { args, request }));
  return EXIT.ok;
}

/** Takes out what an older installer left; fails when some of it is still there. */
async function removeOld(
  { args, signal, terminal }: CommandContext,
  { installer, isDry, request }: Omit<Parts, "scaffold"> & { readonly isDry: boolean },
): Promise<number> {
  const removal = await installer.removeOld(request.folder, { isDry, signal });
  const { backup = null, left, removed } = removal;
  const record = { done: !isDry, removed: [...removed], left: [...left], backup };
  terminal.out(args.flag("json") ? renderJson(record) : renderOldRemoval(removal, { isDry }));
  return left.length === 0 ? EXIT.ok : EXIT.failure;
}

/** Whether what is installed is what is shipped, and whether Claude Code can load it. */
async function check(
  { args, terminal }: CommandContext,
  { installer, request, scaffold }: Parts,
): Promise<number> {
  const plan = await installer.plan(request);
  const isInstalled = plan.installedVersion !== undefined;
  const drift = isInstalled ? driftOf(plan) : [];
  const findings = isInstalled
    ? await (await scaffold.loadLinter())({
      folder: plan.root,
      layout: plan.layout,
      paths: plan.steps.map(({ path }) => path),
    })
    : [];
  const old = await installer.findOld(request.folder);
  if (args.flag("json")) {
    terminal.out(renderJson({
      ...planRecord(plan, { isDone: false }),
      drift: drift.length,
      findings: findings.map((each) => ({ ...each })),
      old: old.map((each) => ({ ...each, paths: [...each.paths] })),
    }));
  } else {
    const lines = isInstalled
      ? `Not as shipped: ${drift.length} of ${plan.steps.length} files in ${plan.root}\n`
      : `Nothing is installed in ${plan.root}\n`;
    terminal.out(drift.map((step) => `${renderStep(step)}\n`).join("") + renderFindings(findings));
    terminal.out(lines);
    terminal.err(renderOld(old, args));
    terminal.err(await noteOtherLayout(installer, { args, request }));
  }
  const isSound = findings.every(({ severity }) => severity === "warning");
  return isInstalled && drift.length === 0 && isSound ? EXIT.ok : EXIT.failure;
}

function inTheWay(plan: InstallPlan): FleetError {
  const obstacles = obstaclesOf(plan);
  const count = obstacles.length === 1 ? "1 file is" : `${obstacles.length} files are`;
  const isForceable = obstacles.every(({ action }) => action === "conflict");
  return new FleetError(
    "install-conflict",
    `Cannot install to "${plan.root}": ${count} in the way, so that nothing was written`,
    {
      hint: isForceable
        ? "See them with --diff; --force replaces them and keeps copies, --keep-going leaves them"
        : "Move away what is refused, or leave it out with --keep-going",
    },
  );
}

function loadScaffold({ scaffold }: CommandContext): Scaffold {
  if (scaffold !== undefined) return scaffold;
  throw new FleetError("internal", "Cannot install: this program came without assets");
}
