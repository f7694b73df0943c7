/** Ctrl-C: the program ends with 130, nothing that it started stays, and the record can be read. */

import { assert, assertEquals } from "@std/assert";
import { startOpenAiServer } from "../fakes/openai_server.ts";
import { findSurvivors, waitFor, waitForDescendants } from "./_processes.ts";
import { createWorkspace, type Workspace } from "./_program.ts";

const LINUX = Deno.build.os === "linux";

async function checkRecord(path: string): Promise<void> {
  const lines = (await Deno.readTextFile(path)).trimEnd().split("\n").map((line) =>
    JSON.parse(line)
  );
  assertEquals(lines.at(-1).type, "run-end");
  assertEquals(lines.at(-1).error, { code: "interrupted", message: "Interrupted" });
  assert(lines.some(({ type }) => type === "code-start"));
}

interface Case {
  readonly name: string;
  readonly signal: Deno.Signal;
  /** Code of the turn that is interrupted; "hangs" is a sub-query that is never answered. */
  readonly code: string;
  /** Name of a process to wait for before the interrupt. */
  readonly awaits?: string;
}

const CASES: readonly Case[] = [
  { name: "a sleeping cell", signal: "SIGINT", code: "import time\ntime.sleep(600)" },
  { name: "a busy cell", signal: "SIGTERM", code: "while True: pass" },
  {
    name: "a cell that ignores interrupts and has children",
    signal: "SIGINT",
    awaits: "sleep",
    code: "import signal, subprocess, time\n" +
      "signal.signal(signal.SIGINT, signal.SIG_IGN)\n" +
      "child = subprocess.Popen(['sleep', '600'])\n" +
      "while True: time.sleep(1)",
  },
  { name: "a sub-query that hangs", signal: "SIGINT", code: "print(llm_query('hangs'))" },
];

for (const { name, signal, code, awaits } of CASES) {
  Deno.test({
    name: `${signal} during ${name} ends the program with 130 and leaves no process`,
    ignore: !LINUX,
    fn: async () => {
      await using at = await createWorkspace();
      await using server = startOpenAiServer({
        reply: ({ body }) =>
          body.messages.at(-1)?.content === "hangs"
            ? { hang: true }
            : `\`\`\`python\n${code}\n\`\`\``,
      });
      const child = at.spawn([
        "run-basic",
        "--question=q",
        "--backend=local",
        "--model=openai/fake",
        "--trajectory=run.jsonl",
      ], { env: { DSPY_LM_API_BASE: server.url, DSPY_LLM_API_KEY: "some-key-0123456789" } });
      const output = new Response(child.stdout).text();
      const { rest } = await waitFor(child.stderr, "of Python\n");
      const started = await waitForDescendants(child.pid, awaits);
      child.kill(signal);
      const [status, stdout, stderr] = [await child.status, await output, await rest];
      assertEquals([status.code, stdout], [130, ""], stderr);
      assert(/\nTo go on: fleet-rlm resume \S+\/run\.jsonl\nInterrupted\n$/.test(stderr), stderr);
      assertEquals(await findSurvivors(started), []);
      await checkRecord(`${at.folder}/run.jsonl`);
    },
  });
}

Deno.test({
  name: "SIGINT ends a program that waits for standard input",
  ignore: !LINUX,
  fn: async () => {
    await using at = await createWorkspace();
    const child = spawnWithOpenInput(at);
    const output = new Response(child.stdout).text();
    const errors = new Response(child.stderr).text();
    await waitForSpool(at.folder);
    child.kill("SIGINT");
    const { code } = await child.status;
    assertEquals([code, await output, await errors], [130, "", "Interrupted\n"]);
    assertEquals(await spools(at.folder), []);
    await child.stdin.close();
  },
});

function spawnWithOpenInput(at: Workspace): Deno.ChildProcess {
  // Something on standard input keeps the pipe open without ending it.
  return at.spawn(["exec", "--backend=local"], { stdin: "", env: { TMPDIR: at.folder } });
}

async function spools(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (name.startsWith("fleet-rlm-")) names.push(name);
  }
  return names;
}

async function waitForSpool(folder: string): Promise<void> {
  while ((await spools(folder)).length === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
