/**
 * All commands of the program, as data. Adding one means adding its spec to a file of `specs/`, its
 * action under `commands/`, and running `deno task gen`, which writes the index of names
 * (`command_index.gen.ts`). With that, a start loads the one file of specs that it needs.
 *
 * @module
 */

import type { BackendRegistry } from "../core/backend.ts";
import type { CommandGroup, CommandSpec, CommandTable, IndexedCommand } from "./command_spec.ts";

/** Loads the specs of one file. */
type LoadSpecs = (backends: BackendRegistry) => Promise<readonly CommandSpec[]>;

/** The files of `specs/`, in the order of help. */
export const SPEC_FILES: Readonly<Record<string, LoadSpecs>> = {
  task: async (backends) => (await import("./specs/task_specs.ts")).taskSpecs(backends),
  batch: async (backends) => (await import("./specs/batch_specs.ts")).batchSpecs(backends),
  record: async (backends) => (await import("./specs/record_specs.ts")).recordSpecs(backends),
  runs: async () => (await import("./specs/runs_specs.ts")).runsSpecs(),
  sandbox: async (backends) => (await import("./specs/sandbox_specs.ts")).sandboxSpecs(backends),
  modal: async () => (await import("./specs/modal_specs.ts")).modalSpecs(),
  claude: async () => (await import("./specs/claude_specs.ts")).claudeSpecs(),
  mcp: async (backends) => (await import("./specs/mcp_specs.ts")).mcpSpecs(backends),
  setup: async (backends) => (await import("./specs/setup_specs.ts")).setupSpecs(backends),
};

/** The groups in the order of help. */
export const COMMAND_GROUPS: readonly CommandGroup[] = [
  { name: "modal", section: "Modal", summary: "Look after the account at Modal" },
  { name: "modal secret", section: "Modal", summary: "Store secrets at Modal" },
  { name: "modal volume", section: "Modal", summary: "Look after volumes at Modal" },
];

/** All of it: the commands and groups in the order of help. */
export async function commandTable(backends: BackendRegistry): Promise<CommandTable> {
  const files = await Promise.all(Object.values(SPEC_FILES).map((load) => load(backends)));
  return { commands: files.flat(), groups: COMMAND_GROUPS };
}

/** The spec of one command. */
export async function loadCommand(
  { file, name }: IndexedCommand,
  backends: BackendRegistry,
): Promise<CommandSpec> {
  const specs = await SPEC_FILES[file]?.(backends) ?? [];
  const command = specs.find((spec) => spec.name === name);
  if (command === undefined) {
    throw new TypeError(`No command "${name}" in "${file}": run deno task gen`);
  }
  return command;
}
