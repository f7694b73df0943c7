/** Which Python the local backend runs on, what it remembers, and what cannot mislead it. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { createLocalBackend } from "../../backends/local/mod.ts";
import { findPython } from "../../backends/local/find_python.ts";
import { FleetError } from "../../src/core/errors.ts";
import { canIsolate } from "./_isolation.ts";

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

Deno.test("local backend starts again when the Python behind a link was exchanged", async () => {
  const folder = await Deno.makeTempDir();
  const [link, cacheFolder] = [`${folder}/python3`, `${folder}/cache`];
  const { executable } = await findPython();
  const other = `${folder}/other`;
  await Deno.writeTextFile(other, `#!/bin/sh\nexec ${executable} "$@"\n`, { mode: 0o755 });
  const start = async () => {
    const backend = createLocalBackend({ python: link, cacheFolder, isolation: "process" });
    await using interpreter = backend.createInterpreter();
    return (await interpreter.execute("print('alive')")).output.text;
  };
  try {
    await Deno.symlink(executable, link);
    assertEquals(await start(), "alive\n");
    await Deno.remove(link);
    await Deno.symlink(other, link);
    assertEquals(await start(), "alive\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("local backend refuses a driver in the cache that was changed", async () => {
  const cacheFolder = await Deno.makeTempDir();
  const backend = createLocalBackend({ cacheFolder, isolation: "process" });
  try {
    await using first = backend.createInterpreter();
    await first.start();
    const [file] = [...Deno.readDirSync(cacheFolder)].filter((it) => it.name.startsWith("driver-"));
    assert(file);
    const bytes = await Deno.readFile(`${cacheFolder}/${file.name}`);
    bytes[40] = bytes[40]! ^ 0xff;
    await Deno.writeFile(`${cacheFolder}/${file.name}`, bytes);
    const code = `import { createLocalBackend } from ${
      JSON.stringify(import.meta.resolve("../../backends/local/mod.ts"))
    };
      const it = createLocalBackend(${JSON.stringify({ cacheFolder, isolation: "process" })})
        .createInterpreter();
      console.log((await it.execute("print(6 * 7)")).output.text);
      await it.shutdown();`;
    const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["eval", code] }).output();
    assertEquals(new TextDecoder().decode(stdout).trim(), "42");
  } finally {
    await Deno.remove(cacheFolder, { recursive: true });
  }
});

Deno.test("local backend makes its driver anew when the cache is emptied, or does without", async () => {
  const cacheFolder = await Deno.makeTempDir();
  const backend = createLocalBackend({ cacheFolder, isolation: "process" });
  const start = async () => {
    await using interpreter = backend.createInterpreter();
    return (await interpreter.execute("6 * 7")).output.text;
  };
  try {
    assertEquals(await start(), "42\n");
    await Deno.remove(cacheFolder, { recursive: true });
    assertEquals(await start(), "42\n");
    const names = [...Deno.readDirSync(cacheFolder)].map(({ name }) => name);
    assertEquals(names.filter((name) => name.startsWith("driver-")).length, 1);
    await Deno.remove(cacheFolder, { recursive: true });
    await Deno.writeTextFile(cacheFolder, "no folder any more");
    assertEquals(await start(), "42\n");
  } finally {
    await Deno.remove(cacheFolder, { recursive: true });
  }
});

Deno.test({
  name: "bubblewrap runs a Python that is reached through a link outside its folder",
  ignore: !(await canIsolate("bubblewrap")),
  async fn() {
    const folder = await Deno.makeTempDir();
    const { executable } = await findPython();
    await Deno.symlink(executable, `${folder}/python3`);
    try {
      const backend = createLocalBackend({ python: `${folder}/python3`, isolation: "bubblewrap" });
      await using interpreter = backend.createInterpreter();
      assertEquals((await interpreter.execute("1 + 1")).output.text, "2\n");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
