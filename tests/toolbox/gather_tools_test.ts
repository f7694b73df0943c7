/** Tools from modules and commands: what they answer, and every way in which they fail. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import type { HostTool } from "../../src/core/host_tool.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { gatherTools } from "../../src/toolbox/gather_tools.ts";
import { testFolder } from "../inputs/_folder.ts";

const MODULE = `
let calls = 0;
export const add = {
  signature: "a: int, b: int = 1 -> int",
  description: "Adds.",
  call: ({ a, b }: { a: number; b: number }) => a + b,
};
export default [
  { name: "count", description: "Counts.", call: async () => await ++calls },
  { name: "nothing", description: "Gives nothing.", parameters: [{ name: "x" }], call() {} },
];
export const version = "1";
export class Helper {}
`;

async function gather(modules: readonly string[], texts: readonly string[] = [], cwd = "/") {
  const gathered = await gatherTools({ modules, texts }, { cwd, timeoutMs: 60_000 });
  const tools = new Map(gathered.map(({ tool }) => [tool.name, tool]));
  return { gathered, tools };
}

const never = () => new AbortController().signal;
const call = (tool: HostTool | undefined, args: JsonObject = {}, signal = never()) => {
  assert(tool !== undefined);
  return tool.call(args, { signal });
};

Deno.test("gatherTools takes all tools that a module exports, in whatever form", async () => {
  await using folder = await testFolder({ "tools.ts": MODULE });
  const { gathered, tools } = await gather(["tools.ts"], ["regex_extract"], folder.path);
  assertEquals(
    gathered.map(({ from, source, tool }) => [tool.name, source, from]),
    [
      ...["add", "count", "nothing"].map((name) => [name, "module", `${folder.path}/tools.ts`]),
      ["regex_extract", "shipped", undefined],
    ],
  );
  const { call: _, ...add } = tools.get("add")!;
  assertEquals(add, {
    name: "add",
    description: "Adds.",
    parameters: [{ name: "a", type: "int" }, { name: "b", type: "int", default: 1 }],
    returns: "int",
  });
  assertEquals(await call(tools.get("add"), { a: 2, b: 3 }), 5);
  assertEquals([await call(tools.get("count")), await call(tools.get("count"))], [1, 2]);
  assertEquals(await call(tools.get("nothing"), { x: 1 }), null);
});

const WRONG: readonly (readonly [module: string, message: string, hint?: string])[] = [
  ["export const x = 1;", "it exports no tool", "Export objects with description"],
  ["export const = 1;", "Cannot load tools"],
  ['throw new Error("at once");', "at once"],
  ['import "./nowhere.ts";', "nowhere.ts"],
  ["export const t = { call() {} };", 'Cannot use tool "t": it has no description', "The planner"],
  ['export default { description: "x", call() {} };', "Cannot use a tool without a name", '"name"'],
  ['export const t = { description: "x", parameters: {}, call() {} };', "its parameters are no li"],
  ['export const t = { description: "x", signature: "a=[", call() {} };', '"[" is no default'],
  ['export const llm_query = { description: "x", call() {} };', "conflicts with built-in"],
  ['export const $x = { description: "x", call() {} };', 'Tool name "$x" '],
];

Deno.test("gatherTools says what is wrong with a module", async () => {
  await using folder = await testFolder();
  for (const [index, [module, message, hint = ""]] of WRONG.entries()) {
    const path = await folder.write(`${index}.ts`, module);
    const error = await assertRejects(() => gather([path]), FleetError, undefined, module);
    assertStringIncludes(error.message, message);
    assertStringIncludes(error.hint ?? "", hint);
  }
  const gone = await assertRejects(() => gather([`${folder.path}/gone.ts`]), FleetError);
  assertEquals([gone.code, gone.message], [
    "input-missing",
    `Cannot load tools "${folder.path}/gone.ts": no such file`,
  ]);
  await assertRejects(() => gather([folder.path]), FleetError, "it is no file");
  await assertRejects(() => gather([], ["a=x", "a=y"]), FleetError, "Duplicate tool name 'a'");
  await assertRejects(() => gather([], ["grep_all"]), FleetError, "none of that name ships");
});

const POSIX = { ignore: Deno.build.os === "windows" };

Deno.test(
  "a command finds its arguments on standard input and prints its result",
  POSIX,
  async () => {
    await using folder = await testFolder({ "here.txt": "in the folder" });
    const { tools } = await gather([], [
      "echo(x, y: int = 2) -> dict=cat",
      "text(x) -> str=cat here.txt",
      "number=echo 12345678901234567890",
      "words=printf 'no json\\n\\n'",
      "deaf=echo true",
      "leaves=sleep 1000 & echo 7",
    ], folder.path);
    assertEquals(await call(tools.get("echo"), { x: [1n, "é"], y: 2 }), { x: [1, "é"], y: 2 });
    assertEquals(await call(tools.get("text")), "in the folder");
    assertEquals(await call(tools.get("number")), 12345678901234567890n);
    assertEquals(await call(tools.get("words")), "no json\n");
    // It does not read what it is given, however much that is.
    assertEquals(await call(tools.get("deaf"), { input: "x".repeat(5_000_000) }), true);
    // What it leaves behind holds nothing up.
    assertEquals(await call(tools.get("leaves")), 7);
    assertEquals(tools.get("deaf")?.parameters, [{ name: "input", default: null }]);
    assertEquals(tools.get("deaf")?.description, "What the command echo true of the host gives");
  },
);

Deno.test("a command that fails says how, and leaves nothing running", POSIX, async () => {
  await using folder = await testFolder();
  const { tools } = await gather([], [
    "fails=echo first >&2; echo last >&2; exit 3",
    "killed=kill -9 $$",
    "missing=no-such-command-here",
    "typed -> int=echo some words",
    "floods=yes",
    "waits=sleep 1000 & echo $! > pid; wait",
  ], folder.path);
  const failure = async (name: string, signal?: AbortSignal) =>
    (await assertRejects(() => call(tools.get(name), {}, signal), Error)).message;
  assertEquals(await failure("fails"), "fails() failed: It ended with exit code 3: first\nlast");
  assertEquals(await failure("killed"), "killed() failed: It ended with signal SIGKILL");
  assertStringIncludes(await failure("missing"), "missing() failed: It ended with exit code 127: ");
  assertEquals(
    await failure("typed"),
    'typed() failed: It printed "some words", which is no JSON for int',
  );
  assertEquals(await failure("floods"), "floods() failed: It printed more than 64 MiB");
  const ending = new AbortController();
  const waiting = failure("waits", ending.signal);
  const pid = await firstLine(`${folder.path}/pid`);
  ending.abort();
  assertEquals(await waiting, "waits() failed: The call was called off");
  await assertGone(Number(pid));
});

async function firstLine(path: string): Promise<string> {
  for (;;) {
    const text = await Deno.readTextFile(path).catch(() => "");
    if (text.endsWith("\n")) return text.trim();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A process that was killed may take a moment to be gone. */
async function assertGone(pid: number): Promise<void> {
  for (let tries = 0; tries < 2_000; tries++) {
    const state = await Deno.readTextFile(`/proc/${pid}/stat`).catch(() => "");
    if (state === "" || /\) Z /.test(state)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`Process ${pid} is still there`);
}

Deno.test("calls that take too long fail, those of modules and of commands", POSIX, async () => {
  await using folder = await testFolder({
    "slow.ts": 'export const slow = { description: "x", call: () => new Promise(() => {}) };',
  });
  const request = { modules: ["slow.ts"], texts: ["sleeps=sleep 1000"] };
  const gathered = await gatherTools(request, { cwd: folder.path, timeoutMs: 20 });
  const [slow, sleeps] = gathered.map(({ tool }) => tool);
  await assertRejects(() => call(slow), Error, "slow() took longer than 0.02 s");
  await assertRejects(() => call(sleeps), Error, "sleeps() failed: It took longer than 0.02 s");
});
