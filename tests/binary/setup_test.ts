/** What the compiled program sets up for others: assets from inside of it, the hook, the MCP server. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { testBinary } from "./_binary.ts";

testBinary("lists and installs the assets that are inside of it", async (at) => {
  const list = await at.run(["init", "--list"]);
  assertEquals([list.code, list.stderr], [0, ""]);
  assertStringIncludes(list.stdout, "Available skills (");
  assertEquals([...Deno.readDirSync(at.folder)], []);

  const install = await at.run(["init", "--target", `${at.folder}/claude`]);
  assertEquals(install.code, 0, install.stderr);
  const skill = await Deno.readTextFile(`${at.folder}/claude/skills/fleet-rlm/skills/rlm/SKILL.md`);
  assertStringIncludes(skill, "name: rlm\n");
  const check = await at.run(["init", "--check", "--target", `${at.folder}/claude`]);
  assertEquals(check.code, 0, check.stdout);
  const removed = await at.run(["init", "--uninstall", "--target", `${at.folder}/claude`]);
  assertEquals(removed.code, 0, removed.stderr);
});

testBinary("answers the hook of Claude Code", async (at) => {
  const stdin = JSON.stringify({
    hook_event_name: "UserPromptSubmit",
    prompt: "Please analyze this 500 MB log file",
  });
  const { code, stdout, stderr } = await at.run(["hook", "user-prompt-submit"], { stdin });
  assertEquals([code, stderr], [0, ""]);
  assertStringIncludes(JSON.parse(stdout).hookSpecificOutput.additionalContext, "fleet-rlm");
});

testBinary("serves MCP and ends with its input", async (at) => {
  const ask = (id: number, method: string, params: unknown) =>
    JSON.stringify({ jsonrpc: "2.0", id, method, params });
  const client = { name: "test", version: "1" };
  const hello = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: client };
  const stdin = `${ask(1, "initialize", hello)}\n${ask(2, "tools/list", {})}\n`;
  const { code, stdout } = await at.run(["mcp", "--backend", "local"], {
    stdin,
    env: { HOME: at.folder },
  });
  assertEquals(code, 0);
  const answers = stdout.trim().split("\n").map((line) => JSON.parse(line));
  const tools = answers.find(({ id }) => id === 2)?.result.tools;
  assert(tools.some(({ name }: { name: string }) => name === "sandbox_exec"), stdout);
});

testBinary("says why Modal cannot be used", async (at) => {
  const argv = ["exec", "--backend", "modal", "--cell=1"];
  const { code, stdout, stderr } = await at.run(argv, { env: { HOME: at.folder } });
  assertEquals([code, stdout], [1, ""]);
  assertStringIncludes(stderr, "Error: Cannot use Modal: ");
});
