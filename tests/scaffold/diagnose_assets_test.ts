import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { diagnoseAssets } from "../../scaffold/diagnosis/diagnose_assets.ts";
import { findPluginState } from "../../scaffold/diagnosis/plugin_state.ts";
import { INSTALLER } from "../../scaffold/shipped_installer.ts";
import type { Finding } from "../../src/core/diagnosis.ts";
import { createSandboxHome, type SandboxHome } from "./install/_sandbox_home.ts";

/** What every check finds, by its name. */
async function diagnose(
  home: SandboxHome,
  path = "",
): Promise<Readonly<Record<string, Finding>>> {
  const variables: Readonly<Record<string, string>> = {
    CLAUDE_CONFIG_DIR: home.folder,
    PATH: path,
  };
  const checks = await diagnoseAssets({
    settings: { lookup: (name) => variables[name] },
    cwd: `${home.folder}/../work`,
    home: "/nowhere",
    isLive: false,
    signal: new AbortController().signal,
  });
  const found: Record<string, Finding> = {};
  for (const { name, run } of checks) found[name.replace("claude.", "")] = await run();
  return found;
}

function statuses(found: Readonly<Record<string, Finding>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(found).map(([name, { status }]) => [name, status]));
}

Deno.test("diagnoseAssets says how to install where nothing is", async () => {
  await using home = await createSandboxHome();
  const found = await diagnose(home);
  assertEquals(statuses(found), {
    assets: "ok",
    plugin: "skipped",
    program: "skipped",
    faults: "skipped",
    old: "ok",
  });
  assertStringIncludes(found.assets?.hint ?? "", "fleet-rlm init");
  assertEquals(await home.tree(), {});
});

Deno.test("diagnoseAssets finds what is installed sound, and the program that it needs", async () => {
  await using home = await createSandboxHome();
  await INSTALLER.perform(home.request());
  await home.write("bin/fleet-rlm", "#!/bin/sh\n");
  const found = await diagnose(home, `${home.folder}/none:${home.folder}/bin`);
  assertEquals(statuses(found).program, Deno.build.os === "windows" ? "ok" : "warning");
  await Deno.chmod(`${home.folder}/bin/fleet-rlm`, 0o755);
  const all = await diagnose(home, `${home.folder}/none:${home.folder}/bin`);
  assert(Object.values(all).every(({ status }) => status === "ok"), JSON.stringify(all));
  assertEquals(all.program?.message, `${home.folder}/bin/fleet-rlm`);
  assertStringIncludes(all.assets?.message ?? "", home.root);
});

Deno.test("diagnoseAssets tells of edits, faults in them, and what an older installer left", async () => {
  await using home = await createSandboxHome();
  await INSTALLER.perform(home.request({ layout: "flat" }));
  await home.write("skills/rlm/SKILL.md", "---\nname: other\n---\nx\n");
  await home.write("skills/own/SKILL.md", "no front matter of ours to judge");
  await home.write("teams/fleet-rlm/config.json", '{"leadAgentId":"team-lead@fleet-rlm"}');
  const found = await diagnose(home);
  assertStringIncludes(found.assets?.message ?? "", "1 file not as shipped");
  assertEquals(found.plugin?.status, "skipped");
  assertEquals(found.faults?.status, "warning");
  assertStringIncludes(found.faults?.message ?? "", "skills/rlm/SKILL.md:");
  assert(!JSON.stringify(found.faults).includes("skills/own"), JSON.stringify(found.faults));
  assertStringIncludes(found.old?.message ?? "", "Team templates of the Python fleet-rlm (1)");
});

Deno.test("diagnoseAssets looks into the project's folder too", async () => {
  await using home = await createSandboxHome();
  await home.write("../work/README.md", "Work.\n");
  await INSTALLER.perform({ folder: `${home.folder}/../work/.claude`, layout: "plugin" });
  const found = await diagnose(home);
  assertStringIncludes(found.assets?.message ?? "", "work/.claude/skills/fleet-rlm");
});

/** Files of Claude Code, and what they mean for the plugin. */
const STATES: readonly (readonly [string, unknown, string])[] = [
  ["none", undefined, "nothing keeps"],
  ["plugins/installed_plugins.json", { version: 2, plugins: { "other@x": [] } }, "nothing keeps"],
  [
    "plugins/installed_plugins.json",
    { plugins: { "fleet-rlm@shop": [{}] } },
    "fleet-rlm@shop from",
  ],
  ["settings.json", { enabledPlugins: { "fleet-rlm@skills-dir": false } }, "switched off"],
  ["settings.json", { enabledPlugins: { "fleet-rlm@skills-dir": true } }, "nothing keeps"],
  ["settings.json", [], "nothing keeps"],
  ["managed.json", { blockedMarketplaces: [{ source: "skills-dir" }] }, "not allowed"],
  ["managed.json", { blockedMarketplaces: "x" }, "nothing keeps"],
];

for (const [path, value, message] of STATES) {
  Deno.test(`findPluginState with ${path} ${JSON.stringify(value)}`, async () => {
    await using home = await createSandboxHome();
    if (value !== undefined) await home.write(path, JSON.stringify(value));
    const finding = await findPluginState({
      config: home.folder,
      managed: `${home.folder}/managed.json`,
    });
    assertStringIncludes(finding.message, message);
    assertEquals(finding.status === "ok", message === "nothing keeps");
  });
}
