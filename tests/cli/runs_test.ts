/** `runs` and its kind: what they list, show, compare, write and remove. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { runCli } from "../../src/cli/run_cli.ts";
import { openTrajectory } from "../../src/rlm/trajectory.ts";
import { testFolder } from "../inputs/_folder.ts";
import { recordOf, runEnd, runStart, turn } from "../records/_events.ts";
import { createMemoryTerminal } from "./_memory_terminal.ts";

const IDS = ["20260103t120000-c", "20260102t120000-b", "20260101t120000-a"] as const;
const RUNS = "state/fleet-rlm/runs";

async function createHome() {
  const failed = runEnd({ error: { code: "model-auth", message: "no" } });
  const folder = await testFolder({
    [`${RUNS}/${IDS[0]}.jsonl`]: recordOf(runStart(IDS[0]), ...turn(1, "a", "b"), runEnd()),
    [`${RUNS}/${IDS[1]}.jsonl`]: recordOf(runStart(IDS[1], { task: "run" }), failed),
    [`${RUNS}/${IDS[2]}.jsonl`]: recordOf(runStart(IDS[2]), ...turn(1, "z", "b")),
    [`${RUNS}/${IDS[2]}.document.json`]: '"side"',
    [`state/fleet-rlm/pages/${IDS[2]}.html`]: "page",
  });
  const names = async () => {
    const found = await Array.fromAsync(Deno.readDir(`${folder.path}/${RUNS}`));
    return found.map(({ name }) => name).sort();
  };
  const run = async (argv: readonly string[], answers?: readonly string[]) => {
    const terminal = createMemoryTerminal("", answers);
    const code = await runCli(argv, {
      backends: {},
      terminal,
      env: { XDG_STATE_HOME: `${folder.path}/state` },
      cwd: folder.path,
    });
    return { code, out: terminal.stdout, err: terminal.stderr };
  };
  return { ...folder, names, run };
}

Deno.test("runs lists what is on record, newest first", async () => {
  await using home = await createHome();
  const listed = await home.run(["runs"]);
  assertEquals([listed.code, listed.err], [0, ""]);
  assertEquals(
    listed.out,
    [
      "RUN                TASK              STATUS      TURNS   TIME     COST  TOKENS  CALLS  PLANNER  BACKEND",
      "20260103t120000-c  analyze-document  submitted       2  4.5 s  $0.0025   1,230      3  p/m      local",
      "20260102t120000-b  run               failed          2  4.5 s  $0.0025   1,230      3  p/m      local",
      "20260101t120000-a  analyze-document  unfinished         1.5 s                          p/m      local",
      "",
    ].join("\n"),
  );
  const few = await home.run(["runs", "--limit=1", "--json", "--before=2026-01-03T00:00Z"]);
  const { folder, more, runs } = JSON.parse(few.out);
  assertEquals([folder, more, runs.length], [`${home.path}/${RUNS}`, true, 1]);
  assertEquals([runs[0].run_id, runs[0].status, runs[0].error], [IDS[1], "failed", {
    code: "model-auth",
    message: "no",
  }]);
  assertEquals(
    (await home.run(["runs", "--limit=2"])).err.trim(),
    [
      "These are the newest 2; --limit 0 shows all",
    ].join(),
  );
  const none = await home.run(["runs", "--status=limit"]);
  assertEquals([none.code, none.out, none.err], [0, "", "None of 3 runs on record is like this\n"]);
  const wrong = [
    [["--status=submited"], 'Cannot use "submited" for --status: ', 'Did you mean "submitted"?'],
    [["--since=yesterday"], 'Cannot use "yesterday" for --since: it is no time', "7d for 7 days"],
  ] as const;
  for (const [argv, error, hint] of wrong) {
    const { code, err } = await home.run(["runs", ...argv]);
    assertEquals(code, 2);
    assertStringIncludes(err, error);
    assertStringIncludes(err, hint);
  }
});

Deno.test("runs says so when there is nothing on record", async () => {
  await using home = await createHome();
  await Deno.remove(`${home.path}/state`, { recursive: true });
  const { code, out, err } = await home.run(["runs"]);
  assertEquals([code, out, err], [0, "", `No runs are on record in ${home.path}/${RUNS}\n`]);
});

Deno.test("runs show tells a run, runs compare two, runs export writes one", async () => {
  await using home = await createHome();
  const shown = await home.run(["runs", "show"]);
  assert(shown.out.startsWith(`# Run ${IDS[0]}\n\n| Run | ${IDS[0]} |\n`), shown.err);
  const turnAlone = await home.run(["runs", "show", "20260103", "--turn=1"]);
  assert(turnAlone.out.startsWith("## Turn 1\n"), turnAlone.err);
  const beyond = await home.run(["runs", "show", "20260103", "--turn=2"]);
  assertEquals([beyond.code, beyond.err], [
    2,
    'Error: Cannot show turn 2 of run "20260103": it has 1\n',
  ]);
  const compared = await home.run(["runs", "compare", IDS[2], "last", "--json"]);
  const { parting, first } = JSON.parse(compared.out);
  assertEquals([parting.step, first], [1, `${home.path}/${RUNS}/${IDS[2]}.jsonl`]);
  const out = await home.run(["runs", "export", "last", "--out=run.md"]);
  assertEquals([out.code, out.out], [0, `${home.path}/run.md\n`]);
  const page = await Deno.readTextFile(`${home.path}/run.md`);
  assert(page.startsWith(`# Run ${IDS[0]}\n`) && page.includes("Instructions:"));
  const again = await home.run(["runs", "export", "last", "--out=run.md"]);
  assertStringIncludes(again.err, "there is a file of this name");
  const json = await home.run(["runs", "export", "last"]);
  assertEquals(JSON.parse(json.out).run_id, IDS[0]);
});

Deno.test("runs rm removes a run with what belongs to it, and wants to be told that it is meant", async () => {
  await using home = await createHome();
  const all = await home.names();
  for (
    const [argv, error] of [
      [["rm"], "Cannot tell which runs are meant"],
      [["rm", "last", "--all"], "Cannot tell which runs are meant"],
      [["rm", "last"], `Cannot remove run ${IDS[0]} without being told that it is meant`],
      [["rm", "./run.jsonl", "--yes"], "it is not among the runs of"],
      [["rm", "2026", "--yes"], 'Cannot tell which run "2026" is: 3 begin so'],
    ] as const
  ) {
    const { code, err } = await home.run(["runs", ...argv]);
    assertEquals(code, 2, err);
    assertStringIncludes(err, error);
  }
  const no = await home.run(["runs", "rm", "last"], ["no"]);
  assertEquals([no.code, no.err], [
    2,
    `Remove run ${IDS[0]} for good? [y/N]: \nError: Nothing was removed\n`,
  ]);
  assertEquals(await home.names(), all);
  const yes = await home.run(["runs", "rm", IDS[2]], ["y"]);
  assertEquals([yes.code, yes.out], [0, "Removed 1 run\n"]);
  assertEquals(await home.names(), [`${IDS[1]}.jsonl`, `${IDS[0]}.jsonl`]);
  assertEquals([...Deno.readDirSync(`${home.path}/state/fleet-rlm/pages`)], []);
  const rest = await home.run(["runs", "rm", "--status=failed", "--yes", "--json"]);
  assertEquals(JSON.parse(rest.out), { removed: [IDS[1]], left: [] });
});

Deno.test({
  name: "runs rm leaves a run alone that is being written",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using home = await createHome();
    const id = "20260104t120000-d";
    using _trajectory = openTrajectory(`${home.path}/${RUNS}/${id}.jsonl`);
    const { out, err } = await home.run(["runs", "rm", "--all", "--yes"]);
    assertEquals([out, err], [
      "Removed 3 runs\n",
      `Warning: Run ${id} is being written and is left alone\n`,
    ]);
    assertEquals(await home.names(), [`${id}.jsonl`]);
  },
});
