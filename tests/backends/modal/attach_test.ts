/** Going on with a session whose host is gone. */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { openClient } from "../../../backends/modal/open_client.ts";
import { FleetError } from "../../../src/core/errors.ts";
import type { SessionHandle } from "../../../src/core/interpreter.ts";
import { openWorld, printed, type TestRun } from "./_world.ts";

const world = await openWorld();

/** Starts a session, runs cells, and leaves it as a process does that was killed. */
async function abandon(run: TestRun, cells: readonly string[]): Promise<SessionHandle> {
  const session = run.backend().createInterpreter();
  const { handle } = await session.start();
  for (const code of cells) await session.execute(code);
  await disown(run, handle!);
  return handle!;
}

/** Marks a sandbox as that of a process that is gone. */
async function disown({ fake }: TestRun, { sandbox }: SessionHandle): Promise<void> {
  const gone = new Deno.Command(Deno.execPath(), { args: ["--version"], stdout: "null" }).spawn();
  await gone.status;
  const client = await openClient({ lookup: (name) => fake.env[name] });
  const marked = await client.sandboxes.fromId(sandbox);
  await marked.setTags({ ...await marked.getTags(), pid: String(gone.pid) });
  marked.detach();
  client.close();
}

world.test("attach goes on with the state, and the former host is out", async (run) => {
  const handle = await abandon(run, ["x = 41", "y = 1"]);
  await using session = run.backend().attach!(handle);
  const capabilities = await session.start();
  assertEquals(capabilities.cellsRun, 2);
  assertEquals(capabilities.handle?.sandbox, handle.sandbox);
  assertEquals(printed(await session.execute("print(x + y)")), "42\n");
  assertEquals(run.sandboxes.length, 1);
});

world.test("attach goes on more than once", async (run) => {
  const first = await abandon(run, ["x = 1"]);
  const second = run.backend().attach!(first);
  const { handle } = await second.start();
  await second.execute("x += 1");
  await disown(run, handle!);
  await using third = run.backend().attach!(handle!);
  assertEquals((await third.start()).cellsRun, 2);
  assertEquals(printed(await third.execute("print(x)")), "2\n");
  await disown(run, handle!);
  const error = await assertRejects(() => run.backend().attach!(first).start(), FleetError);
  assertStringIncludes(error.message, "belongs to another session");
});

world.test("attach takes no sandbox away from a process that runs", async (run) => {
  await using session = run.backend().createInterpreter();
  const { handle } = await session.start();
  const error = await assertRejects(() => run.backend().attach!(handle!).start(), FleetError);
  assertEquals(error.code, "sandbox-lost");
  assertStringIncludes(error.message, `still used by the process ${Deno.pid}`);
  assertEquals(printed(await session.execute("print(1)")), "1\n");
});

world.test("a guest that says it has another host is ended all the same", async (run) => {
  await using session = run.backend().createInterpreter();
  const code = `import os, signal, socket
os.chdir("..")
os.kill(os.getppid(), signal.SIGSTOP)
os.unlink("keeper")
fake = socket.socket(socket.AF_UNIX)
fake.bind("keeper")
fake.listen(8)
print("posing", flush=True)
while True:
    host, _ = fake.accept()
    host.recv(100)
    host.send(b"r belongs to another session\\n")`;
  const result = await session.execute(code);
  assertEquals(result.status, "crashed");
});

world.test("attach fails when the sandbox has ended", async (run) => {
  const handle = await abandon(run, ["x = 1"]);
  run.fake.faults.endSandbox(handle.sandbox, "timeout");
  const error = await assertRejects(() => run.backend().attach!(handle).start(), FleetError);
  assertEquals(error.code, "sandbox-lost");
  assertStringIncludes(error.message, "reached its time limit");
});

world.test("attach fails when the sandbox may do something else than was asked for", async (run) => {
  const handle = await abandon(run, ["x = 1"]);
  const backend = run.backend({ allowNet: true });
  const error = await assertRejects(() => backend.attach!(handle).start(), FleetError);
  assertEquals(error.code, "sandbox-lost");
  assertStringIncludes(error.message, "made with other options");
  run.fake.faults.endSandbox(handle.sandbox, "terminated");
});

for (const damage of ["", "x", "../../etc-0123"]) {
  world.test(`attach fails with a handle that is none ("${damage}")`, async (run) => {
    const handle = { sandbox: "sb-01NOBODY", link: damage };
    const error = await assertRejects(() => run.backend().attach!(handle).start(), FleetError);
    assertEquals(error.code, "sandbox-lost");
  });
}

world.test("attach fails with a sandbox that is not there", async (run) => {
  const handle = { sandbox: "sb-01NOBODY", link: `${"0".repeat(16)}-${"0".repeat(32)}` };
  const error = await assertRejects(() => run.backend().attach!(handle).start(), FleetError);
  assertEquals(error.code, "sandbox-lost");
});
