/** What the local backend leaves behind and lets through: processes, folders, environment. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { createLocalBackend } from "../../backends/local/mod.ts";
import { findPython } from "../../backends/local/find_python.ts";

const backend = createLocalBackend({ isolation: "process" });

/** Whether a process is there and no zombie. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

/** Waits for the end of a process; fails when it does not come. */
async function untilGone(pid: number): Promise<void> {
  for (let round = 0; isAlive(pid); round++) {
    assert(round < 1000, `Process ${pid} is still there`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function outputOf(code: string): Promise<string> {
  await using interpreter = backend.createInterpreter();
  const result = await interpreter.execute(code);
  assertEquals(result.status, "ok", result.output.text);
  return result.output.text.trim();
}

Deno.test("local backend removes the working folder and all processes of the group", async () => {
  const interpreter = backend.createInterpreter();
  const result = await interpreter.execute(
    "import os, subprocess\n" +
      "child = subprocess.Popen(['sleep', '600'])\n" +
      "open('left.txt', 'w').write('x')\n" +
      "print(os.getcwd(), os.getpid(), child.pid)",
  );
  const [folder, ...pids] = result.output.text.trim().split(" ");
  assert((await Deno.stat(folder!)).isDirectory);
  assert(pids.every((pid) => isAlive(Number(pid))));
  await interpreter.shutdown();
  await assertRejects(() => Deno.stat(folder!), Deno.errors.NotFound);
  assertEquals(pids.map((pid) => isAlive(Number(pid))), [false, false]);
});

Deno.test("local backend ends the guest when its host is killed", async () => {
  const script = `
    import { createLocalBackend } from ${
    JSON.stringify(import.meta.resolve("../../backends/local/mod.ts"))
  };
    const it = createLocalBackend({ isolation: "process" }).createInterpreter();
    const result = await it.execute("import os; print(os.getpid(), os.getcwd())");
    console.log(result.output.text.trim());
    await it.execute("while True: pass");
  `;
  const host = new Deno.Command(Deno.execPath(), {
    args: ["eval", script],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = host.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const [pid, folder] = ((await reader.read()).value ?? "").trim().split(" ");
  assert(isAlive(Number(pid)));
  host.kill("SIGKILL");
  await host.status;
  await reader.cancel();
  await untilGone(Number(pid));
  await Deno.remove(folder!, { recursive: true });
});

Deno.test("local backend imports the packages of the Python that it runs on", async () => {
  const { packagePaths } = await findPython();
  const shown = await outputOf("import sys\nprint('\\n'.join(sys.path))");
  for (const path of packagePaths) assert(shown.includes(path), `${path} in ${shown}`);
});
