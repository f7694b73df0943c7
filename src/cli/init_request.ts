/**
 * The options of `init` as what they ask for.
 *
 * @module
 */

import { join, resolve } from "node:path";
import { userPlaces } from "../config/user_places.ts";
import type { AssetKind, AssetLayout } from "../core/asset.ts";
import { UsageError } from "../core/errors.ts";
import type { InstallRequest } from "../core/installer.ts";
import type { CommandContext } from "./command_spec.ts";

/** What is to be done with a request. */
export type InitTask = "list" | "check" | "diff" | "plan" | "perform" | "find-old" | "remove-old";

/** What a command line asks for. */
export interface InitRequest {
  /** What is to be done. */
  readonly task: InitTask;
  /** What it is about. */
  readonly request: InstallRequest;
}

const ONLY: Readonly<Record<string, AssetKind>> = {
  "skills-only": "skill",
  "agents-only": "agent",
  "teams-only": "team",
  "hooks-only": "hook",
};

const WITHOUT: Readonly<Record<string, AssetKind>> = {
  "no-teams": "team",
  "no-hooks": "hook",
  "no-mcp": "server",
};

/** What `--remove-old` knows nothing of: it is about all that is old, and about nothing else. */
const NEW_ONLY: readonly string[] = [
  ...["check", "diff", "force", "restore", "keep-going", "uninstall"],
  ...Object.keys(ONLY),
  ...Object.keys(WITHOUT),
];

const KINDS: readonly AssetKind[] = ["skill", "agent", "team", "hook", "server"];

/** Options that cannot go together: the first with any of the others. */
const EXCLUSIVE: readonly (readonly [string, ...readonly string[]])[] = [
  ["check", "diff", "dry-run", "force", "restore", "keep-going", "uninstall"],
  ["diff", "dry-run", "uninstall"],
  ["restore", "uninstall"],
  ["remove-old", ...NEW_ONLY],
];

/**
 * Reads the options of `init`.
 * @throws {UsageError} Options that do not go together.
 */
export function readInitRequest({ args, cwd, env }: CommandContext): InitRequest {
  const layout: AssetLayout = args.text("layout") === "flat" ? "flat" : "plugin";
  const kinds = readKinds(args);
  const task = readTask(args);
  if (task !== "list") {
    for (const [first, ...others] of EXCLUSIVE) {
      const other = others.find((name) => args.flag(first) && args.flag(name));
      if (other !== undefined) throw together(first, other);
    }
  }
  if (args.flag("remove-old") && args.arguments("path").length > 0) {
    throw new UsageError("Cannot use --remove-old together with PATH");
  }
  const target = args.text("target");
  if (args.flag("project") && target !== undefined) throw together("project", "target");
  const home = userPlaces(env).home;
  const folder = args.flag("project")
    ? join(cwd, ".claude")
    : resolve(cwd, expandHome(target ?? (env.CLAUDE_CONFIG_DIR || join(home, ".claude")), home));
  return {
    task,
    request: {
      folder,
      layout,
      mode: args.flag("uninstall") ? "uninstall" : "install",
      ...(kinds === undefined ? {} : { kinds }),
      paths: args.arguments("path"),
      isForced: args.flag("force"),
      isRestoring: args.flag("restore"),
      keepsGoing: args.flag("keep-going"),
    },
  };
}

function readTask(args: CommandContext["args"]): InitTask {
  if (args.flag("list")) return "list";
  if (args.flag("check")) return "check";
  if (args.flag("diff")) return "diff";
  const isDry = args.flag("dry-run");
  if (args.flag("remove-old")) return isDry ? "find-old" : "remove-old";
  return isDry ? "plan" : "perform";
}

/** The kinds that are asked for; `undefined` for all. */
function readKinds(args: CommandContext["args"]): readonly AssetKind[] | undefined {
  if (args.flag("list")) return undefined;
  const only = Object.keys(ONLY).filter((name) => args.flag(name));
  const without = Object.keys(WITHOUT).filter((name) => args.flag(name));
  const [first, second = without[0]] = only;
  if (first !== undefined && second !== undefined) throw together(first, second);
  if (first !== undefined) return KINDS.filter((kind) => kind === ONLY[first]);
  if (without.length === 0) return undefined;
  return KINDS.filter((kind) => !without.some((name) => WITHOUT[name] === kind));
}

function expandHome(path: string, home: string): string {
  return path === "~" || /^~[/\\]/.test(path) ? join(home, path.slice(1)) : path;
}

function together(a: string, b: string): UsageError {
  return new UsageError(`Cannot use --${a} together with --${b}`);
}
