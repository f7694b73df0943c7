import { assert, assertEquals, assertRejects } from "@std/assert";
import { modalTest, run } from "./_cloud.ts";

modalTest("startFakeModal runs commands in a sandbox of its own", async ({ create, fake }) => {
  const [one, two] = await Promise.all([create({ blockNetwork: true }), create({})]);
  await run(one, ["sh", "-c", "echo mine > /tmp/note"]);
  assertEquals((await run(one, ["cat", "/tmp/note"])).stdout, "mine\n");
  if (fake.isolation === "bubblewrap") assertEquals((await run(two, ["cat", "/tmp/note"])).code, 1);
  const { stdout, stderr, code } = await run(one, [
    "python3",
    "-c",
    "import sys; print('é'); print('bad', file=sys.stderr); sys.exit(3)",
  ]);
  assertEquals({ stdout, stderr, code }, { stdout: "é\n", stderr: "bad\n", code: 3 });
  assertEquals(fake.sandboxes.map(({ living }) => living), [true, true]);
  assertEquals(fake.sandboxes[0]?.definition.network.type, "blocked");
  assertEquals(fake.sandboxes[1]?.definition.network.type, "open");
});

modalTest("startFakeModal carries stdin and stdout of any size", async ({ create }) => {
  const sandbox = await create();
  const process = await sandbox.exec(["cat"], { mode: "binary" });
  const sent = crypto.getRandomValues(new Uint8Array(60_000));
  const writer = process.stdin.getWriter();
  const writing = (async () => {
    for (let i = 0; i < 40; i++) await writer.write(sent);
    await writer.close();
  })();
  const [got] = await Promise.all([process.stdout.readBytes(), writing]);
  assertEquals(got.length, 40 * sent.length);
  assertEquals(got.subarray(39 * sent.length), sent);
  assertEquals(await process.wait(), 0);
});

modalTest("startFakeModal gives variables and the working folder to commands", async (cloud) => {
  const { client, create, fake } = cloud;
  fake.secret("STORED", { FROM_STORE: "a b" });
  const sandbox = await create({
    env: { FROM_SANDBOX: "1" },
    secrets: [
      await client.secrets.fromName("STORED"),
      await client.secrets.fromObject({ FROM_OBJECT: "2" }),
    ],
  });
  const script = "echo $FROM_STORE,$FROM_SANDBOX,$FROM_OBJECT,$FROM_EXEC,$MODAL_SANDBOX_ID; pwd";
  const { stdout } = await run(sandbox, ["sh", "-c", script], {
    env: { FROM_EXEC: "3" },
    workdir: "/usr",
  });
  assertEquals(stdout, `a b,1,2,3,${sandbox.sandboxId}\n/usr\n`);
  const { secrets, envKeys } = fake.sandboxes[0]!.definition;
  assertEquals({ secrets, envKeys }, {
    secrets: ["STORED"],
    envKeys: ["FROM_OBJECT", "FROM_SANDBOX"],
  });
});

modalTest("startFakeModal ends a sandbox in every way that the cloud does", async (cloud) => {
  const { create, fake } = cloud;
  const endings: readonly (readonly [string, () => Promise<number>, number])[] = [
    ["terminate", async () => (await (await create()).terminate({ wait: true }))!, 137],
    ["time limit", async () => await (await create({ timeoutMs: 1_000 })).wait(), 124],
    [
      "main process",
      async () => await (await create({ command: ["sh", "-c", "exit 5"] })).wait(),
      5,
    ],
    ["no such program", async () => await (await create({ command: ["none-such"] })).wait(), 127],
    ["idleness", async () => {
      const sandbox = await create({ idleTimeoutMs: 1_000 });
      await run(sandbox, ["true"]);
      return await sandbox.wait();
    }, 0],
    ["limit of a command", async () => {
      const sandbox = await create();
      return await (await sandbox.exec(["sleep", "600"], { timeoutMs: 1_000 })).wait();
    }, 137],
    ["crash", async () => {
      const sandbox = await create();
      fake.faults.endSandbox(sandbox.sandboxId, "crashed");
      return await sandbox.wait();
    }, 1],
  ];
  const codes = await Promise.all(endings.map(async ([name, end]) => [name, await end()]));
  assertEquals(codes, endings.map(([name, , code]) => [name, code]));
  assertEquals(fake.sandboxes.filter(({ living }) => living).length, 1);
  assert(fake.sandboxes.every(({ pids }) => pids.length === 0));
});

