/** What the command line of the server settles for its sandboxes. */

import { assertEquals } from "@std/assert";
import { BACKENDS } from "../../backends/mod.ts";
import { backendSettings } from "../../src/cli/backend_settings.ts";
import { parseCommandLine } from "../../src/cli/parse_command_line.ts";
import { mcpSpecs } from "../../src/cli/specs/mcp_specs.ts";
import { loadConfig } from "../../src/config/config.ts";
import { createMemoryTerminal } from "../cli/_memory_terminal.ts";

const CASES: readonly (readonly [argv: readonly string[], isolation: string, required?: string])[] =
  [
    [[], "auto", "sandbox-exec"],
    [["--isolation=auto"], "auto", "sandbox-exec"],
    [["--isolation=process"], "process"],
    [["--isolation=bubblewrap"], "bubblewrap"],
    [["--require-isolation=process"], "auto", "process"],
    [["--isolation=process", "--require-isolation=landlock"], "process", "landlock"],
  ];

Deno.test("mcp wants its sandboxes shut in, unless it is told otherwise", async () => {
  const [command] = mcpSpecs(BACKENDS);
  const config = await loadConfig({ flags: { envFile: "/dev/null" }, env: {}, cwd: "/" });
  for (const [argv, isolation, required] of CASES) {
    const args = await parseCommandLine(["--backend=local", ...argv], command!);
    const settings = await backendSettings({
      args,
      terminal: createMemoryTerminal(),
      backends: BACKENDS,
      env: {},
      cwd: "/",
      signal: new AbortController().signal,
    }, config);
    assertEquals([settings.isolation, settings.requireIsolation], [isolation, required]);
  }
});
