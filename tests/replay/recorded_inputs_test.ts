import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import type { RecordedInput } from "../../src/core/run_recipe.ts";
import { hashValue } from "../../src/rlm/request_hash.ts";
import { checkRecordedInputs, recordedInputs } from "../../src/replay/recorded_inputs.ts";
import type { RunRecord } from "../../src/replay/run_record.ts";
import { record } from "./_recorded.ts";

async function recordWith(...inputs: readonly RecordedInput[]): Promise<RunRecord> {
  const recorded = await record({ replies: [], cells: [] });
  const { start } = recorded;
  return { ...recorded, start: { ...start, recipe: { ...start.recipe, inputs } } };
}

const value = (name: string, value: string): RecordedInput => {
  return { kind: "value", name, value, sha256: hashValue(value) };
};

const file = (path: string, sha256 = "ab".repeat(32)): RecordedInput => ({
  kind: "file",
  name: "doc",
  file: { path, sha256, bytes: 3, encoding: "utf-8" },
});

Deno.test("recordedInputs gives what is on record, and what is given in its place", async () => {
  const recorded = await recordWith(value("a", "one"), value("b", "two"));
  const given = [{ kind: "text", name: "b", text: "2" }] as const;
  assertEquals(await recordedInputs(recorded, given), [
    { kind: "value", name: "a", value: "one" },
    { kind: "text", name: "b", text: "2" },
  ]);
});

Deno.test("recordedInputs refuses an input that the run did not have", async () => {
  const recorded = await recordWith(value("a", "one"));
  const given = [{ kind: "text", name: "z", text: "2" }] as const;
  const error = await assertRejects(() => recordedInputs(recorded, given), FleetError);
  assertEquals([error.code, error.hint], ["usage", 'Its inputs are "a"']);
});

Deno.test("recordedInputs says how to give a file that is gone", async () => {
  const recorded = await recordWith(file("/no/such/file.txt"));
  const error = await assertRejects(() => recordedInputs(recorded, []), FleetError);
  assertEquals(error.code, "input-missing");
  assertEquals(
    error.message,
    'Cannot find input "doc" at "/no/such/file.txt", where the run had it',
  );
  assertEquals(error.hint, `Give it with --input doc=@PATH; its SHA-256 is ${"ab".repeat(32)}`);
});

Deno.test("recordedInputs refuses a value that a secret was taken out of", async () => {
  const input = { ...value("a", "key sk-123456789"), value: "key [REDACTED]" };
  const recorded = await recordWith(input as RecordedInput);
  const error = await assertRejects(() => recordedInputs(recorded, []), FleetError);
  assertStringIncludes(error.message, "a secret may have been taken out of it");
});

Deno.test("recordedInputs reads long values from the file beside the record", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fleet-side-" });
  try {
    await Deno.writeTextFile(`${folder}/run.a.json`, '{"n":12345678901234567890}');
    const side = { kind: "side-file", name: "a", path: "run.a.json", sha256: "0" } as const;
    const recorded = { ...await recordWith(side), path: `${folder}/run.jsonl` };
    assertEquals(await recordedInputs(recorded, []), [
      { kind: "value", name: "a", value: { n: 12345678901234567890n } },
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("checkRecordedInputs takes only what has the recorded hash", async () => {
  const recorded = await recordWith(value("a", "one"), file("/x"));
  const good = [
    { kind: "value", name: "a", value: "one" },
    {
      kind: "file",
      name: "doc",
      file: { path: "/moved", sha256: "ab".repeat(32), bytes: 3, encoding: "utf-8" },
    },
  ] as const;
  checkRecordedInputs(recorded, good);
  const bad = [{ ...good[0], value: "two" }, good[1]];
  const error = assertThrows(() => checkRecordedInputs(recorded, bad), FleetError);
  assertEquals(error.code, "input-invalid");
  assertStringIncludes(error.message, 'Cannot use input "a": it is not what the run had (SHA-256 ');
});

const STRANGE_FILES: readonly (readonly [name: string, path: string, message: string])[] = [
  ["in another folder", "../secret.json", "its name is a path"],
  ["at an absolute path", "/etc/passwd", "its name is a path"],
  ["that is no JSON", "plain.json", "it is no JSON"],
  ["that is a folder", "folder.json", "it is a directory"],
];

for (const [name, path, message] of STRANGE_FILES) {
  Deno.test(`recordedInputs refuses a file beside the record ${name}, and shows nothing of it`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "fleet-side-" });
    try {
      await Deno.writeTextFile(`${folder}/plain.json`, "hidden words");
      await Deno.mkdir(`${folder}/folder.json`);
      const side = { kind: "side-file", name: "a", path, sha256: "0" } as const;
      const recorded = { ...await recordWith(side), path: `${folder}/run.jsonl` };
      const error = await assertRejects(() => recordedInputs(recorded, []), FleetError, message);
      assert(!error.message.includes("hidden"));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
