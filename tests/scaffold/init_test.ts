import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { BACKENDS } from "../../backends/mod.ts";
import { CATALOG } from "../../scaffold/catalog.gen.ts";
import { SCAFFOLD } from "../../scaffold/mod.ts";
import { runCli } from "../../src/cli/run_cli.ts";
import { createMemoryTerminal } from "../cli/_memory_terminal.ts";
import { createSandboxHome, type SandboxHome } from "./install/_sandbox_home.ts";

/** Runs `init` with the folder of Claude Code in a temporary home. */
async function init(home: SandboxHome, ...argv: readonly string[]) {
  const terminal = createMemoryTerminal();
  const code = await runCli(["init", ...argv], {
    backends: BACKENDS,
    scaffold: SCAFFOLD,
    terminal,
    env: { CLAUDE_CONFIG_DIR: home.folder, HOME: `${home.folder}/../home` },
    cwd: `${home.folder}/..`,
  });
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

/** Paths of files below the home. */
async function filesOf(home: SandboxHome): Promise<readonly string[]> {
  return Object.entries(await home.tree()).filter(([, text]) => text !== "/").map(([path]) => path);
}

Deno.test("init --list tells names, descriptions and counts, and wins over everything else", async () => {
  await using home = await createSandboxHome();
  for (const more of [[], ["--skills-only", "--no-hooks", "--force", "--uninstall"]]) {
    const { code, stdout } = await init(home, "--list", ...more);
    assertEquals(code, 0);
    for (const { description, name } of CATALOG) {
      assertStringIncludes(stdout, `- ${name}: ${description}`);
    }
    assertStringIncludes(stdout, "Available skills (10):");
    assert(/^- rlm: .+ \(2 files\)$/m.test(stdout), stdout);
    assert(/^- rlm-subcall: .+ \(model: haiku\)$/m.test(stdout), stdout);
    assert(/^- fleet-rlm: .+ \(1 file, skill: fleet-team\)$/m.test(stdout), stdout);
    assert(/^- large-file: .+ \(event: UserPromptSubmit\)$/m.test(stdout), stdout);
  }
  const { stdout } = await init(home, "--list", "--json");
  assertEquals(JSON.parse(stdout).assets.length, CATALOG.length);
  assertEquals(await home.tree(), {});
});

Deno.test("init installs, says so, changes nothing the second time, and takes it out", async () => {
  await using home = await createSandboxHome();
  const dry = await init(home, "--dry-run");
  assertStringIncludes(dry.stdout, "create    skills/rlm/SKILL.md\n");
  assertEquals([dry.code, await home.tree()], [0, {}]);
  const first = await init(home);
  assertEquals(first.code, 0, first.stderr);
  const kinds = "10 of 10 skills, 9 of 9 agents, 1 of 1 teams, 4 of 4 hooks, 1 of 1 MCP servers";
  assertStringIncludes(
    first.stdout,
    `Installed ${kinds} to ${home.root}\n  Skills: dspy-signature, `,
  );
  assertStringIncludes(first.stderr, "/reload-plugins");
  const check = await init(home, "--check");
  assertEquals([check.code, check.stdout.split("\n")[0]], [
    0,
    `Not as shipped: 0 of ${(await filesOf(home)).length - 1} files in ${home.root}`,
  ]);
  const second = await init(home);
  assertEquals([second.code, second.stdout], [0, `0 changes in ${home.root}\n`]);
  const gone = await init(home, "--uninstall");
  assert(/^\d+ changes: \d+ removed in /.test(gone.stdout), gone.stdout);
  assertEquals([gone.code, await home.tree()], [0, {}]);
});

/** Flags, and the kinds of which something is installed. */
const KINDS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [["--skills-only"], ["skills/rlm/SKILL.md"]],
  [["--agents-only"], ["agents/rlm-subcall.md"]],
  [["--teams-only"], ["skills/fleet-team/SKILL.md"]],
  [["--hooks-only"], ["hooks/hooks.json"]],
  [["--no-teams"], [
    ...["skills/rlm/SKILL.md", "agents/rlm-subcall.md", "hooks/hooks.json", ".mcp.json"],
  ]],
  [["--no-hooks", "--no-mcp"], [
    ...["skills/rlm/SKILL.md", "agents/rlm-subcall.md", "skills/fleet-team/SKILL.md"],
  ]],
];

const MARKS = [
  ...["skills/rlm/SKILL.md", "agents/rlm-subcall.md", "skills/fleet-team/SKILL.md"],
  ...["hooks/hooks.json", ".mcp.json"],
];

