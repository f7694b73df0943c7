import { assert, assertEquals, assertRejects } from "@std/assert";
import { FleetError, InterruptedError } from "../../../src/core/errors.ts";
import { lockRoot, resolveFolder } from "../../../scaffold/install/root_folder.ts";
import { createSandboxHome, type SandboxHome, shipment } from "./_sandbox_home.ts";

const TEXTS = {
  "agents/one.md": "one\n",
  "plain.md": "plain\n",
  "skills/a/SKILL.md": "a\n",
  "skills/b/SKILL.md": "b\n",
};
const V1 = shipment("1.0.0", { ...TEXTS, "skills/old/SKILL.md": "old\n" });
const V2 = shipment("2.0.0", { ...TEXTS, "plain.md": "plain 2\n", "skills/c/SKILL.md": "c\n" });

/** A signal that is aborted once it was asked so many times. */
function abortedAfter(count: number): AbortSignal {
  let left = count;
  const { signal } = new AbortController();
  Object.defineProperty(signal, "aborted", { get: () => left-- <= 0 });
  return signal;
}

/** Performs until it is cut off between two files. */
async function cutOff(home: SandboxHome, options: {
  readonly version: typeof V1;
  readonly mode: "install" | "uninstall";
  readonly after: number;
}): Promise<void> {
  const { after, mode, version } = options;
  await assertRejects(
    () => home.at(version).perform(home.request({ mode }), { signal: abortedAfter(after) }),
    InterruptedError,
  );
}

for (let after = 0; after < 5; after++) {
  Deno.test(`perform carries on where it was cut off after ${after} files`, async () => {
    await using home = await createSandboxHome();
    const before = await home.tree();
    await cutOff(home, { version: V1, mode: "install", after });
    await home.at(V1).perform(home.request());
    const installed = await home.tree();
    assertEquals(installed["claude/skills/fleet-rlm/skills/old/SKILL.md"], "old\n");
    await cutOff(home, { version: V2, mode: "install", after });
    const settled = await home.at(V2).perform(home.request());
    assertEquals(settled.isBlocked, false);
    const { steps } = await home.at(V2).plan(home.request());
    assert(steps.every(({ action }) => action === "unchanged"), JSON.stringify(steps));
    assertEquals(await home.read("skills/fleet-rlm/plain.md"), "plain 2\n");
    await cutOff(home, { version: V2, mode: "uninstall", after });
    await home.at(V2).perform(home.request({ mode: "uninstall" }));
    assertEquals(await home.tree(), before);
  });
}

Deno.test("perform can be undone where it was cut off", async () => {
  await using home = await createSandboxHome();
  await home.write("skills/fleet-rlm/mine.md", "mine\n");
  const before = await home.tree();
  await cutOff(home, { version: V1, mode: "install", after: 3 });
  await home.at(V1).perform(home.request({ mode: "uninstall" }));
  assertEquals(await home.tree(), before);
});

Deno.test("perform clears away a file that a killed run was writing", async () => {
  await using home = await createSandboxHome();
  await cutOff(home, { version: V1, mode: "install", after: 2 });
  await Deno.mkdir(`${home.root}/skills/a`, { recursive: true });
  await home.write("skills/fleet-rlm/skills/a/SKILL.md.fleet-rlm-new", "hal");
  await home.at(V1).perform(home.request());
  const names = Object.keys(await home.tree());
  assertEquals(names.filter((name) => name.endsWith("-new")), []);
});

Deno.test("perform of uninstalling clears away what a run left that was killed at once", async () => {
  await using home = await createSandboxHome();
  await home.write("skills/other/SKILL.md", "other\n");
  const before = await home.tree();
  await home.write("skills/fleet-rlm/.fleet-rlm-manifest.json.fleet-rlm-new", "{");
  await home.write("skills/fleet-rlm/.fleet-rlm.lock", "1");
  await home.at(V1).perform(home.request({ mode: "uninstall" }));
  assertEquals(await home.tree(), before);
});

/** What may stand in the way, below the root. */
const IN_THE_WAY: readonly [string, (home: SandboxHome) => Promise<void>, string, string][] = [
  [
    "a symlink for a file",
    async (home) => {
      await home.write("../outside.md", "outside\n");
      await Deno.mkdir(`${home.root}/agents`, { recursive: true });
      await Deno.symlink(`${home.folder}/../outside.md`, `${home.root}/agents/one.md`);
    },
    "agents/one.md",
    "it is a symlink",
  ],
  [
    "a symlink that leads nowhere",
    async (home) => {
      await Deno.mkdir(home.root, { recursive: true });
      await Deno.symlink("/nowhere/at/all", `${home.root}/plain.md`);
    },
    "plain.md",
    "it is a symlink",
  ],
  [
    "a symlink for a folder",
    async (home) => {
      await home.write("../outside/SKILL.md", "outside\n");
      await Deno.mkdir(`${home.root}/skills`, { recursive: true });
      await Deno.symlink(`${home.folder}/../outside`, `${home.root}/skills/a`);
    },
    "skills/a/SKILL.md",
    '"skills/a" is a symlink',
  ],
  [
    "a file for a folder",
    (home) => home.write("skills/fleet-rlm/skills/a", "a file\n"),
    "skills/a/SKILL.md",
    '"skills/a" is no folder',
  ],
  [
    "a folder for a file",
    (home) => home.write("skills/fleet-rlm/plain.md/inside", "text\n"),
    "plain.md",
    "it is a folder",
  ],
];

