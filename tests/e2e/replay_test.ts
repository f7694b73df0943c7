/** A recorded run is done again: no server, no key, the same answer, and a word on what differs. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { loadTrajectorySchema } from "../../src/replay/schema/trajectory_schema.ts";
import { hashRequest } from "../../src/rlm/request_hash.ts";
import { createWorkspace, type Workspace } from "./_program.ts";
import { ANSWER, KEY, recordRun } from "./_recorded_run.ts";

/** What the tests change of an event. */
interface Line {
  readonly type?: string;
  readonly step?: number;
  readonly query?: number;
  code?: string;
  prompt?: string;
  requestHash?: string;
  readonly completion?: { text: string };
  readonly messages?: readonly { content: string }[];
  readonly result?: { readonly output: { text: string } };
}

/** Writes a copy of the record in which every line was given to `edit`. */
async function edited(at: Workspace, edit: (line: Line) => void): Promise<string> {
  const text = await Deno.readTextFile(`${at.folder}/run.jsonl`);
  const lines = text.trimEnd().split("\n").map((line) => JSON.parse(line));
  for (const line of lines) edit(line);
  return await at.write("edited.jsonl", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

Deno.test("replay prints what the run printed, without server and key", async () => {
  await using at = await createWorkspace();
  const recorded = await recordRun(at, ["--json"]);
  assertEquals(recorded.code, 0, recorded.stderr);
  const replayed = await at.run(["replay", "run.jsonl", "--strict", "--json"]);
  assertEquals([replayed.code, replayed.stdout], [0, recorded.stdout], replayed.stderr);
  assertStringIncludes(replayed.stderr, "3 cells, all as recorded\n");
  const plain = await at.call(["replay", "run.jsonl", "--quiet"]);
  assertEquals(plain, { code: 0, stdout: ANSWER, stderr: "" });
});

Deno.test("replay finds runs by identifier, its beginning and last", async () => {
  await using at = await createWorkspace();
  const { stderr } = await recordRun(at, ["--trajectory", `${at.folder}/moved.jsonl`]);
  const id = await runIdOf(`${at.folder}/moved.jsonl`);
  const folder = `${at.folder}/state/fleet-rlm/runs`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.rename(`${at.folder}/moved.jsonl`, `${folder}/${id}.jsonl`);
  const env = { XDG_STATE_HOME: `${at.folder}/state` };
  for (const name of [id, id.slice(0, 10), "last"]) {
    const { code, stdout } = await at.call(["replay", name, "--quiet"], { env });
    assertEquals([code, stdout], [0, ANSWER], stderr);
  }
  const { code, stderr: error } = await at.call(["replay", "1999"], { env });
  assertEquals(code, 1);
  assertStringIncludes(error, 'Error: Cannot find run "1999": no record of it');
});

async function runIdOf(path: string): Promise<string> {
  return JSON.parse((await Deno.readTextFile(path)).split("\n")[1] ?? "").runId;
}

interface Case {
  readonly name: string;
  readonly edit: (line: Line) => void;
  readonly error: string;
}

const CASES: readonly Case[] = [
  {
    name: "a reply was changed",
    edit: (line) => {
      if (line.type !== "plan-end" || line.step !== 2 || !line.completion) return;
      line.completion.text = line.completion.text.replace("print(answers)", "print(lines)");
    },
    error: "Cannot replay step 2: the code to run is not the recorded code\n" +
      "  recorded, line 2: print(answers)\n  now, line 2:      print(lines)\n",
  },
  {
    name: "a cell was changed",
    edit: (line) => {
      if (line.type === "code-start" && line.step === 1) line.code += "\nx = 1";
    },
    error: "Cannot replay step 1: the code to run is not the recorded code\n" +
      "  recorded, line 3: x = 1\n  now, line 3:      (no such line)\n",
  },
  {
    name: "the answer to a sub-query was changed",
    edit: (line) => {
      if (line.query === 8 && line.completion) line.completion.text = "9";
    },
    error: "Cannot replay step 3: it submitted something else\n" +
      '  recorded, line 2:   "answer": "1 2 3 4 5 6 7 8",\n' +
      '  now, line 2:        "answer": "1 2 3 4 5 6 7 9",\n',
  },
  {
    name: "a prompt was changed",
    edit: (line) => {
      if (line.query !== 8) return;
      const prompt = "Count the stars of: ........";
      if (line.type === "query-start") line.prompt = prompt;
      else line.requestHash = hashRequest([{ role: "user", content: prompt }]);
    },
    error: "Cannot replay step 2: a sub-query is not on record\n" +
      "  recorded: Count the stars of: ........\n  now:      Count the dots of: ........\n",
  },
  {
    name: "the prompts of the program are others",
    edit: (line) => {
      const [system] = line.messages ?? [];
      if (line.step !== 1 || system === undefined) return;
      line.requestHash = "0".repeat(64);
      system.content = `Solve.${system.content.slice(5)}`;
    },
    error: "Cannot replay step 1: the planner's request has another hash than recorded\n" +
      "  recorded, line 1: Solve.",
  },
];

for (const { edit, error, name } of CASES) {
  Deno.test(`replay names the first divergence when ${name}`, async () => {
    await using at = await createWorkspace();
    await recordRun(at);
    const path = await edited(at, edit);
    const { code, stdout, stderr } = await at.call(["replay", path, "--quiet"]);
    assertEquals([code, stdout], [1, ""]);
    assertStringIncludes(stderr, `Error: ${error}`);
    const { stdout: json } = await at.call(["replay", path, "--json"]);
    assertEquals(JSON.parse(json).status, "diverged");
  });
}

Deno.test("replay bears another print with a warning, and not when it is strict", async () => {
  await using at = await createWorkspace();
  await recordRun(at);
  const path = await edited(at, (line) => {
    const printed = line.result?.output;
    if (line.step === 1 && printed) printed.text = printed.text.replace("19", "18");
  });
  const { code, stderr } = await at.call(["replay", path, "--quiet", "--strict"]);
  assertEquals(code, 1);
  assertStringIncludes(
    stderr,
    "step 1: what it printed is not as recorded\n  recorded, line 1: 8 18\n",
  );
  // Not strict, the planner is shown the changed print, and its next request tells.
  const borne = await at.call(["replay", path, "--quiet"]);
  assertStringIncludes(borne.stderr, "Warning: Not as recorded, step 1: what it printed");
  assertStringIncludes(borne.stderr, "Error: Cannot replay step 2: the planner's request");
});

Deno.test("replay takes an input that has moved and refuses one that has changed", async () => {
  await using at = await createWorkspace();
  await recordRun(at);
  await Deno.rename(`${at.folder}/document.txt`, `${at.folder}/elsewhere.txt`);
  const gone = await at.call(["replay", "run.jsonl"]);
  assertEquals(gone.code, 1);
  assertStringIncludes(gone.stderr, 'Error: Cannot find input "document" at ');
  assertStringIncludes(gone.stderr, "Hint: Give it with --input document=@PATH");
  const moved = ["replay", "run.jsonl", "--input", "document=@elsewhere.txt", "--quiet"];
  assertEquals(await at.call(moved), { code: 0, stdout: ANSWER, stderr: "" });
  await at.write("elsewhere.txt", "...\n");
  const changed = await at.call(moved);
  assertEquals(changed.code, 1);
  assertStringIncludes(changed.stderr, 'Cannot use input "document": it is not what the run had');
});

Deno.test("replay needs a run", async () => {
  await using at = await createWorkspace();
  const { code, stderr } = await at.call(["replay"]);
  assertEquals(code, 2);
  assertStringIncludes(stderr, "Error: Missing RUN for replay\n");
});

Deno.test("a record of a real run keeps to the schema and holds no key", async () => {
  await using at = await createWorkspace();
  await recordRun(at);
  const text = await Deno.readTextFile(`${at.folder}/run.jsonl`);
  assert(!text.includes(KEY));
  const { line: schema } = await loadTrajectorySchema();
  const lines = text.trimEnd().split("\n");
  for (const line of lines) {
    const { error } = schema.safeParse(JSON.parse(line));
    assertEquals(error, undefined, line.slice(0, 200));
  }
  const start = JSON.parse(lines[1] ?? "");
  assertEquals(start.recipe.inputs[0].file.path, `${at.folder}/document.txt`);
  assertEquals(start.recipe.settings.models.maxTokens, 16_000);
});
