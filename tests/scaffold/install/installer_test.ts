import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError, UsageError } from "../../../src/core/errors.ts";
import type { InstallPlan, InstallReport } from "../../../src/core/installer.ts";
import { createSandboxHome, shipment } from "./_sandbox_home.ts";

const V1 = shipment("1.0.0", {
  ".claude-plugin/plugin.json": '{"name":"x"}\n',
  "agents/one.md": "agent one\n",
  "skills/a/SKILL.md": "skill a\n",
  "skills/a/scripts/run.sh": "#!/bin/sh\n",
  "skills/old/SKILL.md": "goes away\n",
});

const V2 = shipment("2.0.0", {
  ".claude-plugin/plugin.json": '{"name":"x","version":2}\n',
  "agents/one.md": "agent one\n",
  "skills/a/SKILL.md": "skill a, better\n",
  "skills/a/scripts/run.sh": "#!/bin/sh\n",
  "skills/b/SKILL.md": "skill b\n",
});

function actions({ steps }: InstallPlan): Readonly<Record<string, string>> {
  return Object.fromEntries(steps.map(({ action, path }) => [path, action]));
}

function counts({ plan }: InstallReport): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { action } of plan.steps) found[action] = (found[action] ?? 0) + 1;
  return found;
}

Deno.test("perform installs into a folder that is not there, again without a change, and out", async () => {
  await using home = await createSandboxHome();
  const before = await home.tree();
  const plan = await home.at(V1).plan(home.request());
  assertEquals(await home.tree(), before);
  assertEquals([plan.root, plan.version, plan.installedVersion], [home.root, "1.0.0", undefined]);
  const first = await home.at(V1).perform(home.request());
  assertEquals(first.plan, plan);
  assertEquals(counts(first), { create: 5 });
  const installed = await home.tree();
  assertEquals(installed["claude/skills/fleet-rlm/skills/a/SKILL.md"], "skill a\n");
  if (Deno.build.os !== "windows") {
    const { mode } = await Deno.stat(`${home.root}/skills/a/scripts/run.sh`);
    assertEquals((mode ?? 0) & 0o777, 0o755);
  }
  const second = await home.at(V1).perform(home.request());
  assertEquals(counts(second), { unchanged: 5 });
  assertEquals(await home.tree(), installed);
  const gone = await home.at(V1).perform(home.request({ mode: "uninstall" }));
  assertEquals(counts(gone), { remove: 5 });
  assertEquals(await home.tree(), before);
});

Deno.test("perform leaves folders of the user, empty ones too, as they were", async () => {
  await using home = await createSandboxHome();
  await home.write("skills/mine/SKILL.md", "mine");
  await Deno.mkdir(`${home.root}/skills/mine`, { recursive: true });
  await Deno.mkdir(`${home.folder}/agents`);
  const before = await home.tree();
  await home.at(V1).perform(home.request());
  await home.at(V2).perform(home.request());
  await home.at(V2).perform(home.request({ mode: "uninstall" }));
  assertEquals(await home.tree(), before);
});

Deno.test("perform brings a new version, and takes what it no longer has", async () => {
  await using home = await createSandboxHome();
  await home.at(V1).perform(home.request());
  const report = await home.at(V2).perform(home.request());
  assertEquals(report.plan.installedVersion, "1.0.0");
  assertEquals(actions(report.plan), {
    ".claude-plugin/plugin.json": "update",
    "agents/one.md": "unchanged",
    "skills/a/SKILL.md": "update",
    "skills/a/scripts/run.sh": "unchanged",
    "skills/b/SKILL.md": "create",
    "skills/old/SKILL.md": "remove",
  });
  const tree = await home.tree();
  assert(!("claude/skills/fleet-rlm/skills/old" in tree));
  assertEquals(tree["claude/skills/fleet-rlm/skills/b/SKILL.md"], "skill b\n");
});

Deno.test("perform keeps edits, and stops before any write when a new version meets one", async () => {
  await using home = await createSandboxHome();
  await home.at(V1).perform(home.request());
  await home.write("skills/fleet-rlm/skills/a/SKILL.md", "my own\n");
  await home.write("skills/fleet-rlm/agents/one.md", "mine too\n");
  const same = await home.at(V1).perform(home.request());
  assertEquals([same.isBlocked, counts(same)], [false, { keep: 2, unchanged: 3 }]);
  const before = await home.tree();
  const blocked = await home.at(V2).perform(home.request());
  assertEquals(blocked.isBlocked, true);
  assertEquals(actions(blocked.plan)["skills/a/SKILL.md"], "conflict");
  assertEquals(actions(blocked.plan)["agents/one.md"], "keep");
  assertEquals(await home.tree(), before);
  const partial = await home.at(V2).perform(home.request({ keepsGoing: true }));
  assertEquals(partial.isBlocked, false);
  assertEquals(await home.read("skills/fleet-rlm/skills/a/SKILL.md"), "my own\n");
  assertEquals(await home.read("skills/fleet-rlm/skills/b/SKILL.md"), "skill b\n");
  const again = await home.at(V2).plan(home.request());
  assertEquals(actions(again)["skills/a/SKILL.md"], "conflict");
});