for (const [name, prepare, path, reason] of IN_THE_WAY) {
  Deno.test(`perform refuses ${name}, by force too, and writes nothing`, async () => {
    await using home = await createSandboxHome();
    await prepare(home);
    const before = await home.tree();
    const report = await home.at(V1).perform(home.request({ isForced: true }));
    assertEquals(report.isBlocked, true);
    const refused = report.plan.steps.filter(({ action }) => action === "refuse");
    assertEquals(refused.map((step) => [step.path, step.reason]), [[path, reason]]);
    assertEquals(await home.tree(), before);
    await home.at(V1).perform(home.request({ isForced: true, keepsGoing: true }));
    await home.at(V1).perform(home.request({ mode: "uninstall", isForced: true }));
    assertEquals(await home.tree(), before);
  });
}

Deno.test("perform of uninstalling leaves what became a symlink since", async () => {
  await using home = await createSandboxHome();
  await home.at(V1).perform(home.request());
  await home.write("../outside/SKILL.md", "a\n");
  await Deno.remove(`${home.root}/skills/a`, { recursive: true });
  await Deno.symlink(`${home.folder}/../outside`, `${home.root}/skills/a`);
  await home.at(V1).perform(home.request({ mode: "uninstall", isForced: true }));
  assertEquals(await home.read("../outside/SKILL.md"), "a\n");
});

Deno.test("perform goes through symlinks above the root, resolved once", async () => {
  await using home = await createSandboxHome();
  await Deno.mkdir(home.folder);
  await Deno.mkdir(`${home.folder}/../dotfiles`);
  await Deno.symlink("../dotfiles", `${home.folder}/skills`);
  const before = await home.tree();
  const { plan } = await home.at(V1).perform(home.request());
  assertEquals(plan.root, await Deno.realPath(`${home.folder}/../dotfiles/fleet-rlm`));
  await home.at(V1).perform(home.request({ mode: "uninstall" }));
  assertEquals(await home.tree(), before);
});

Deno.test("perform fails where a file stands in for a folder above the root", async () => {
  await using home = await createSandboxHome();
  await home.write("skills", "a file\n");
  const before = await home.tree();
  const error = await assertRejects(() => home.at(V1).perform(home.request()), FleetError);
  assertEquals(error.code, "install-failed");
  assertEquals(await home.tree(), before);
});

Deno.test("perform fails at once when another one is at work, and writes nothing", async () => {
  await using home = await createSandboxHome();
  {
    await using _lock = await lockRoot(await resolveFolder(home.root));
    const before = await home.tree();
    const error = await assertRejects(() => home.at(V1).perform(home.request()), FleetError);
    assertEquals(error.code, "install-busy");
    assertEquals(await home.tree(), before);
  }
  assertEquals(await home.tree(), {});
});

Deno.test("perform by many at once comes out as by one, whoever is first", async () => {
  await using home = await createSandboxHome();
  const all = await Promise.allSettled(
    Array.from({ length: 6 }, () => home.at(V1).perform(home.request())),
  );
  const failed = all.filter((each) => each.status === "rejected").map(({ reason }) => reason.code);
  assert(failed.length < 6 && failed.every((code) => code === "install-busy"), failed.join());
  const { steps } = await home.at(V1).plan(home.request());
  assert(steps.every(({ action }) => action === "unchanged"), JSON.stringify(steps));
});

Deno.test("perform does not write over what was changed after it was planned", async () => {
  await using home = await createSandboxHome();
  await home.at(V1).perform(home.request());
  const { signal } = new AbortController();
  let asked = 0;
  Object.defineProperty(signal, "aborted", {
    get: () => {
      if (asked++ === 0) Deno.writeTextFileSync(`${home.root}/plain.md`, "written just now\n");
      return false;
    },
  });
  const error = await assertRejects(
    () => home.at(V2).perform(home.request(), { signal }),
    FleetError,
    'Cannot go on at "plain.md": it was changed meanwhile',
  );
  assertEquals(error.code, "install-failed");
  assertEquals(await home.read("skills/fleet-rlm/plain.md"), "written just now\n");
});
