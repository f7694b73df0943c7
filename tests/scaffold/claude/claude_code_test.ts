/**
 * What `init` installs, in the real Claude Code: it is valid, loaded, comes to the model, works, and goes
 * without a trace.
 *
 * @module
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { CATALOG } from "../../../scaffold/catalog.gen.ts";
import { treeOf } from "../install/_sandbox_home.ts";
import { CLAUDE, createClaudeHome } from "./_claude_code.ts";
import { isMain } from "./_session.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
const TOOL = "mcp__plugin_fleet-rlm_fleet-rlm__";
const PROMPT = "Analyze this large file: story.md";

if (CLAUDE === undefined) {
  console.error("Claude Code: skipped, FLEET_RLM_CLAUDE names none; see deno task test:claude");
}

Deno.test({
  name: "Claude Code loads what init installs, and uninstalling leaves its folder as it was",
  ignore: CLAUDE === undefined,
  fn: async (test) => {
    await using home = await createClaudeHome(CLAUDE ?? "");
    await Deno.writeTextFile(`${home.config}/settings.json`, '{ "theme": "dark" }\n');
    await Deno.mkdir(`${home.config}/agents`);
    await Deno.writeTextFile(
      `${home.work}/story.md`,
      "# Harbour\n\nThe pilot is Ottoline Vance.\n",
    );
    const before = await treeOf(home.config);
    const root = `${home.config}/skills/fleet-rlm`;

    await test.step("init installs the plugin and touches nothing else", async () => {
      const { code, output } = await home.fleet("init");
      assertEquals(code, 0, output);
      const after = await treeOf(home.config);
      const others = Object.entries(after).filter(([path]) => !/^skills(?:$|\/)/.test(path));
      assertEquals(Object.fromEntries(others), before);
    });

    await test.step("claude plugin validate --strict finds nothing", async () => {
      for (const folder of [root, ROOT]) {
        const { code, output } = await home.claude("plugin", "validate", "--strict", folder);
        assertEquals(code, 0, output);
      }
    });

    await test.step("claude plugin list shows it, enabled", async () => {
      const { stdout } = await home.claude("plugin", "list", "--json");
      const plugin = pluginOf(stdout);
      assertEquals([plugin?.id, plugin?.enabled], ["fleet-rlm@skills-dir", true]);
    });

    await test.step("a session has skills, agents, the hook's context and the tools", async () => {
      const result = await home.session({
        prompt: PROMPT,
        answers: [
          { type: "tool_use", name: "ToolSearch", input: { query: `select:${TOOL}rlm_run` } },
          { type: "tool_use", name: `${TOOL}rlm_run`, input: RUN },
          { type: "tool_use", name: "Skill", input: { skill: "fleet-rlm:rlm-long-context" } },
          { type: "tool_use", name: "Agent", input: CALL },
          { type: "text", text: "The pilot is known." },
        ],
      });
      assertEquals([result.code, result.stdout], [0, "The pilot is known.\n"], result.stderr);
      const main = result.requests.filter((request) => isMain(request, PROMPT));
      const first = JSON.stringify(main[0]);
      for (const { kind, name, path } of CATALOG) {
        if (kind === "skill") assertStringIncludes(first, `- fleet-rlm:${name}: `);
        const scope = path.startsWith("agents/explorer/") ? "fleet-rlm:explorer" : "fleet-rlm";
        if (kind === "agent") assertStringIncludes(first, `- ${scope}:${name}: `);
      }
      assert(!first.includes("fleet-rlm:fleet-team: "), "the recipe is for users alone");
      assertStringIncludes(first, "A file that does not fit a conversation can stay where it is");
      for (const tool of ["rlm_run", "sandbox_exec", "run_show"]) {
        assertStringIncludes(first, `${TOOL}${tool}`);
      }
      const last = JSON.stringify(main.at(-1));
      assertStringIncludes(last, "Ottoline Vance");
      assertStringIncludes(last, "A long text with you as the planner");
      assertStringIncludes(last, `${root}/skills/rlm-long-context/scripts/scout.py`);
      const leaf = result.requests.find((request) =>
        JSON.stringify(request).includes("LEAF-TASK") &&
        !isMain(request, PROMPT)
      );
      assertStringIncludes(JSON.stringify(leaf?.system), "You read one part of a long text");
      assertStringIncludes(leaf?.model ?? "", "haiku");
      assertEquals(leaf?.tools?.map(({ name }) => name), ["Read"]);
    });

    await test.step("init --uninstall takes the plugin out, and nothing else", async () => {
      const used = await treeOf(home.config);
      const { code, output } = await home.fleet("init", "--uninstall");
      assertEquals(code, 0, output);
      const kept = Object.entries(used).filter(([path]) => !/^skills(?:$|\/)/.test(path));
      assertEquals(await treeOf(home.config), Object.fromEntries(kept));
      for (const [path, text] of Object.entries(before)) {
        assertEquals(kept.find(([each]) => each === path)?.[1], text);
      }
      const { stdout } = await home.claude("plugin", "list", "--json");
      assertEquals(pluginOf(stdout), undefined);
    });
  },
});

/** Our plugin in the list of Claude Code, which has some of its own. */
function pluginOf(list: string): { readonly id: string; readonly enabled: boolean } | undefined {
  return JSON.parse(list).find(({ id }: { readonly id: string }) => id.startsWith("fleet-rlm@"));
}

const RUN = {
  task: "analyze-document",
  paths: { document: "story.md" },
  values: { query: "Who is the pilot?" },
  model: "offline",
};

const CALL = {
  description: "Judge a part",
  prompt: "LEAF-TASK chunk_path: story.md query: who is the pilot?",
  subagent_type: "fleet-rlm:rlm-subcall",
  run_in_background: false,
};
