/**
 * The commands for Claude Code, as data.
 *
 * @module
 */

import type { CommandSpec } from "../command_spec.ts";
import type { OptionSpec } from "../option_spec.ts";
import { JSON_OPTION } from "../running_options.ts";

const KINDS: readonly OptionSpec[] = [
  { kind: "flag", name: "skills-only", help: "Only skills" },
  { kind: "flag", name: "agents-only", help: "Only agents" },
  { kind: "flag", name: "teams-only", help: "Only the recipe of the team" },
  { kind: "flag", name: "hooks-only", help: "Only the prompt hook" },
  { kind: "flag", name: "no-teams", help: "All but the recipe of the team" },
  { kind: "flag", name: "no-hooks", help: "All but the prompt hook" },
  { kind: "flag", name: "no-mcp", help: "All but the MCP server" },
];

const INIT_OPTIONS: readonly OptionSpec[] = [
  { kind: "flag", name: "list", help: "List what there is, and do nothing else" },
  {
    kind: "string",
    name: "target",
    placeholder: "FOLDER",
    help: "Folder of Claude Code to install to",
    env: "CLAUDE_CONFIG_DIR",
    path: "folder",
    defaultText: "~/.claude",
  },
  {
    kind: "flag",
    name: "project",
    help: "Install to .claude in the current folder, for this project alone",
  },
  {
    kind: "choice",
    name: "layout",
    choices: ["plugin", "flat"],
    default: "plugin",
    placeholder: "plugin|flat",
    help: "One folder with all of it, or skills and agents among your own",
  },
  ...KINDS,
  {
    kind: "flag",
    name: "force",
    help: "Replace files that are in the way or that you edited, after keeping a copy of each",
  },
  { kind: "flag", name: "restore", help: "Bring back files that you deleted" },
  { kind: "flag", name: "keep-going", help: "Do what can be done when some files are in the way" },
  { kind: "flag", name: "dry-run", help: "Show what would happen, and do nothing" },
  { kind: "flag", name: "diff", help: "Show how files on disk would change, and do nothing" },
  {
    kind: "flag",
    name: "check",
    help: "Exit with 1 when what is installed is not as shipped or has faults, and do nothing",
  },
  { kind: "flag", name: "uninstall", help: "Take out what was installed and not edited since" },
  {
    kind: "flag",
    name: "remove-old",
    help:
      "Take out what the Python fleet-rlm left, keeping a copy of all of it, and do nothing else",
  },
  JSON_OPTION,
];

/** `init` and `hook`. */
export function claudeSpecs(): readonly CommandSpec[] {
  return [
    {
      name: "init",
      section: "Claude Code",
      summary: "Install skills, agents, a prompt hook and the MCP server for Claude Code",
      details:
        "Everything lies in one plugin folder, skills/fleet-rlm below the folder of Claude Code, " +
        "beside a record of what was installed; settings.json is not touched. A file that you " +
        "edited is kept, one that you deleted stays deleted, and one that was there before is left: " +
        "when any is in the way, nothing at all is written and all of them are named. With PATH, it " +
        "is about these files and folders alone.",
      positionals: [{
        name: "path",
        placeholder: "PATH",
        help: "File or folder below the root, such as skills/rlm",
        repeated: true,
      }],
      // What is written where is said by the command line alone.
      options: INIT_OPTIONS.map((option) => ({ ...option, ignoresFiles: true })),
      examples: [
        "init",
        "init --list",
        "init --dry-run",
        "init --project --no-hooks",
        "init --uninstall",
      ],
      load: async () => (await import("../commands/init.ts")).init,
    },
    {
      name: "hook",
      summary: "Answer a hook of Claude Code",
      details: "Reads the payload of user-prompt-submit from standard input and prints what the " +
        "model should know besides the prompt, if anything. Whatever goes wrong is told on standard " +
        "error; the exit code is 0, so that no prompt is kept back.",
      positionals: [{
        name: "event",
        placeholder: "EVENT",
        help: "The event: user-prompt-submit",
      }],
      options: [],
      examples: ["hook user-prompt-submit"],
      load: async () => (await import("../commands/hook.ts")).hook,
    },
  ];
}
