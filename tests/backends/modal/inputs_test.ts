/** How documents come to a sandbox at Modal, and what its volume keeps. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { openTextFile } from "../../../src/inputs/open_text_file.ts";
import { FleetError } from "../../../src/core/errors.ts";
import type { HostTool } from "../../../src/core/host_tool.ts";
import type { FileReference, Variable } from "../../../src/core/variable.ts";
import { openWorld, printed, type TestRun } from "./_world.ts";

const world = await openWorld();
const TEXT = "The tide gauge reads 12 cm too low. Ünïcödé 🦕\n".repeat(40_000);

/** A test with a document on this machine. */
function documentTest(
  name: string,
  fn: (run: TestRun, file: FileReference) => Promise<void>,
  text: string = TEXT,
): void {
  world.test(name, async (run) => {
    const path = await Deno.makeTempFile({ prefix: "fleet-document-" });
    try {
      await Deno.writeTextFile(path, text);
      await fn(run, await openTextFile(path));
    } finally {
      await Deno.remove(path);
    }
  });
}

/** A test that needs a volume, which the fake mounts with bubblewrap alone. */
function volumeTest(
  name: string,
  fn: (run: TestRun, file: FileReference) => Promise<void>,
): void {
  if (world.fake.isolation === "bubblewrap") documentTest(name, fn);
  else Deno.test({ name, ignore: true, fn: () => {} });
}

function bound(file: FileReference): Variable {
  return { kind: "file", name: "document", file };
}

async function lengthIn(
  run: TestRun,
  { file, volumeName }: { readonly file: FileReference; readonly volumeName?: string },
): Promise<number> {
  const cloud = volumeName === undefined ? {} : { volumeName };
  await using session = run.backend({ cloud }).createInterpreter({ files: [file] });
  const [info] = await session.bind([bound(file)]);
  assertEquals(printed(await session.execute("print(len(document))")), `${info?.chars}\n`);
  return info?.chars ?? 0;
}

documentTest(
  "a document is streamed once to the sandbox and never through messages",
  async (run, file) => {
    await using session = run.backend().createInterpreter({ files: [file] });
    const both: readonly Variable[] = [bound(file), { ...bound(file), name: "again" }];
    const infos = await session.bind(both);
    assertEquals(infos.map(({ chars }) => chars), [[...TEXT].length, [...TEXT].length]);
    assertEquals(printed(await session.execute("print(document == again)")), "True\n");
    assertEquals(run.calls("TaskExecStdinWriteStream"), 1);
    const sent = run.fake.requests.filter(({ method }) => method === "TaskExecStdinWrite");
    assert(JSON.stringify(sent.slice(-20)).length < 20_000);
  },
);

documentTest("a document that is bound without notice is brought then", async (run, file) => {
  await using session = run.backend().createInterpreter();
  await session.start();
  const [info] = await session.bind([bound(file)]);
  assertEquals(info?.chars, [...TEXT].length);
});

documentTest("a document that is gone fails the binding, not the session", async (run, file) => {
  const missing = { ...file, path: `${file.path}-gone` };
  await using session = run.backend().createInterpreter({ files: [missing] });
  const error = await assertRejects(() => session.bind([bound(missing)]), FleetError);
  assertEquals(error.code, "input-unreadable");
  assertEquals(printed(await session.execute("print(1)")), "1\n");
});

documentTest("an upload outlives a stream that breaks", async (run, file) => {
  run.fake.faults.breakStream("TaskExecStdinWriteStream", 700_000);
  assertEquals(await lengthIn(run, { file }), [...TEXT].length);
});

const LONG = TEXT.repeat(12);

documentTest("an upload outlives streams that break long before its end", async (run, file) => {
  for (let i = 0; i < 2; i++) run.fake.faults.breakStream("TaskExecStdinWriteStream", 700_000);
  assertEquals(await lengthIn(run, { file }), [...LONG].length);
  assert(run.calls("TaskExecStdinWriteStream") > 2);
}, LONG);

volumeTest("ten runs over one document upload it once", async (run, file) => {
  for (let i = 0; i < 10; i++) await lengthIn(run, { file, volumeName: "ten-runs" });
  assertEquals(run.calls("TaskExecStdinWriteStream"), 1);
  const folder = `${run.fake.volumeFolder("ten-runs-inputs")}/${file.sha256}`;
  assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), [file.sha256]);
  const [uploading, ...guests] = run.sandboxes.map(({ definition, tags }) => ({
    purpose: tags["purpose"],
    hasKeeper: definition.command.length > 0,
    mount: definition.volumes.find(({ path }) => path === "/mnt/inputs"),
  }));
  assertEquals([uploading?.purpose, uploading?.hasKeeper], ["inputs", false]);
  assertEquals(guests.length, 10);
  for (const { hasKeeper, mount } of guests) {
    assertEquals([hasKeeper, mount?.readOnly, mount?.subPath], [true, true, file.sha256]);
  }
});

