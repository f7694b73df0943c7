/** `view` as a command: where its page goes, what it says, and when it starts a browser. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { runCli } from "../../src/cli/run_cli.ts";
import { createMemoryTerminal, type MemoryTerminal } from "./_memory_terminal.ts";

const RECORD = [
  '{"schema":"fleet-rlm.trajectory","version":1}',
  '{"type":"run-start","atMs":0,"runId":"20260131t101500-abc"}',
  '{"type":"run-end","atMs":5,"status":"submitted","outputs":{"answer":"yes"}}',
].map((line) => `${line}\n`).join("");

/** A home with two runs on record. */
interface Home extends AsyncDisposable {
  readonly folder: string;
  /** Runs `view` there. */
  run(
    argv: readonly string[],
    options?: { readonly isTyped?: boolean; readonly env?: Readonly<Record<string, string>> },
  ): Promise<{ readonly code: number; readonly terminal: MemoryTerminal }>;
}

async function createHome(): Promise<Home> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "fleet-view-" }));
  await Deno.mkdir(`${folder}/state/fleet-rlm/runs`, { recursive: true });
  for (const id of ["20260131t101500-abc", "20260130t090000-xyz"]) {
    await Deno.writeTextFile(`${folder}/state/fleet-rlm/runs/${id}.jsonl`, RECORD);
  }
  return {
    folder,
    run: async (argv, { isTyped = false, env = {} } = {}) => {
      const terminal = createMemoryTerminal("", isTyped ? [] : undefined);
      const code = await runCli(["view", ...argv], {
        backends: {},
        terminal,
        env: { XDG_STATE_HOME: `${folder}/state`, ...env },
        cwd: folder,
      });
      return { code, terminal };
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

Deno.test("view writes the page of the last run to the state folder, for its owner alone", async () => {
  await using home = await createHome();
  const { code, terminal } = await home.run([]);
  const page = `${home.folder}/state/fleet-rlm/pages/20260131t101500-abc.html`;
  assertEquals([code, terminal.stdout, terminal.stderr], [0, `${page}\n`, ""]);
  assertStringIncludes(await Deno.readTextFile(page), "20260131t101500-abc · fleet-rlm</title>");
  if (Deno.build.os !== "windows") assertEquals((await Deno.stat(page)).mode! & 0o777, 0o600);
});

Deno.test("view names a run by its beginning or a file, and writes where it is told", async () => {
  await using home = await createHome();
  await Deno.writeTextFile(`${home.folder}/mine.jsonl`, RECORD);
  const byId = await home.run(["20260130", "--out=sub/a.html", "--json"]);
  assertEquals(JSON.parse(byId.terminal.stdout), {
    page: `${home.folder}/sub/a.html`,
    url: `file://${home.folder}/sub/a.html`,
    record: `${home.folder}/state/fleet-rlm/runs/20260130t090000-xyz.jsonl`,
  });
  const byPath = await home.run(["mine.jsonl"]);
  assertMatch(byPath.terminal.stdout, /\/pages\/mine-[0-9a-f]{8}\.html\n$/);
  assertEquals(byPath.terminal.stderr, "");
  const streamed = await home.run(["mine.jsonl", "--out=-"]);
  assertEquals(streamed.terminal.stdout, await Deno.readTextFile(byPath.terminal.stdout.trim()));
});

Deno.test("view says how to follow a run that has no end on record", async () => {
  await using home = await createHome();
  const open = RECORD.split("\n").slice(0, 2).join("\n");
  await Deno.writeTextFile(`${home.folder}/open.jsonl`, open);
  const { code, terminal } = await home.run(["open.jsonl"]);
  assertEquals(code, 0);
  assertEquals(terminal.stderr, "The record has no end: --live follows a run that goes on\n");
});

const REFUSED: readonly (readonly [argv: readonly string[], code: number, error: string])[] = [
  [["nosuch"], 1, 'Cannot find run "nosuch"'],
  [["./nosuch.jsonl"], 1, "no such file"],
  [["./"], 1, "it is a directory"],
  [["notes.md"], 1, "it holds no event of a run"],
  [["2026013"], 2, "2 begin so"],
  [["mine.jsonl", "--out=mine.jsonl"], 1, "it is the record"],
  [["mine.jsonl", "--out=link.html"], 1, "it is the record"],
  [["mine.jsonl", "--out=/dev/null/a.html"], 1, "Cannot write page"],
  [["--open", "--no-open"], 2, "Cannot use --open with --no-open"],
  [["--live", "--out=a.html"], 2, "Cannot use --out with --live"],
  [["--open", "--out=-"], 2, "Cannot use --open with --out -"],
  [["--json", "--out=-"], 2, "Cannot use --json with --out -"],
];

Deno.test("view refuses what it cannot do, and leaves the record alone", async () => {
  await using home = await createHome();
  await Deno.writeTextFile(`${home.folder}/mine.jsonl`, RECORD);
  await Deno.writeTextFile(`${home.folder}/notes.md`, "Notes\n");
  await Deno.symlink(`${home.folder}/mine.jsonl`, `${home.folder}/link.html`);
  for (const [argv, expected, error] of REFUSED) {
    const { code, terminal } = await home.run(argv);
    assertEquals([code, terminal.stdout], [expected, ""], argv.join(" "));
    assertStringIncludes(terminal.stderr, error);
  }
  assertEquals(await Deno.readTextFile(`${home.folder}/mine.jsonl`), RECORD);
});

/** The lines of a file that another process writes, once there are so many. */
async function readLines(path: string, count: number): Promise<readonly string[]> {
  for (;;) {
    const lines = (await Deno.readTextFile(path).catch(() => "")).split("\n").slice(0, -1);
    if (lines.length >= count) return lines.toSorted();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

Deno.test({
  name: "view starts a browser on a terminal with a screen, or when told",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using home = await createHome();
    const log = `${home.folder}/opened`;
    await Deno.mkdir(`${home.folder}/bin`);
    await Deno.writeTextFile(
      `${home.folder}/bin/xdg-open`,
      `#!/bin/sh\nprintf '%s\\n' "$1" >>'${log}'\n`,
      { mode: 0o755 },
    );
    const PATH = `${home.folder}/bin:/usr/bin:/bin`;
    const screen = { PATH, DISPLAY: ":7" };
    await home.run([], { env: screen });
    await home.run([], { env: { PATH }, isTyped: true });
    await home.run(["--no-open"], { env: screen, isTyped: true });
    assertEquals(await Deno.stat(log).then(() => true, () => false), false, "Nobody looks");
    await home.run([], { env: screen, isTyped: true });
    const { terminal } = await home.run(["--open", "--out=a page.html"], { env: { PATH } });
    assertEquals(terminal.stderr, "");
    assertEquals(await readLines(log, 2), [
      `file://${home.folder}/a%20page.html`,
      `file://${home.folder}/state/fleet-rlm/pages/20260131t101500-abc.html`,
    ]);
  },
});

Deno.test("view goes on without a browser that does not start, and says so", async () => {
  await using home = await createHome();
  const { code, terminal } = await home.run(["--open"], { env: { PATH: home.folder } });
  assertEquals(code, 0);
  assertStringIncludes(terminal.stderr, "Warning: Cannot start a browser: ");
  assert(terminal.stdout.endsWith(".html\n"));
});
