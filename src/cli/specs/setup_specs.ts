/**
 * The commands that look at how the program is set up, as data.
 *
 * @module
 */

import type { CommandSpec } from "../command_spec.ts";
import { ENV_FILE_OPTION, JSON_OPTION } from "../running_options.ts";

/** `models` and `cache`. */
export function setupSpecs(): readonly CommandSpec[] {
  return [
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
      positionals: [{ name: "action", placeholder: "clear", help: "Deletes everything in it" }],
      options: [JSON_OPTION],
      examples: ["cache", "cache clear"],
      load: async () => (await import("../commands/cache.ts")).cache,
    },
  ];
}
