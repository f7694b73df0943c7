/**
 * The commands that look at how the program is set up, as data.
 *
 * @module
 */

import type { BackendRegistry } from "../../core/backend.ts";
import type { CommandSpec } from "../command_spec.ts";
import { ENV_FILE_OPTION, JSON_OPTION, MODEL_NAME_OPTIONS } from "../running_options.ts";
import { TOOL_OPTIONS } from "../tool_options.ts";
import { backendOptions } from "../sandbox_options.ts";

/** `doctor`, `config`, `completions`, `models` and `cache`. */
export function setupSpecs(backends: BackendRegistry): readonly CommandSpec[] {
  return [
    {
      name: "doctor",
      section: "Set-up",
      summary: "Check that everything is set up, and say what to do where it is not",
      details: "Looks at Deno, the folders, the settings, the models, every backend and what was " +
        "installed for other tools, with the options that a run would have. Calls no model " +
        "without --live. Each line says ok, warning, failed or skipped; exits with 1 when " +
        "something failed.",
      options: [
        {
          kind: "flag",
          name: "live",
          help: "Ask the models a question of a few tokens, and try whatever else takes money",
        },
        {
          kind: "number",
          name: "timeout",
          project: "set",
          isOwn: true,
          placeholder: "SECONDS",
          help: "Most seconds for all checks together; 0 for no limit",
          minimum: 0,
          maximum: 3_600,
          default: 60,
        },
        ...MODEL_NAME_OPTIONS,
        ...backendOptions(backends),
        JSON_OPTION,
        ENV_FILE_OPTION,
      ],
      examples: ["doctor", "doctor --backend local --live --json"],
      bearsProblems: true,
      load: async () => (await import("../commands/doctor.ts")).doctor,
    },
    {
      name: "config",
      section: "Set-up",
      summary: "Show the settings in force, and where each comes from",
      details: "Settings come from flags, then the environment and the .env file, then the " +
        "fleet-rlm.json of the project, then that of the user, then what is built in. Without " +
        "COMMAND, the settings of run are shown. Secrets are masked. Exits with 1 when a setting " +
        "cannot be used.",
      positionals: [{
        name: "command",
        placeholder: "COMMAND",
        help: "The command whose settings are shown",
        completes: "command",
        repeated: true,
      }],
      options: [
        { kind: "flag", name: "changed", help: "Leave out what is as built in" },
        {
          kind: "flag",
          name: "schema",
          help: "Print the JSON Schema of fleet-rlm.json, for editors, and nothing else",
        },
        JSON_OPTION,
        ENV_FILE_OPTION,
      ],
      examples: ["config", "config exec --changed", "config run-long-context --json"],
      bearsProblems: true,
      load: async () => (await import("../commands/config.ts")).config,
    },
    {
      name: "completions",
      section: "Set-up",
      summary: "Print a script that completes command lines in your shell",
      details:
        "Completes commands, options, choices, runs and paths at the Tab key. Put the line " +
        "for your shell into its start-up file:\n\n" +
        "  bash  source <(fleet-rlm completions bash)\n" +
        "  zsh   source <(fleet-rlm completions zsh)\n" +
        "  fish  fleet-rlm completions fish | source\n" +
        "  pwsh  fleet-rlm completions pwsh | Out-String | Invoke-Expression",
      positionals: [{
        name: "shell",
        placeholder: "SHELL",
        help: "bash, zsh, fish or pwsh",
        required: true,
        choices: ["bash", "zsh", "fish", "pwsh"],
      }],
      options: [],
      examples: ["completions bash", "completions zsh > ~/.zfunc/_fleet-rlm"],
      load: async () => (await import("../commands/completions.ts")).completions,
    },
    {
      name: "tools",
      section: "Set-up",
      summary: "List the tools that --tools and --tool give, and those that ship",
      details: "Shows each as the planner is told of it. A module is loaded for that, which runs " +
        "it; no tool is called.",
      options: [...TOOL_OPTIONS, JSON_OPTION],
      examples: [
        "tools --tools tools.ts",
        "tools --tool 'words(text: str) -> int: Counts words=wc -w' --json",
      ],
      load: async () => (await import("../commands/tools.ts")).tools,
    },
    {
      name: "models",
      section: "Set-up",
      summary: "List the providers of models, and which keys are found",
      details: "Shows for each where it is, the variables that may hold its key, and what is odd " +
        "about it. Never shows a key and calls nobody.",
      options: [JSON_OPTION, ENV_FILE_OPTION],
      examples: ["models", "models --json"],
      load: async () => (await import("../commands/models.ts")).models,
    },
    {
      name: "cache",
      section: "Set-up",
      summary: "Show what the response cache holds, or clear it",
      details: "The cache holds answers to sub-queries, not their prompts, and drops the oldest " +
        "beyond 256 MiB. Runs use it with --cache.",
      positionals: [{
        name: "action",
        placeholder: "ACTION",
        help: "clear, to delete everything in it",
        choices: ["clear"],
      }],
      options: [JSON_OPTION],
      examples: ["cache", "cache clear"],
      load: async () => (await import("../commands/cache.ts")).cache,
    },
  ];
}
