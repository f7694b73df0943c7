/** However a server ends, nothing that it started stays. */

import { assert, assertEquals } from "@std/assert";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { findSurvivors, waitForDescendants } from "../e2e/_processes.ts";
import { createWorkspace } from "../e2e/_program.ts";
import { startMcp } from "./_client.ts";

const LINUX = Deno.build.os === "linux";

/** Ways to end, and the exit code. */
const ENDINGS: readonly (readonly ["end of input" | "SIGTERM" | "SIGKILL", number])[] = [
  ["end of input", 0],
  ["SIGTERM", 130],
  ["SIGKILL", 137],
];

/** Would run for very long, and has a child. */
const BUSY = `import subprocess
child = subprocess.Popen(["sleep", "600"])
while True: pass`;

Deno.test({
  name: "mcp leaves no process and no file behind, however it ends",
  ignore: !LINUX,
  fn: async () => {
    await using at = await createWorkspace();
    await Promise.all(ENDINGS.map(async ([ending, expected]) => {
      const temporary = `${at.folder}/${ending}`;
      await Deno.mkdir(temporary);
      await using program = await startMcp(at, [], { TMPDIR: temporary });
      await program.call("sandbox_exec", { code: "x = 1", session: "idle" });
      const busy = program.call("sandbox_exec", { code: BUSY }).catch((error) => error);
      const started = await waitForDescendants(program.child.pid, "sleep");
      if (ending === "end of input") await program.client.close();
      else program.child.kill(ending);
      const { code, stderr } = await program.end();
      await busy;
      assertEquals([code, stderr], [expected, ""], ending);
      assertEquals(await findSurvivors(started), [], ending);
      if (ending === "SIGKILL") return; // Nobody was left to remove files.
      assertEquals([...Deno.readDirSync(temporary)], [], ending);
    }));
  },
});

Deno.test({
  name: "mcp speaks with the SDK's own transport over stdio",
  sanitizeOps: false, // That transport leaves a timer of its own.
  sanitizeResources: false,
  fn: async () => {
    await using at = await createWorkspace();
    const { command, args, env } = at.describe(["mcp", "--backend=local"]);
    const transport = new StdioClientTransport({ command, args, env, cwd: at.folder });
    const client = new Client({ name: "test", version: "1" });
    await client.connect(transport);
    assertEquals(client.getServerVersion().name, "fleet-rlm");
    const { tools } = await client.listTools();
    assert(tools.length >= 2);
    const answer = await client.callTool({ name: "sandbox_exec", arguments: { code: "6 * 7" } });
    assertEquals(answer.structuredContent.value, 42);
    await client.close();
  },
});
