/**
 * What `init` tells: lists, plans and results, as lines for people and as JSON for programs. Text in,
 * text out.
 *
 * @module
 */

import type { Asset, AssetFinding, AssetKind } from "../core/asset.ts";
import type {
  FileDifference,
  InstallAction,
  InstallPlan,
  InstallReport,
  InstallStep,
  OldRemoval,
} from "../core/installer.ts";
import type { JsonObject } from "../core/json.ts";
import { formatCounted } from "../text/format_number.ts";
import { disarm } from "./disarm.ts";

const TITLES: Readonly<Record<AssetKind, string>> = {
  skill: "skills",
  agent: "agents",
  team: "teams",
  hook: "hooks",
  server: "MCP servers",
};
const KINDS = Object.keys(TITLES) as readonly AssetKind[];

/** What was done, in the order in which it is told. */
const DONE: Readonly<Partial<Record<InstallAction, string>>> = {
  create: "created",
  update: "updated",
  restore: "restored",
  replace: "replaced",
  remove: "removed",
};

/** The steps that change a file. */
export function changesOf({ steps }: InstallPlan): readonly InstallStep[] {
  return steps.filter(({ action }) => DONE[action] !== undefined);
}

/** The steps that are in the way. */
export function obstaclesOf({ steps }: InstallPlan): readonly InstallStep[] {
  return steps.filter(({ action }) => action === "conflict" || action === "refuse");
}

/** The steps that make an installation another than what is shipped. */
export function driftOf({ steps }: InstallPlan): readonly InstallStep[] {
  return steps.filter(({ action }) => action !== "unchanged" && action !== "adopt");
}

/** The list of what there is. */
export function renderCatalog(catalog: readonly Asset[]): string {
  return KINDS.flatMap((kind) => {
    const assets = catalog.filter((asset) => asset.kind === kind);
    if (assets.length === 0) return [];
    const title = TITLES[kind];
    const lines = assets.map((asset) => `- ${asset.name}: ${asset.description}${noteOf(asset)}`);
    return [`Available ${title} (${assets.length}):`, ...lines, ""];
  }).join("\n");
}

function noteOf({ event, files, kind, model, skill }: Asset): string {
  const count = formatCounted(files, "file");
  switch (kind) {
    case "skill":
      return ` (${count})`;
    case "team":
      return ` (${count}, skill: ${skill})`;
    case "agent":
      return ` (model: ${model})`;
    case "hook":
      return ` (event: ${event})`;
    case "server":
      return "";
  }
}

/** A list for programs. */
export function catalogRecord(catalog: readonly Asset[]): JsonObject {
  return { assets: catalog.map((asset) => ({ ...asset })) };
}

/** A plan: a line for each file that it is about, then the counts. */
export function renderPlan(plan: InstallPlan): string {
  const lines = plan.steps.filter(({ action }) => action !== "unchanged").map(renderStep);
  return [...lines, `${summarize(plan, "to be ")} in ${plan.root}`, ""].join("\n");
}

/** One step as a line. */
export function renderStep({ action, path, reason }: InstallStep): string {
  const why = reason === undefined ? "" : ` (${reason})`;
  return disarm(`${action.padEnd(9)} ${path}${why}`);
}

/** What came of it. */
export function renderOutcome(plan: InstallPlan, catalog: readonly Asset[]): string {
  const lines = plan.mode === "install" ? installedLines(plan, catalog) : [];
  const kept = plan.steps.filter(({ action }) => action === "keep" || action === "leave");
  return [
    ...lines,
    ...[...obstaclesOf(plan), ...kept].map(renderStep),
    `${summarize(plan, "")} in ${plan.root}`,
    "",
  ].join("\n");
}

/** `Installed 2 of 10 skills, … to ROOT`, then the names of what is new or other than before. */
function installedLines(plan: InstallPlan, catalog: readonly Asset[]): readonly string[] {
  const changed = changesOf(plan).map(({ path }) => path);
  if (changed.length === 0) return [];
  const planned = plan.steps.map(({ path }) => path);
  const isAmong = ({ path }: Asset, paths: readonly string[]) =>
    paths.some((each) => path.endsWith("/") ? each.startsWith(path) : each === path);
  const counts: string[] = [];
  const names: string[] = [];
  for (const kind of KINDS) {
    const assets = catalog.filter((asset) => asset.kind === kind && isAmong(asset, planned));
    if (assets.length === 0) continue;
    const fresh = assets.filter((asset) => isAmong(asset, changed));
    counts.push(`${fresh.length} of ${assets.length} ${TITLES[kind]}`);
    if (fresh.length === 0) continue;
    const title = TITLES[kind].charAt(0).toUpperCase() + TITLES[kind].slice(1);
    names.push(`  ${title}: ${fresh.map(({ name }) => name).join(", ")}`);
  }
  const version = plan.installedVersion !== undefined && plan.installedVersion !== plan.version
    ? ` (${plan.installedVersion} to ${plan.version})`
    : "";
  return counts.length === 0
    ? []
    : [`Installed ${counts.join(", ")} to ${plan.root}${version}`, ...names];
}

/** `43 changes: 43 files created`. */
function summarize(plan: InstallPlan, verb: string): string {
  const changes = changesOf(plan);
  const parts = Object.entries(DONE).flatMap(([action, word]) => {
    const count = changes.filter((step) => step.action === action).length;
    return count === 0 ? [] : [`${count} ${verb}${word}`];
  });
  const total = formatCounted(changes.length, "change");
  return parts.length === 0 ? total : `${total}: ${parts.join(", ")}`;
}

/** A plan or result for programs. */
export function planRecord(
  plan: InstallPlan,
  more: { readonly isDone: boolean; readonly report?: InstallReport },
): JsonObject {
  return {
    mode: plan.mode,
    root: plan.root,
    layout: plan.layout,
    version: plan.version,
    installed_version: plan.installedVersion ?? null,
    done: more.isDone,
    changes: changesOf(plan).length,
    in_the_way: obstaclesOf(plan).length,
    backup: more.report?.backup ?? null,
    steps: plan.steps.map((step) => ({ ...step })),
  };
}

/** Differences, each under its path. */
export function renderDifferences(differences: readonly FileDifference[]): string {
  return disarm(
    differences.map(({ path, text }) => text.startsWith("---") ? text : `${path}: ${text}`).join(
      "\n",
    ),
  );
}

/** Findings of the linter, one a line. */
export function renderFindings(findings: readonly AssetFinding[]): string {
  return disarm(
    findings.map(({ code, file, fix, line, message, severity }) =>
      `${severity.padEnd(9)} ${file}:${line} ${code} ${message}${
        fix === undefined ? "" : `: ${fix}`
      }\n`
    ).join(""),
  );
}

/** What was left by an older installer and is out, or would be. */
export function renderOldRemoval(
  { backup, left, removed }: OldRemoval,
  { isDry }: { readonly isDry: boolean },
): string {
  const lines = [
    ...removed.map((path) => `${"move".padEnd(9)} ${path}`),
    ...left.map((path) => `${"leave".padEnd(9)} ${path} (it is reached through a symlink)`),
  ];
  const count = formatCounted(removed.length, "old file or folder", "old files and folders");
  const where = backup === undefined ? "" : ` to ${backup}`;
  return disarm([...lines, `${count} ${isDry ? "to be " : ""}moved${where}`, ""].join("\n"));
}