/** Another document on this machine. */
async function withAnother(action: (other: FileReference) => Promise<void>): Promise<void> {
  const path = await Deno.makeTempFile({ prefix: "fleet-document-" });
  try {
    await Deno.writeTextFile(path, "another document");
    await action(await openTextFile(path));
  } finally {
    await Deno.remove(path);
  }
}

volumeTest("a guest sees its own documents on the volume and writes to none", async (run, file) => {
  await withAnother(async (other) => {
    await lengthIn(run, { file: other, volumeName: "many" });
  });
  await using session = run.backend({ cloud: { volumeName: "many" } })
    .createInterpreter({ files: [file] });
  await session.bind([bound(file)]);
  const code = `import os
print(os.listdir("/mnt/inputs"))
try: open("/mnt/inputs/x", "w")
except OSError as error: print(error.errno)`;
  assertEquals(printed(await session.execute(code)), `['${file.sha256}']\n30\n`);
});

volumeTest("documents that are bound together lie together", async (run, file) => {
  await withAnother(async (other) => {
    for (const files of [[file, other], [other, file]]) {
      await using session = run.backend({ cloud: { volumeName: "pairs" } })
        .createInterpreter({ files });
      await session.bind([bound(file), { ...bound(other), name: "other" }]);
      assertEquals(printed(await session.execute("print(other)")), "another document\n");
    }
  });
  assertEquals(run.calls("TaskExecStdinWriteStream"), 2);
  assertEquals([...Deno.readDirSync(run.fake.volumeFolder("pairs-inputs"))].length, 1);
});

volumeTest("a document that the volume does not take goes to the sandbox", async (run, file) => {
  run.fake.faults.quota("no more sandboxes now");
  assertEquals(await lengthIn(run, { file, volumeName: "full" }), [...TEXT].length);
  const warnings = run.notices.filter(({ kind }) => kind === "warning");
  assertStringIncludes(warnings[0]?.message ?? "", "are not kept on the volume this time");
});

volumeTest("a copy on the volume that is another file is not believed", async (run, file) => {
  await lengthIn(run, { file, volumeName: "spoilt" });
  const copy = `${run.fake.volumeFolder("spoilt-inputs")}/${file.sha256}/${file.sha256}`;
  const bytes = await Deno.readFile(copy);
  bytes[5] = (bytes[5] ?? 0) ^ 1;
  await Deno.writeFile(copy, bytes);
  await using session = run.backend({ cloud: { volumeName: "spoilt" } })
    .createInterpreter({ files: [file] });
  await session.bind([bound(file)]);
  assertEquals(printed(await session.execute("print(document[:8])")), "The tide\n");
  const warnings = run.notices.filter(({ kind }) => kind === "warning");
  assertStringIncludes(warnings[0]?.message ?? "", "is not that file");
});

volumeTest("a document that changes under its upload is not kept", async (run, file) => {
  await Deno.writeTextFile(file.path, TEXT.replace("12", "13"));
  const session = run.backend({ cloud: { volumeName: "moving" } })
    .createInterpreter({ files: [file] });
  const error = await assertRejects(() => session.bind([bound(file)]), FleetError);
  assertStringIncludes(error.message, "it has changed");
  await session.shutdown();
  const folder = `${run.fake.volumeFolder("moving-inputs")}/${file.sha256}`;
  assertEquals([...Deno.readDirSync(folder)], []);
});

volumeTest("what a guest keeps on its volume is there for the next run", async (run) => {
  const backend = run.backend({ cloud: { volumeName: "kept" } });
  {
    await using session = backend.createInterpreter();
    assertEquals((await session.start()).volume, "/data");
    const code = "print(save_to_volume('notes/a.txt', 'kept'))";
    assertEquals(printed(await session.execute(code)), "/data/notes/a.txt\n");
  }
  await using session = backend.createInterpreter();
  assertEquals(printed(await session.execute("print(load_from_volume('notes/a.txt'))")), "kept\n");
  const escape = await session.execute("load_from_volume('../../etc/passwd')");
  assert(escape.status === "error");
  assertEquals(await Deno.readTextFile(`${run.fake.volumeFolder("kept")}/notes/a.txt`), "kept");
});

volumeTest(
  "a session sees what another has kept on the volume once that has ended",
  async (run) => {
    const backend = run.backend({ cloud: { volumeName: "shared" } });
    const child: HostTool = {
      name: "child",
      description: "",
      parameters: [],
      call: async () => {
        await using session = backend.createInterpreter();
        await session.execute("save_to_volume('answer.txt', '42')");
        return null;
      },
    };
    await using parent = backend.createInterpreter({ tools: [child] });
    const code = "child()\nprint(load_from_volume('answer.txt'))";
    assertEquals(printed(await parent.execute(code)), "42\n");
    assertEquals(run.calls("TaskReloadVolumes"), 1);
  },
);
