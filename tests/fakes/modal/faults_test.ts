import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { modalTest, run } from "./_cloud.ts";
import { AccessTokens } from "./access_tokens.ts";
import { RpcError } from "./rpc_error.ts";

modalTest("FaultScript loses requests and replies without doing anything twice", async (cloud) => {
  const { create, fake: { faults, calls, sandboxes } } = cloud;
  faults.fail("SandboxCreateV2", { code: "UNAVAILABLE", when: "before" });
  faults.fail("SandboxCreateV2", { code: "UNAVAILABLE", when: "after" });
  const sandbox = await create();
  assertEquals([calls.get("SandboxCreateV2"), sandboxes.length], [3, 1]);
  faults.fail("TaskExecStart", { code: "UNAVAILABLE", when: "after", times: 2 });
  const process = await sandbox.exec(["cat"]);
  const writer = process.stdin.getWriter();
  faults.fail("TaskExecStdinWrite", { code: "UNAVAILABLE", when: "after" });
  await writer.write("a");
  faults.fail("TaskExecStdinWrite", { code: "INTERNAL", when: "before" });
  await writer.write("b");
  await writer.close();
  assertEquals(await process.stdout.readText(), "ab");
  assertEquals(sandboxes[0]!.commands, [["cat"]]);
});

modalTest("FaultScript breaks streams, which go on where they were", async ({ create, fake }) => {
  const { faults, calls } = fake;
  const sandbox = await create();
  const data = Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * index) >> 7);
  const path = (await run(sandbox, ["sh", "-c", "echo -n $HOME/data"])).stdout;
  faults.breakStream("TaskExecStdinWriteStream", 1_000_000);
  await sandbox.filesystem.writeBytes(data, path);
  assertEquals(calls.get("TaskExecStdinStatus"), 1);
  faults.breakStream("TaskExecStdioRead", 1_500_000);
  assertEquals(await sandbox.filesystem.readBytes(path), data);
});

modalTest("FaultScript cuts connections and keeps the server away", async ({ create, fake }) => {
  const { faults } = fake;
  const sandbox = await create();
  const process = await sandbox.exec(["sh", "-c", "while read x; do echo got $x; done"]);
  const writer = process.stdin.getWriter();
  const reader = process.stdout.getReader();
  const turn = async (word: string) => {
    await writer.write(`${word}\n`);
    let text = "";
    while (!text.endsWith("\n")) text += (await reader.read()).value ?? "\n";
    assertEquals(text, `got ${word}\n`);
  };
  await turn("one");
  faults.cut();
  await turn("two");
  const reading = turn("three");
  faults.cut();
  await reading;
  faults.down();
  const waiting = turn("four");
  setTimeout(() => faults.up(), 500);
  await waiting;
  faults.delayMs(20);
  await turn("five");
  await writer.close();
});

modalTest("FaultScript holds calls back, and the client comes again", async ({ create, fake }) => {
  fake.faults.throttle("SandboxCreateV2", 2, 10);
  await create();
  assertEquals([fake.calls.get("SandboxCreateV2"), fake.sandboxes.length], [3, 1]);
});

modalTest("FaultScript refuses sandboxes for want of quota and capacity", async (cloud) => {
  const { create, fake } = cloud;
  fake.faults.quota("Workspace has reached its spend limit");
  const error = await assertRejects(() => create(), Error, "spend limit");
  assertEquals(Object(error).code, 8);
  const first = await create();
  await assertRejects(() => create(), Error, "limit of running sandboxes");
  await first.terminate();
  await create();
}, { capacity: 1 });

modalTest("FaultScript leaves calls unanswered until the client goes", async ({ client, fake }) => {
  fake.faults.hang("WorkspaceNameLookup");
  const gone = new AbortController();
  const waiting = client.cpClient.workspaceNameLookup({}, { signal: gone.signal });
  while (!fake.calls.has("WorkspaceNameLookup")) await new Promise((next) => setTimeout(next, 1));
  gone.abort();
  await assertRejects(() => waiting);
  assertEquals((await client.cpClient.workspaceNameLookup({})).username, "fake");
});

modalTest(
  "startFakeModal refuses a sandbox's token, and the client gets a new one",
  async (cloud) => {
    const { create, fake: { calls, faults } } = cloud;
    const sandbox = await create();
    await run(sandbox, ["true"]);
    assertEquals(calls.get("SandboxGetCommandRouterAccess"), undefined);
    faults.fail("TaskExecStart", { code: "UNAUTHENTICATED", when: "before" });
    assertEquals((await run(sandbox, ["echo", "still"])).stdout, "still\n");
    assertEquals(calls.get("SandboxGetCommandRouterAccess"), 1);
  },
  { jwtLifetimeMs: 30_000 },
);

modalTest("startFakeModal outlives clients that close their connections", async (cloud) => {
  const { client, create } = cloud;
  const { sandboxId } = await create();
  for (let round = 0; round < 5; round++) {
    const sandbox = await client.sandboxes.fromId(sandboxId);
    assertEquals((await run(sandbox, ["echo", "here"])).stdout, "here\n");
    await assertRejects(() => sandbox.filesystem.readText("/none-such"));
    sandbox.detach();
  }
  assertEquals(await (await client.sandboxes.fromId(sandboxId)).poll(), null);
});

Deno.test("AccessTokens refuses tokens that are over, another fake's, or none", () => {
  const plan = { tokenId: "", tokenSecret: "" };
  const tokens = new AccessTokens({ ...plan, jwtLifetimeMs: 60_000 });
  const over = new AccessTokens({ ...plan, jwtLifetimeMs: 0 });
  const taskOf = (jwt: string, by = tokens) => by.taskOf({ authorization: `Bearer ${jwt}` });
  assertEquals(taskOf(tokens.forTask("ta-1")), "ta-1");
  assertThrows(() => taskOf(over.forTask("ta-1"), over), RpcError, "expired");
  for (const jwt of [over.forTask("ta-1"), "", "a.b.c"]) {
    assertThrows(() => taskOf(jwt), RpcError, "Invalid token");
  }
});
