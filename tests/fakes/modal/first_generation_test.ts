import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { modalTest, run } from "./_cloud.ts";

const env = { MODAL_SANDBOX_V2: "0" };

modalTest("startFakeModal serves sandboxes of the first generation", async (cloud) => {
  const { app, client, create, fake } = cloud;
  const sandbox = await create({
    env: { WORD: "hello" },
    tags: { tool: "x" },
    command: ["sh", "-c", "read line; echo main got $line; sleep 600"],
  });
  assertMatch(sandbox.sandboxId, /^sb-[a-zA-Z0-9]{22}$/);
  assertEquals((await run(sandbox, ["sh", "-c", "echo $WORD"])).stdout, "hello\n");
  const writer = sandbox.stdin.getWriter();
  await writer.write("this\n");
  const reader = sandbox.stdout.getReader();
  assertEquals((await reader.read()).value, "main got this\n");
  await reader.cancel();
  const ids = [];
  for await (const found of client.sandboxes.list({ appId: app.appId, tags: { tool: "x" } })) {
    ids.push(found.sandboxId);
  }
  assertEquals(ids, [sandbox.sandboxId]);
  assertEquals(await sandbox.getTags(), { tool: "x" });
  assertEquals(await sandbox.poll(), null);
  assertEquals(await sandbox.terminate({ wait: true }), 137);
  assertEquals(await sandbox.poll(), 137);
  await assertRejects(() => sandbox.exec(["true"]));
  assertEquals(fake.calls.get("SandboxCreateV2"), undefined);
}, { env });

modalTest(
  "startFakeModal prints all a main process of the first generation wrote",
  async (cloud) => {
    const sandbox = await cloud.create({
      command: ["sh", "-c", "echo out; echo err >&2; cat; exit 2"],
    });
    await sandbox.stdin.getWriter().close(); // It must not be over before it is asked for.
    assertEquals([await sandbox.stdout.readText(), await sandbox.stderr.readText()], [
      "out\n",
      "err\n",
    ]);
    assertEquals(await sandbox.wait(), 2);
  },
  { env },
);