Deno.test("perform with force keeps a copy of all that it replaces", async () => {
  await using home = await createSandboxHome();
  await home.write("skills/fleet-rlm/skills/a/SKILL.md", "here first\n");
  const blocked = await home.at(V1).perform(home.request());
  assertEquals(blocked.isBlocked, true);
  const forced = await home.at(V1).perform(home.request({ isForced: true }));
  assertEquals(await home.read("skills/fleet-rlm/skills/a/SKILL.md"), "skill a\n");
  assertEquals(await Deno.readTextFile(`${forced.backup}/skills/a/SKILL.md`), "here first\n");
  await home.write("skills/fleet-rlm/skills/a/SKILL.md", "edited\n");
  const out = await home.at(V1).perform(home.request({ mode: "uninstall", isForced: true }));
  assertEquals(await Deno.readTextFile(`${out.backup}/skills/a/SKILL.md`), "edited\n");
  const left = Object.entries(await home.tree()).filter(([, text]) => text !== "/");
  assertEquals(left.map(([, text]) => text).sort(), ["edited\n", "here first\n"]);
});

Deno.test("perform leaves deleted files deleted until it is to restore them", async () => {
  await using home = await createSandboxHome();
  await home.at(V1).perform(home.request());
  await Deno.remove(`${home.root}/skills/a/SKILL.md`);
  const later = await home.at(V2).perform(home.request());
  assertEquals(actions(later.plan)["skills/a/SKILL.md"], "leave");
  const restored = await home.at(V2).perform(home.request({ isRestoring: true }));
  assertEquals(actions(restored.plan)["skills/a/SKILL.md"], "restore");
  assertEquals(await home.read("skills/fleet-rlm/skills/a/SKILL.md"), "skill a, better\n");
});

Deno.test("perform adopts files that were there, and leaves them when it goes", async () => {
  await using home = await createSandboxHome();
  await home.write("skills/fleet-rlm/agents/one.md", "agent one\n");
  const before = await home.tree();
  const report = await home.at(V1).perform(home.request());
  assertEquals(counts(report), { adopt: 1, create: 4 });
  const out = await home.at(V1).perform(home.request({ mode: "uninstall" }));
  assertEquals(counts(out), { leave: 1, remove: 4 });
  assertEquals(await home.tree(), before);
});

Deno.test("perform is about the kinds and paths that it is given", async () => {
  await using home = await createSandboxHome();
  const agents = await home.at(V1).perform(home.request({ kinds: ["agent"] }));
  assertEquals(actions(agents.plan), {
    ".claude-plugin/plugin.json": "create",
    "agents/one.md": "create",
  });
  const some = await home.at(V1).perform(home.request({ paths: ["./skills/a/"] }));
  assertEquals(Object.keys(actions(some.plan)), ["skills/a/SKILL.md", "skills/a/scripts/run.sh"]);
  await assertRejects(
    () => home.at(V1).plan(home.request({ paths: ["skills/nothing"] })),
    UsageError,
    'Cannot find "skills/nothing"',
  );
  const noSkills = await home.at(V1).perform(home.request({ mode: "uninstall", kinds: ["skill"] }));
  assertEquals(counts(noSkills), { remove: 2 });
  const rest = await home.at(V1).perform(home.request({ mode: "uninstall", kinds: ["agent"] }));
  assertEquals(counts(rest), { remove: 2 });
  assertEquals(await home.tree(), {});
});

Deno.test("diff shows how the text on disk would change, and what is no text", async () => {
  await using home = await createSandboxHome();
  await home.at(V1).perform(home.request());
  await home.write("skills/fleet-rlm/skills/a/SKILL.md", "skill a\nand a line of mine\n");
  await Deno.writeFile(`${home.root}/agents/one.md`, new Uint8Array([0, 255]));
  const found = await home.at(V2).diff(home.request());
  const text = Object.fromEntries(found.map(({ path, text }) => [path, text]));
  assertEquals(Object.keys(text), [
    ".claude-plugin/plugin.json",
    "agents/one.md",
    "skills/a/SKILL.md",
  ]);
  assertEquals(text["agents/one.md"], "What is on disk is no text\n");
  assertStringIncludes(
    text["skills/a/SKILL.md"] ?? "",
    "-skill a\n-and a line of mine\n+skill a, better\n",
  );
  const [fresh] = await home.at(V2).diff(home.request({ paths: ["skills/b/SKILL.md"] }));
  assertStringIncludes(fresh?.text ?? "", "--- /dev/null\n+++ skills/b/SKILL.md (shipped)\n");
});

Deno.test("plan of uninstalling where nothing is has no steps and makes nothing", async () => {
  await using home = await createSandboxHome();
  const report = await home.at(V1).perform(home.request({ mode: "uninstall" }));
  assertEquals([report.plan.steps, report.isBlocked], [[], false]);
  assertEquals(await home.tree(), {});
});

Deno.test("plan does not touch an installation of another layout or a later schema", async () => {
  await using home = await createSandboxHome();
  await home.at(V1).perform(home.request());
  const path = "skills/fleet-rlm/.fleet-rlm-manifest.json";
  const text = await home.read(path);
  for (
    const changed of [text.replace("plugin", "flat"), text.replace('schema": 1', 'schema": 9')]
  ) {
    await home.write(path, changed);
    const before = await home.tree();
    for (const mode of ["install", "uninstall"] as const) {
      const error = await assertRejects(
        () => home.at(V2).perform(home.request({ mode, isForced: true })),
        FleetError,
        "Cannot use",
      );
      assertEquals(error.code, "manifest-invalid");
    }
    assertEquals(await home.tree(), before);
  }
});
