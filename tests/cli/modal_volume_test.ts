import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type ModalCli, modalCliTest } from "./_modal_cli.ts";

/** Files reach a volume through a sandbox that has it mounted, which the fake needs bubblewrap for. */
function transferTest(name: string, fn: (cli: ModalCli) => Promise<void>): void {
  modalCliTest(name, async (cli) => {
    if (cli.fake.isolation === "bubblewrap") return await fn(cli);
    console.error(`SKIPPED: "${name}" needs bubblewrap`);
  });
}

const volume = (
  command: string,
  ...args: readonly string[]
) => ["modal", "volume", command, ...args];

modalCliTest("modal volume create makes a volume once", async ({ fake, run }) => {
  assertEquals((await run(volume("create", "docs"))).stdout, "volume: docs\ncreated: True\n");
  assertEquals(JSON.parse((await run(volume("create", "docs", "--json"))).stdout), {
    volume: "docs",
    created: false,
  });
  assertEquals((await Deno.stat(fake.volumeFolder("docs"))).isDirectory, true);
  assertEquals((await run(volume("create", "no/name"))).code, 2);
});

modalCliTest("modal volume ls and rm look after what is in it", async ({ fake, run }) => {
  const folder = fake.volume("docs");
  await Deno.mkdir(`${folder}/a/b`, { recursive: true });
  await Deno.writeTextFile(`${folder}/a/b/deep.txt`, "12345");
  await Deno.writeTextFile(`${folder}/\u001b[2Jodd`, "");
  const flat = await run(volume("ls", "docs"));
  assertMatch(flat.stdout, /^\d{4}-\d\d-\d\d \d\d:\d\d +0 .\[2Jodd\n.{16} {14}a\/\n$/);
  assertEquals(flat.stdout.includes("\u001b"), false);
  const deep = JSON.parse((await run(volume("ls", "docs", "/a", "-r", "--json"))).stdout);
  assertEquals(
    deep.entries.map(({ path, type, bytes }: Record<string, unknown>) => [path, type, bytes]),
    [
      ["a/b", "directory", 0],
      ["a/b/deep.txt", "file", 5],
    ],
  );
  const failures: readonly (readonly [string[], string])[] = [
    [volume("ls", "none"), "volume-missing"],
    [volume("ls", "docs", "none"), "it is not there"],
    [volume("rm", "docs", "none"), "it is not there"],
    [volume("rm", "docs", "a"), "Hint: A folder needs --recursive"],
    [volume("rm", "docs", "/"), "root"],
    [volume("ls", "docs", "../.."), "leads out"],
  ];
  for (const [argv, text] of failures) {
    const { code, stdout, stderr } = await run(argv);
    assertEquals([argv.join(" "), code, stdout], [argv.join(" "), 1, ""]);
    if (text === "volume-missing") assertMatch(stderr, /'none' not found.*\nHint: Create it/);
    else assertStringIncludes(stderr, text);
  }
  assertEquals(
    (await run(volume("rm", "docs", "a", "--recursive"))).stdout,
    "volume: docs\nremoved: a\n",
  );
  assertEquals((await Array.fromAsync(Deno.readDir(folder))).length, 1);
});

transferTest("modal volume put and get carry files and folders", async ({ cwd, fake, run }) => {
  const folder = fake.volume("docs");
  const bytes = Uint8Array.from({ length: 700_000 }, (_, index) => (index * index) >> 5);
  await Deno.mkdir(`${cwd}/in/deep`, { recursive: true });
  await Deno.writeFile(`${cwd}/in/deep/data.bin`, bytes);
  await Deno.writeTextFile(`${cwd}/in/empty`, "");
  await Deno.symlink(`${cwd}/in/empty`, `${cwd}/in/link`);
  const put = await run(volume("put", "docs", "in", "kept/", "--json"));
  assertEquals([put.code, JSON.parse(put.stdout)], [0, {
    volume: "docs",
    files: 2,
    bytes: 700_000,
    paths: [
      { local: `${cwd}/in/deep/data.bin`, remote: "kept/in/deep/data.bin", bytes: 700_000 },
      { local: `${cwd}/in/empty`, remote: "kept/in/empty", bytes: 0 },
    ],
  }]);
  assertEquals(await Deno.readFile(`${folder}/kept/in/deep/data.bin`), bytes);
  const again = await run(volume("put", "docs", "in/empty", "kept/in/"));
  assertEquals([again.code, again.stdout], [1, ""]);
  assertStringIncludes(again.stderr, '"kept/in/empty": it is there already\nHint: --force');
  await Deno.writeTextFile(`${cwd}/in/empty`, "more");
  assertEquals((await run(volume("put", "docs", "in/empty", "/kept/in/empty", "--force"))).code, 0);
  assertEquals((await run(volume("get", "docs", "kept", "out"))).code, 0);
  assertEquals(await Deno.readFile(`${cwd}/out/in/deep/data.bin`), bytes);
  assertEquals(await Deno.readTextFile(`${cwd}/out/in/empty`), "more");
  const here = await run(volume("get", "docs", "kept/in/empty"));
  assertEquals([here.code, here.stdout], [0, "volume: docs\nfiles: 1\nbytes: 4\n"]);
  assertEquals(here.stderr, "get kept/in/empty (4 bytes, 1 of 1)\n");
  // More than the filesystem tools read at once.
  const large = await Deno.open(`${folder}/large`, { create: true, write: true });
  await large.seek(40_000_000, Deno.SeekMode.Start);
  await large.write(new TextEncoder().encode("end"));
  large.close();
  assertEquals((await run(volume("get", "docs", "large"))).code, 0);
  assertEquals((await Deno.stat(`${cwd}/large`)).size, 40_000_003);
  const got = await Deno.readFile(`${cwd}/large`);
  assertEquals(new TextDecoder().decode(got.subarray(39_999_998)), "\0\0end");
  const twice = await run(volume("get", "docs", "kept/in/empty"));
  assertStringIncludes(twice.stderr, `Cannot write "${cwd}/empty": it is there already`);
  const sandboxes = fake.sandboxes.map((
    { living, tags: { purpose }, definition: { network } },
  ) => ({
    living,
    purpose,
    network: network.type,
  }));
  const used = { living: false, purpose: "volume", network: "blocked" } as const;
  assertEquals(sandboxes, [used, used, used, used, used]);
});

transferTest(
  "modal volume put says what is wrong and leaves no sandbox",
  async ({ cwd, fake, run }) => {
    fake.volume("docs");
    await Deno.writeTextFile(`${cwd}/file`, "1");
    await Deno.mkdir(`${cwd}/empty`);
    const { faults } = fake;
    const cases: readonly (readonly [string, string[], string, () => void])[] = [
      ["no file", ["docs", "none"], "it does not exist", () => {}],
      ["an empty folder", ["docs", "empty"], "there is no file in it", () => {}],
      ["no volume", ["other", "file"], "Create it: fleet-rlm modal volume create", () => {}],
      [
        "a failed build",
        ["docs", "file"],
        "  E: cannot reach the registry",
        () => faults.buildFailure(["Pulling", "E: cannot reach the registry", "exit 1"]),
      ],
      ["no quota", ["docs", "file"], "spending limit", () => faults.quota("Spend limit reached")],
      ["no capacity", ["docs", "file"], "no capacity", () => faults.quota("Insufficient capacity")],
      [
        "no right",
        ["docs", "file"],
        "the token may not do this",
        () => faults.fail("SandboxCreateV2", { code: "PERMISSION_DENIED", when: "before" }),
      ],
    ];
    for (const remote of ["../up", "a/../../b", "a//b", "./a"]) {
      const { code, stderr } = await run(volume("put", "docs", "file", remote));
      assertEquals([remote, code], [remote, 2], stderr);
    }
    for (const [name, args, text, arrange] of cases) {
      arrange();
      const { code, stderr } = await run(volume("put", ...args));
      assertEquals([name, code], [name, 1]);
      assertStringIncludes(stderr, text);
    }
    assertEquals(
      fake.sandboxes.filter(({ living }) => living),
      [],
    );
  },
);

modalCliTest("modal commands say that Modal cannot be reached", async ({ fake, run }) => {
  fake.faults.fail("WorkspaceNameLookup", { code: "UNAVAILABLE", when: "before", times: 4 });
  const { code, stderr } = await run(["modal", "status"]);
  assertEquals(code, 1);
  assertMatch(
    stderr,
    /Cannot verify the Modal token: Modal cannot be reached .*\nHint: Check the net/s,
  );
});
