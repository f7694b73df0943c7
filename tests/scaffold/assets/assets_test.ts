import { assert, assertEquals } from "@std/assert";
import { CATALOG } from "../../../scaffold/catalog.gen.ts";
import { createAssetTree } from "../../../scaffold/lint/asset_tree.ts";
import { estimateAlwaysOn } from "../../../scaffold/lint/estimate_tokens.ts";
import { lintAssets } from "../../../scaffold/lint/lint_assets.ts";
import { lintFolder } from "../../../scaffold/lint/lint_folder.ts";
import { SHIPMENT } from "../../../scaffold/shipment.ts";
import type { AssetKind, AssetLayout } from "../../../src/core/asset.ts";
import { VERSION } from "../../../src/core/version.gen.ts";

function filesIn(layout: AssetLayout) {
  const encoder = new TextEncoder();
  return SHIPMENT.filesOf(layout).map(({ path, text }) => ({ path, bytes: encoder.encode(text) }));
}

for (const layout of ["plugin", "flat"] as const) {
  Deno.test(`the linter finds nothing in the assets as they are installed, ${layout}`, async () => {
    assertEquals(await lintAssets(filesIn(layout), layout), []);
  });
}

Deno.test("the linter finds nothing in the folder of the assets, rules included", async () => {
  const folder = new URL("../../../scaffold/plugin/", import.meta.url).pathname;
  assertEquals(await lintFolder({ folder, layout: "plugin" }), []);
});

Deno.test("names and descriptions take no more than 800 tokens of every session", async () => {
  const tokens = estimateAlwaysOn(await createAssetTree(filesIn("plugin"), "plugin"));
  assert(tokens > 300 && tokens <= 800, `${tokens}`);
});

const NAMES: Readonly<Record<AssetKind, readonly string[]>> = {
  skill: [
    ...["dspy-signature", "modal-sandbox", "rlm", "rlm-batch", "rlm-debug", "rlm-execute"],
    ...["rlm-long-context", "rlm-memory", "rlm-run", "rlm-test-suite"],
  ],
  agent: [
    ...["agent-designer", "architect-explorer", "fleet-rlm-explorer-team"],
    ...["modal-interpreter-agent", "rlm-orchestrator", "rlm-specialist", "rlm-subcall"],
    ...["testing-analyst", "ux-reviewer"],
  ],
  team: ["fleet-rlm"],
  hook: ["document-process", "large-file", "llm-query-error", "modal-error"],
  server: ["fleet-rlm"],
};

for (const [kind, names] of Object.entries(NAMES)) {
  Deno.test(`CATALOG lists every ${kind}, with what it is for and where it lies`, () => {
    const assets = CATALOG.filter((asset) => asset.kind === kind);
    assertEquals(assets.map(({ name }) => name), names);
    const paths = SHIPMENT.filesOf("plugin").map(({ path }) => path);
    for (const { description, files, path } of assets) {
      assert(description.length > 20, path);
      const found = paths.filter((each) =>
        path.endsWith("/") ? each.startsWith(path) : each === path
      );
      assertEquals(found.length, files, path);
    }
  });
}

Deno.test("the plugin has the version of the package", () => {
  const file = SHIPMENT.filesOf("plugin").find(({ path }) => path.endsWith("/plugin.json"));
  assertEquals(JSON.parse(file?.text ?? "").version, VERSION);
});

Deno.test("the flat layout has no scoped name, no file of a plugin, and leads to the same agents", () => {
  const files = SHIPMENT.filesOf("flat");
  for (const { path, text } of files) {
    assert(path.startsWith("skills/") || path.startsWith("agents/"), path);
    assert(!/fleet-rlm:[a-z]|mcp__plugin_/.test(text), path);
  }
  const lead = files.find(({ path }) => path.endsWith("fleet-rlm-explorer-team.md"))?.text ?? "";
  for (const name of ["architect-explorer", "testing-analyst", "ux-reviewer", "agent-designer"]) {
    assert(lead.includes(`- ${name} for `), name);
  }
  assert(
    files.some(({ text }) =>
      text.includes("tools: Read, Edit, Write, Bash, Grep, Glob, mcp__fleet-rlm__")
    ),
  );
});

Deno.test("agents keep to tools that they use, and the leaf to reading alone", () => {
  const files = SHIPMENT.filesOf("plugin").filter(({ kind }) => kind === "agent");
  const leaf = files.find(({ path }) => path.endsWith("/rlm-subcall.md"))?.text ?? "";
  assert(/^tools: Read$/m.test(leaf) && /^model: haiku$/m.test(leaf), leaf);
});