for (const [flags, expected] of KINDS) {
  Deno.test(`init ${flags.join(" ")} installs ${expected.join(", ")}`, async () => {
    await using home = await createSandboxHome();
    const { code } = await init(home, ...flags);
    const files = (await filesOf(home)).map((path) => path.replace("claude/skills/fleet-rlm/", ""));
    const found = MARKS.filter((mark) => files.includes(mark));
    assertEquals([code, [...found].sort()], [0, [...expected].sort()]);
    assert(files.includes(".claude-plugin/plugin.json"));
  });
}

/** Options that do not go together, and where they are said to. */
const WRONG: readonly (readonly string[])[] = [
  ["--skills-only", "--agents-only"],
  ["--hooks-only", "--no-teams"],
  ["--check", "--force"],
  ["--check", "--dry-run"],
  ["--diff", "--uninstall"],
  ["--restore", "--uninstall"],
  ["--project", "--target=x"],
  ["skills/nothing"],
  ["--layout", "deep"],
];

for (const argv of WRONG) {
  Deno.test(`init ${argv.join(" ")} is refused before anything is written`, async () => {
    await using home = await createSandboxHome();
    const { code, stderr } = await init(home, ...argv);
    assertEquals([code, await home.tree()], [2, {}]);
    assertStringIncludes(stderr, "Cannot ");
  });
}

Deno.test("init names all that is in the way, shows the difference, and replaces by force", async () => {
  await using home = await createSandboxHome();
  await home.write("skills/fleet-rlm/skills/rlm/SKILL.md", "mine\n");
  await home.write("skills/fleet-rlm/README.md", "mine too\n");
  const before = await home.tree();
  const blocked = await init(home, "--json");
  assertEquals([blocked.code, JSON.parse(blocked.stdout).in_the_way], [1, 2]);
  const plain = await init(home);
  assertStringIncludes(plain.stderr, "conflict  README.md (another file is there)\n");
  assertStringIncludes(plain.stderr, "conflict  skills/rlm/SKILL.md (another file is there)\n");
  assertStringIncludes(plain.stderr, "2 files are in the way, so that nothing was written\n");
  assertEquals(await home.tree(), before);
  const diff = await init(home, "--diff", "skills/rlm");
  assertStringIncludes(diff.stdout, "+++ skills/rlm/SKILL.md (shipped)\n@@ -1,1 +1,");
  assertEquals(await home.tree(), before);
  const partial = await init(home, "--keep-going");
  assertEquals([partial.code, await home.read("skills/fleet-rlm/README.md")], [0, "mine too\n"]);
  const forced = await init(home, "--force");
  assertEquals(forced.code, 0, forced.stderr);
  assertStringIncludes(forced.stderr, "Copies of what was replaced or removed are in ");
  assert(Object.values(await home.tree()).includes("mine too\n"));
  const gone = await init(home, "--uninstall");
  assertStringIncludes(gone.stderr, "Copies of files that were replaced earlier are still in ");
});

Deno.test("init --check tells of edits, deletions and faults, and fails", async () => {
  await using home = await createSandboxHome();
  const none = await init(home, "--check");
  assertEquals([none.code, none.stdout], [1, `Nothing is installed in ${home.root}\n`]);
  await init(home);
  await home.write("skills/fleet-rlm/skills/rlm/SKILL.md", "---\nname: other\n---\nx\n");
  await Deno.remove(`${home.root}/LICENSE`);
  const { code, stdout } = await init(home, "--check");
  assertEquals(code, 1);
  assertStringIncludes(stdout, "leave     LICENSE (you deleted it; --restore brings it back)\n");
  assertStringIncludes(stdout, "keep      skills/rlm/SKILL.md (you edited it)\n");
  assertStringIncludes(stdout, 'error     skills/rlm/SKILL.md:2 S002 Its name is "other"');
  const json = JSON.parse((await init(home, "--check", "--json")).stdout);
  assertEquals([json.drift, json.findings.length > 0, json.old], [2, true, []]);
  await init(home, "--restore");
  assertEquals((await init(home, "--dry-run")).stdout.includes("LICENSE"), false);
});

Deno.test("init goes to --target, to the project, and to ~/.claude without a setting", async () => {
  await using home = await createSandboxHome();
  const places = [
    [["--target", "~/other"], "home/other/skills/fleet-rlm/README.md"],
    [["--target", "else"], "else/skills/fleet-rlm/README.md"],
    [["--project"], ".claude/skills/fleet-rlm/README.md"],
    [["--target", "flat", "--layout", "flat"], "flat/skills/rlm/SKILL.md"],
  ] as const;
  for (const [argv, path] of places) {
    const { code, stderr } = await init(home, ...argv);
    assertEquals(code, 0, stderr);
    assert((await filesOf(home)).includes(path), path);
    const undo = /^Undo: fleet-rlm init (.+)$/m.exec(stderr)?.[1]?.split(" ") ?? [];
    assertEquals((await init(home, ...undo)).code, 0);
    assert(!(await filesOf(home)).includes(path), path);
  }
});

