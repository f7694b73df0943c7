/**
 * The JSON Schema of configuration files, for editors.
 *
 * @module
 */

import { BACKENDS } from "../../backends/mod.ts";
import { commandTable } from "../../src/cli/command_table.ts";
import { loadConfigSchema } from "../../src/cli/defaults/config_schema.ts";
import type { GeneratedFile } from "./generated_file.ts";

/** `docs/fleet-rlm.schema.json` from the table of commands. */
export async function generateConfigSchema(): Promise<readonly GeneratedFile[]> {
  const { commands } = await commandTable(BACKENDS);
  const schema = (await loadConfigSchema(commands)).toJson();
  return [{ path: "docs/fleet-rlm.schema.json", text: `${JSON.stringify(schema, null, 2)}\n` }];
}
