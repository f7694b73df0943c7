/** What a release is made of: the section of the changelog, the copy of the package, the packed files. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createHash } from "node:crypto";
import { findPackages } from "../../tools/build/third_party.ts";
import { sectionOf } from "../../tools/release/changelog.ts";
import { runSteps, Skipped } from "../../tools/release/check_step.ts";
import { packRelease } from "../../tools/release/pack.ts";
import { copyPackage } from "../../tools/release/package_copy.ts";

const ROOT = new URL("../../", import.meta.url);

const CHANGELOG = `# Changelog

## Unreleased

## 1.10.0 (2026-12-01)

- Ten.

### More

- Eleven.

## 1.1.0 (2026-11-01)

- One.
`;

for (
  const [version, expected] of [
    ["Unreleased", undefined],
    ["1.10.0", "- Ten.\n\n### More\n\n- Eleven."],
    ["1.1.0", "- One."],
    ["1.1", undefined],
    ["1.0.0", undefined],
  ] as const
) {
  Deno.test(`sectionOf gives what the changelog says about ${version}`, () => {
    assertEquals(sectionOf(CHANGELOG, version), expected);
  });
}

async function withFolder(action: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "fleet-release-test-" });
  try {
    await action(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("copyPackage copies what is published and leaves the stand-ins where they are", async () => {
  await withFolder(async (folder) => {
    await copyPackage(ROOT, `${folder}/a`, "stand-ins");
    await copyPackage(ROOT, `${folder}/b`, "registry");
    const own = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
    const [linked, unlinked] = await Promise.all(
      ["a", "b"].map(async (each) =>
        JSON.parse(await Deno.readTextFile(`${folder}/${each}/deno.json`))
      ),
    );
    assertEquals(unlinked.links, undefined);
    assertEquals(linked.links.length, own.links.length);
    for (const link of linked.links) {
      assert(link.startsWith("/") && Deno.statSync(link).isDirectory);
    }
    assertEquals({ ...linked, links: undefined }, { ...own, links: undefined });
    const names = [...Deno.readDirSync(`${folder}/b`)].map(({ name }) => name).sort();
    assertEquals(names, [...own.publish.include, "deno.json", "deno.lock"].sort());
  });
});

Deno.test("packRelease packs the programs that are there, with sums over every file", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/fleet-rlm-linux-x64`, "a program");
    await Deno.writeTextFile(`${folder}/fleet-rlm-windows-x64.exe`, "another");
    const names = await packRelease({
      root: ROOT,
      programs: folder,
      output: `${folder}/out`,
      releases: "https://example.com/releases",
    });
    assertEquals(names, [
      "fleet-rlm-linux-x64.gz",
      "fleet-rlm-windows-x64.exe.gz",
      "install.sh",
      "install.ps1",
      "SHA256SUMS",
    ]);
    const unpacked = (await Deno.open(`${folder}/out/fleet-rlm-linux-x64.gz`)).readable
      .pipeThrough(new DecompressionStream("gzip"));
    assertEquals(await new Response(unpacked).text(), "a program");
    for (const name of ["install.sh", "install.ps1"]) {
      const text = await Deno.readTextFile(`${folder}/out/${name}`);
      assertStringIncludes(text, "https://example.com/releases");
      assert(!text.includes("@@"));
    }
    const sums = (await Deno.readTextFile(`${folder}/out/SHA256SUMS`)).trimEnd().split("\n");
    assertEquals(sums.length, names.length - 1);
    for (const line of sums) {
      const [sum, name] = line.split("  ");
      const bytes = await Deno.readFile(`${folder}/out/${name}`);
      assertEquals(createHash("sha256").update(bytes).digest("hex"), sum);
    }
  });
});

Deno.test("findPackages reads names and versions off the comments of a bundle", () => {
  const bundle = `// ../../cache/npm/registry.npmjs.org/@scope/thing/1.2.3/lib/a.js
var a;
// ../../cache/npm/registry.npmjs.org/zod/4.6.7/v4/b.js
// ../../cache/npm/registry.npmjs.org/@scope/thing/1.2.3/lib/c.js
// src/cli/run.ts
const text = "// /registry.npmjs.org/none/1.0.0/x";
`;
  assertEquals(findPackages(bundle), [
    { name: "@scope/thing", version: "1.2.3" },
    { name: "zod", version: "4.6.7" },
  ]);
});

Deno.test("runSteps goes on after a failure and counts none that was skipped", async () => {
  const seen: string[] = [];
  const step = (name: string, error?: Error) => ({
    name,
    run: () => {
      seen.push(name);
      return error === undefined ? Promise.resolve("well") : Promise.reject(error);
    },
  });
  const lines: string[] = [];
  const tell = (line: string) => void lines.push(line);
  assertEquals(await runSteps([step("a"), step("b", new Skipped("not here"))], tell), true);
  assertEquals(await runSteps([step("c", new Error("no")), step("d")], tell), false);
  assertEquals(lines.map((line) => line.split(/ +/)[0]), ["ok", "skipped", "FAILED", "ok"]);
  assertEquals(seen, ["a", "b", "c", "d"]);
});
