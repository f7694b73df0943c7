import { assertEquals, assertRejects } from "@std/assert";
import type { Sandbox } from "modal";
import { modalTest, run, type TestCloud } from "./_cloud.ts";

/** What needs a root folder of its own. */
function boxTest(name: string, fn: (cloud: TestCloud) => Promise<void>): void {
  modalTest(name, async (cloud) => {
    if (cloud.fake.isolation === "bubblewrap") return await fn(cloud);
    console.error(`SKIPPED: "${name}" needs bubblewrap`);
  });
}

boxTest("filesystem tools write and read what commands see", async ({ create }) => {
  const sandbox = await create();
  const { filesystem } = sandbox;
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  await filesystem.writeBytes(bytes, "/deep/er/data.bin");
  assertEquals(await filesystem.readBytes("/deep/er/data.bin"), bytes);
  await filesystem.writeText("one\n", "/deep/a.txt");
  await filesystem.writeText("two\n", "/deep/a.txt");
  assertEquals((await run(sandbox, ["cat", "/deep/a.txt"])).stdout, "two\n");
  await filesystem.makeDirectory("/deep/b/c");
  await run(sandbox, ["sh", "-c", "echo 123 > /deep/b/from_shell; ln -s b/from_shell /deep/link"]);
  const listed = await filesystem.listFiles("/deep");
  assertEquals(listed.map(({ name, type, size }) => [name, type, type === "file" ? size : 0]), [
    ["a.txt", "file", 4],
    ["b", "directory", 0],
    ["er", "directory", 0],
    ["link", "symlink", 0],
  ]);
  assertEquals(await filesystem.readText("/deep/link"), "123\n");
  assertEquals((await filesystem.stat("/deep/link")).symlinkTarget, "b/from_shell");
  await filesystem.remove("/deep/link");
  assertEquals((await filesystem.stat("/deep/b/from_shell")).size, 4);
  await filesystem.remove("/deep/b", { recursive: true });
  assertEquals((await filesystem.listFiles("/deep")).map(({ name }) => name), ["a.txt", "er"]);
});

const FAILURES: readonly (readonly [string, string, (sandbox: Sandbox) => Promise<unknown>])[] = [
  ["reads nothing", "NotFoundError", ({ filesystem }) => filesystem.readText("/none")],
  ["reads a folder", "IsADirectoryError", ({ filesystem }) => filesystem.readBytes("/tmp")],
  ["lists a file", "NotADirectoryError", ({ filesystem }) => filesystem.listFiles("/etc/passwd")],
  ["writes to a folder", "IsADirectoryError", ({ filesystem }) => filesystem.writeText("", "/tmp")],
  [
    "writes below a file",
    "NotADirectoryError",
    ({ filesystem }) => filesystem.writeText("", "/etc/passwd/x"),
  ],
  [
    "makes what is there",
    "PathAlreadyExistsError",
    ({ filesystem }) => filesystem.makeDirectory("/tmp", { createParents: false }),
  ],
  [
    "removes a full folder",
    "DirectoryNotEmptyError",
    ({ filesystem }) => filesystem.remove("/etc"),
  ],
  ["writes to the system", "Error", ({ filesystem }) => filesystem.writeText("", "/usr/x")],
  ["follows links in a ring", "Error", async (sandbox) => {
    await run(sandbox, ["ln", "-s", "/tmp/ring", "/tmp/ring"]);
    await sandbox.filesystem.readText("/tmp/ring");
  }],
];

boxTest("filesystem tools say what is wrong", async ({ create }) => {
  const sandbox = await create();
  for (const [name, error, act] of FAILURES) {
    const thrown = await assertRejects(() => act(sandbox), Error, undefined, name);
    assertEquals([name, thrown.name], [name, `SandboxFilesystem${error}`]);
    assertEquals(thrown.message.includes("fake-modal"), false, thrown.message);
  }
});

boxTest("filesystem tools stay inside, wherever links lead", async ({ create, fake }) => {
  const sandbox = await create();
  const secret = `${fake.sandboxes[0]!.folder}/../outside`;
  await Deno.writeTextFile(secret, "not for the sandbox");
  await run(sandbox, ["ln", "-s", secret, "/tmp/out"]);
  await run(sandbox, ["ln", "-s", "../../../../../../etc/passwd", "/tmp/up"]);
  await assertRejects(() => sandbox.filesystem.readText("/tmp/out"), Error, "No such file");
  assertEquals(await sandbox.filesystem.readText("/tmp/up"), "root:x:0:0:root:/root:/bin/sh\n");
});

boxTest(
  "volumes are shared between sandboxes, outlive them, and can be read-only",
  async (cloud) => {
    const { client, create, fake } = cloud;
    const volume = await client.volumes.fromName("docs", { createIfMissing: true, version: 2 });
    const one = await create({ volumes: { "/data": volume } });
    await one.filesystem.writeText("kept", "/data/sub/note.txt");
    await one.terminate();
    const shared = volume.withMountOptions({ readOnly: true, subPath: "sub" });
    const two = await create({ volumes: { "/data": volume, "/shared": shared } });
    assertEquals(
      (await run(two, ["cat", "/data/sub/note.txt", "/shared/note.txt"])).stdout,
      "keptkept",
    );
    assertEquals((await run(two, ["sh", "-c", "echo > /shared/new"])).code, 2);
    await assertRejects(() => two.filesystem.writeText("", "/shared/new"), Error, "Read-only");
    await two.reloadVolumes();
    assertEquals(await Deno.readTextFile(`${fake.volumeFolder("docs")}/sub/note.txt`), "kept");
    assertEquals(fake.sandboxes[1]!.definition.volumes, [
      { path: "/data", volume: "docs", readOnly: false, subPath: "" },
      { path: "/shared", volume: "docs", readOnly: true, subPath: "sub" },
    ]);
  },
);

boxTest("volumes are listed and emptied by the control plane", async ({ client, fake }) => {
  const folder = fake.volume("docs");
  await Deno.mkdir(`${folder}/a/b`, { recursive: true });
  await Deno.writeTextFile(`${folder}/a/b/c.txt`, "12345");
  await Deno.writeTextFile(`${folder}/top.txt`, "1");
  const { volumeId } = await client.volumes.fromName("docs");
  const list = async (path: string, recursive: boolean) => {
    const paths: string[] = [];
    for await (
      const { entries } of client.cpClient.volumeListFiles2({ volumeId, path, recursive })
    ) {
      paths.push(...entries.map((entry) => `${entry.path}:${entry.type}:${entry.size}`));
    }
    return paths;
  };
  assertEquals(await list("/", false), ["a:2:0", "top.txt:1:1"]);
  assertEquals(await list("a", true), ["a/b:2:0", "a/b/c.txt:1:5"]);
  assertEquals(await list("top.txt", false), ["top.txt:1:1"]);
  await assertRejects(() => list("none", false), Error, "does not exist");
  await assertRejects(() => list("../..", false), Error, "leads out");
  const remove = (path: string, recursive = false) =>
    client.cpClient.volumeRemoveFile2({ volumeId, path, recursive });
  await assertRejects(() => remove("a"), Error, "is a directory");
  await remove("a", true);
  assertEquals(await list("", true), ["top.txt:1:1"]);
  const { items } = await client.cpClient.volumeList({ environmentName: "main" });
  assertEquals(items.map(({ label }) => label), ["docs"]);
  await client.volumes.delete("docs");
  await assertRejects(() => client.volumes.fromName("docs"), Error, "Volume 'docs' not found");
});
