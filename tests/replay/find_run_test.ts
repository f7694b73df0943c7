import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import { findRun } from "../../src/replay/find_run.ts";

const IDS = ["20260101t000000-aaaa", "20260101t000000-bbbb", "20260203t101500-cccc"];

async function withRuns(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "fleet-runs-" });
  try {
    for (const id of IDS) await Deno.writeTextFile(`${folder}/${id}.jsonl`, "");
    await Deno.writeTextFile(`${folder}/29990101t000000-side.context.json`, "");
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const FOUND: readonly (readonly [string, string])[] = [
  ["last", "20260203t101500-cccc"],
  ["20260101t000000-aaaa", "20260101t000000-aaaa"],
  ["202602", "20260203t101500-cccc"],
];

for (const [name, id] of FOUND) {
  Deno.test(`findRun finds ${id} as "${name}"`, () =>
    withRuns(async (folder) => {
      assertEquals(await findRun(name, { folder, cwd: "/" }), `${folder}/${id}.jsonl`);
    }));
}

Deno.test("findRun takes a path as it is, from the current folder", () =>
  withRuns(async (folder) => {
    const options = { folder: "/no/such", cwd: folder };
    assertEquals(await findRun("a/b.jsonl", options), `${folder}/a/b.jsonl`);
    assertEquals(await findRun("b.jsonl", options), `${folder}/b.jsonl`);
    await Deno.writeTextFile(`${folder}/last`, "a file that is called so");
    assertEquals(await findRun("last", options), `${folder}/last`);
  }));

const REFUSED: readonly (readonly [string, string, string])[] = [
  ["2026", "usage", "3 begin so"],
  ["1999", "input-missing", "no record of it"],
];

for (const [name, code, message] of REFUSED) {
  Deno.test(`findRun refuses "${name}"`, () =>
    withRuns(async (folder) => {
      const error = await assertRejects(() => findRun(name, { folder, cwd: "/" }), FleetError);
      assertEquals(error.code, code);
      assertStringIncludes(error.message, message);
    }));
}

Deno.test("findRun says so when there is no run yet", async () => {
  const options = { folder: "/no/such/folder", cwd: "/" };
  const error = await assertRejects(() => findRun("last", options), FleetError);
  assertEquals(error.code, "input-missing");
});