modalTest(
  "startFakeModal ends commands with their sandbox",
  async (cloud) => {
    const sandbox = await cloud.create();
    assertEquals(await (await sandbox.exec(["sh", "-c", "kill -TERM $$"])).wait(), 143);
    const running = await sandbox.exec(["sh", "-c", "echo up; sleep 600"]);
    const reader = running.stdout.getReader();
    assertEquals((await reader.read()).value, "up\n");
    assertEquals(cloud.fake.sandboxes[0]!.pids.length, 1);
    cloud.fake.faults.endSandbox(sandbox.sandboxId, "terminated");
    assertEquals(await running.wait(), 137);
    assertEquals((await reader.read()).done, true);
    await assertRejects(() => sandbox.exec(["true"]), Error, "has finished");
  },
);

modalTest("startFakeModal finds sandboxes by tag, name and id", async (cloud) => {
  const { client, app, create } = cloud;
  const [one, two] = await Promise.all([
    create({ tags: { tool: "a" }, name: "first" }),
    create({ tags: { tool: "b" } }),
  ]);
  const list = async (tags: Record<string, string>) => {
    const ids = [];
    for await (const found of client.sandboxes.list({ appId: app.appId, tags })) {
      ids.push(found.sandboxId);
    }
    return ids;
  };
  assertEquals(await list({ tool: "a" }), [one.sandboxId]);
  assertEquals((await list({})).toSorted(), [one.sandboxId, two.sandboxId].toSorted());
  await two.setTags({ tool: "c", run: "9" });
  assertEquals(await (await client.sandboxes.fromId(two.sandboxId)).getTags(), {
    tool: "c",
    run: "9",
  });
  assertEquals((await client.sandboxes.fromName("tests", "first")).sandboxId, one.sandboxId);
  await assertRejects(() => create({ name: "first" }), Error, "already exists");
  await one.terminate();
  await assertRejects(() => client.sandboxes.fromName("tests", "first"), Error, "not found");
  assertEquals(await list({ tool: "a" }), []);
  const again = await client.sandboxes.fromId(two.sandboxId);
  assertEquals((await run(again, ["echo", "reattached"])).stdout, "reattached\n");
});

modalTest("startFakeModal keeps what the main process prints and feeds it", async ({ create }) => {
  const sandbox = await create({ command: ["sh", "-c", "read line; echo got $line; cat; exit 4"] });
  const writer = sandbox.stdin.getWriter();
  await writer.write("this\n");
  await writer.close();
  assertEquals(await sandbox.stdout.readText(), "got this\n");
  assertEquals(await sandbox.wait(), 4);
});

modalTest("startFakeModal does without bubblewrap, in a folder of its own", async (cloud) => {
  const { client, create } = cloud;
  const sandbox = await create();
  const { stdout } = await run(sandbox, ["sh", "-c", "pwd; python3 -c 'print(6 * 7)'"]);
  const [folder, answer] = stdout.trim().split("\n");
  assertEquals([folder, answer], [
    `${folder?.split("/sandboxes/")[0]}/sandboxes/${sandbox.sandboxId}`,
    "42",
  ]);
  await sandbox.filesystem.writeText("here", `${folder}/a/note`);
  assertEquals((await run(sandbox, ["cat", "a/note"])).stdout, "here");
  const volume = await client.volumes.fromName("docs", { createIfMissing: true });
  await assertRejects(() => create({ volumes: { "/data": volume } }), Error, "bubblewrap");
  const left = await sandbox.exec(["sh", "-c", "sleep 600 & sleep 600 & echo up; wait"]);
  assertEquals((await left.stdout.getReader().read()).value, "up\n");
  await sandbox.terminate({ wait: true });
  assertEquals(await left.wait(), 137);
}, { isolation: "plain" });
