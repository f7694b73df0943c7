/** What the local backend leaves behind and lets through: processes, folders, environment. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { createLocalBackend } from "../../backends/local/mod.ts";
import { findPython } from "../../backends/local/find_python.ts";
import { FleetError } from "../../src/core/errors.ts";

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

Deno.test("local backend gives the guest an environment built from nothing", async () => {
  Deno.env.set("FLEET_TEST_SECRET", "do-not-leak");
  try {
    const names = await outputOf("import os\nprint(sorted(os.environ))");
    assertEquals(names, "['HOME', 'LANG', 'PATH', 'TMPDIR']");
    const leaks = await outputOf(
      "import os\nprint(b'do-not-leak' in open(f'/proc/{os.getpid()}/environ', 'rb').read())",
    );
    assertEquals(leaks, "False");
  } finally {
    Deno.env.delete("FLEET_TEST_SECRET");
  }
});

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

Deno.test("findPython says what to do about a Python that is not there", async () => {
  const error = await assertRejects(() => findPython({ python: "/no/such/python" }), FleetError);
  assertEquals(error.code, "python-missing");
  assertEquals(
    error.message,
    'Cannot use Python "/no/such/python": it is not there or does not run',
  );
  assert(error.hint?.includes("FLEET_RLM_PYTHON"));
});

Deno.test("findPython refuses one that is too old, naming its version", async () => {
  const folder = await Deno.makeTempDir();
  const fake = `${folder}/python3`;
  await Deno.writeTextFile(fake, `#!/bin/sh\necho '["/opt/old/python3", [3, 9, 1], [], []]'\n`, {
    mode: 0o755,
  });
  try {
    const error = await assertRejects(() => findPython({ python: fake }), FleetError);
    assertEquals(error.message, "Cannot use Python: /opt/old/python3 (3.9.1) is older than 3.10");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("findPython remembers its find in the cache folder and forgets one that is gone", async () => {
  const folder = await Deno.makeTempDir();
  const [cacheFolder, log] = [`${folder}/cache`, `${folder}/calls`];
  const { executable } = await findPython();
  const shim = `${folder}/shim`;
  await Deno.writeTextFile(shim, `#!/bin/sh\necho call >> ${log}\nexec ${executable} "$@"\n`, {
    mode: 0o755,
  });
  const ask = async () => {
    const module = JSON.stringify(import.meta.resolve("../../backends/local/find_python.ts"));
    const options = JSON.stringify({ python: shim, cacheFolder });
    const code = `import { findPython } from ${module};
      console.log((await findPython(${options})).executable);`;
    const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["eval", code] }).output();
    return new TextDecoder().decode(stdout).trim();
  };
  try {
    assertEquals(await ask(), await ask());
    assertEquals(await Deno.readTextFile(log), "call\n");
    const file = `${cacheFolder}/python.json`;
    const cached = await Deno.readTextFile(file);
    await Deno.writeTextFile(file, cached.replaceAll(executable, "/gone/python3"));
    assertEquals(await ask(), executable);
    assertEquals(await Deno.readTextFile(log), "call\ncall\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