Deno.test("init says when everything is there twice, and how to take either out", async () => {
  await using home = await createSandboxHome();
  await init(home, "--layout", "flat");
  const note = "Note: the assets are also installed with the layout flat in ";
  assertStringIncludes((await init(home, "--uninstall")).stderr, note);
  assertStringIncludes((await init(home, "--check")).stderr, note);
  const { stderr } = await init(home);
  assertStringIncludes(
    stderr,
    `${home.folder}; fleet-rlm init --layout flat --uninstall takes them`,
  );
  const other = await init(home, "--layout", "flat", "--uninstall");
  assertStringIncludes(other.stderr, "the layout plugin in ");
  assertEquals((await init(home, "--uninstall")).stderr, "");
});

/** What the Python fleet-rlm installs, in its places. */
const OLD: Readonly<Record<string, string>> = {
  "skills/rlm/SKILL.md": "---\nname: rlm\n---\nRun `uv run fleet-rlm run-basic`.\n",
  "skills/rlm/notes.md": "Added by hand.\n",
  "agents/rlm-subcall.md": "---\nname: rlm-subcall\n---\nYou serve llm_query.\n",
  "agents/teams/ux-reviewer.md": "---\nname: ux-reviewer\n---\nFor fleet_rlm.\n",
  "teams/fleet-rlm/config.json": '{ "leadAgentId": "team-lead@fleet-rlm" }\n',
  "hooks/hookify.fleet-rlm-large-file.local.md": "---\nevent: prompt\n---\nx\n",
};

/** Files of the same names, and beside them, that somebody else wrote. */
const MINE: Readonly<Record<string, string>> = {
  "skills/rlm-run/SKILL.md": "---\nname: rlm-run\n---\nMy own notes on running.\n",
  "agents/teams/testing-analyst.md": "---\nname: testing-analyst\n---\nFor our shop.\n",
  "teams/session-1/config.json": "{}",
};

async function writeAll(home: SandboxHome, files: Readonly<Record<string, string>>) {
  for (const [path, text] of Object.entries(files)) await home.write(path, text);
}

Deno.test("init names what the Python fleet-rlm left, and touches none of it", async () => {
  await using home = await createSandboxHome();
  await writeAll(home, { ...OLD, ...MINE });
  const before = await home.tree();
  const { code, stderr } = await init(home);
  assertEquals(code, 0);
  for (const path of ["skills/rlm", "teams/fleet-rlm", "agents/teams/ux-reviewer.md"]) {
    assertStringIncludes(stderr, `  ${home.folder}/${path}\n`);
  }
  assert(stderr.endsWith("Take them out, copies are kept: fleet-rlm init --remove-old\n"), stderr);
  assert(!/rlm-run|testing-analyst|session-1/.test(stderr), stderr);
  await init(home, "--uninstall");
  assertEquals(await home.tree(), before);
});

Deno.test("init --remove-old moves that aside, every byte of it, and nothing else", async () => {
  await using home = await createSandboxHome();
  await writeAll(home, { ...OLD, ...MINE });
  await Deno.symlink("../elsewhere", `${home.folder}/skills/rlm-debug`);
  await Deno.mkdir(`${home.folder}/elsewhere`);
  await home.write("elsewhere/SKILL.md", OLD["skills/rlm/SKILL.md"]!);
  const before = await home.tree();
  const dry = await init(home, "--remove-old", "--dry-run");
  assertStringIncludes(dry.stdout, "\n5 old files and folders to be moved\n");
  assertEquals(await home.tree(), before);

  const { code, stdout } = await init(home, "--remove-old", "--json");
  const { backup, left, removed } = JSON.parse(stdout);
  assertEquals([code, removed.length, left], [1, 5, [`${home.folder}/skills/rlm-debug`]]);
  const after = await home.tree();
  const copies = backup.slice(home.folder.length + 1);
  for (const [path, text] of Object.entries(OLD)) {
    assertEquals(after[`claude/${path}`], undefined, path);
    assertEquals(after[`claude/${copies}/${path}`], text, path);
  }
  for (const [path, text] of Object.entries(MINE)) assertEquals(after[`claude/${path}`], text);
  assertEquals([after["claude/hooks"], after["claude/.fleet-rlm.lock"]], [undefined, undefined]);

  await Deno.remove(`${home.folder}/skills/rlm-debug`);
  const again = await init(home, "--remove-old");
  assertEquals([again.code, again.stdout], [0, "0 old files and folders moved\n"]);
  assertEquals((await init(home, "--remove-old", "--force")).code, 2);
  assertEquals((await init(home, "--remove-old", "skills/rlm")).code, 2);
});
