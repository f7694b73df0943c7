import { assert, assertEquals, assertRejects } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import { openInputs } from "../../src/inputs/open_inputs.ts";
import { parseInput } from "../../src/inputs/parse_input.ts";

function streamOf(...chunks: string[]): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunks.map((chunk) => new TextEncoder().encode(chunk)));
}

const noInput = () => {
  throw new Error("Standard input was not asked for");
};

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}

Deno.test("openInputs spools standard input to a private file and removes it", async () => {
  const specs = ["a=1", "b=@-"].map(parseInput);
  const inputs = await openInputs(specs, { stdin: () => streamOf("over ", "two chunks") });
  const [a, b] = inputs.variables;
  assertEquals(a, { kind: "value", name: "a", value: "1" });
  assert(b?.kind === "file");
  assertEquals(await Deno.readTextFile(b.file.path), "over two chunks");
  const mode = (await Deno.stat(b.file.path)).mode;
  assertEquals((mode ?? 0) & 0o777, 0o600);
  await inputs[Symbol.asyncDispose]();
  assertEquals(await exists(b.file.path), false);
});

Deno.test("openInputs leaves no file behind when a later input fails", async () => {
  const before = new Set(await spools());
  const specs = ["a=@-", "b=@/no/such/file"].map(parseInput);
  await assertRejects(
    () => openInputs(specs, { stdin: () => streamOf("text") }),
    FleetError,
    'Cannot read "/no/such/file": no such file',
  );
  assertEquals((await spools()).filter((name) => !before.has(name)), []);
});

Deno.test("openInputs refuses empty standard input", async () => {
  await assertRejects(
    () => openInputs([parseInput("a=@-")], { stdin: () => streamOf() }),
    FleetError,
    "Cannot use standard input: it is empty",
  );
});

Deno.test("openInputs stops reading standard input when it is aborted", async () => {
  const ending = new AbortController();
  const endless = new ReadableStream<Uint8Array>({ pull: () => ending.abort() });
  const error = await assertRejects(
    () => openInputs([parseInput("a=@-")], { stdin: () => endless, signal: ending.signal }),
    FleetError,
  );
  assertEquals(error.code, "interrupted");
});

Deno.test("openInputs reads JSON from a file", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, '\uFEFF{"ids": [12345678901234567890]}');
    const specs = [parseInput(`ids:json=@${path}`)];
    await using inputs = await openInputs(specs, { stdin: noInput });
    const value = { ids: [12345678901234567890n] };
    assertEquals(inputs.variables, [{ kind: "value", name: "ids", value }]);
    await Deno.writeTextFile(path, "{");
    const error = await assertRejects(() => openInputs(specs, { stdin: noInput }), FleetError);
    assertEquals(error.code, "input-invalid");
  } finally {
    await Deno.remove(path);
  }
});

Deno.test({
  name: "openInputs reads a named pipe",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      const path = `${folder}/pipe`;
      await new Deno.Command("mkfifo", { args: [path] }).output();
      const writing = Deno.writeTextFile(path, "through the pipe");
      await using inputs = await openInputs([parseInput(`a=@${path}`)], { stdin: noInput });
      await writing;
      const [a] = inputs.variables;
      assert(a?.kind === "file");
      assertEquals(await Deno.readTextFile(a.file.path), "through the pipe");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

async function spools(): Promise<string[]> {
  const probe = await Deno.makeTempFile();
  await Deno.remove(probe);
  const names: string[] = [];
  for await (const entry of Deno.readDir(probe.replace(/[/\\][^/\\]*$/, ""))) {
    if (entry.name.startsWith("fleet-rlm-")) names.push(entry.name);
  }
  return names;
}
