import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { ASSET_RULES } from "../../../scaffold/lint/lint_assets.ts";
import type { AssetFinding } from "../../../src/core/asset.ts";
import { lintWith, skill } from "./_bundle.ts";
import { PAGE_CASES } from "./_page_cases.ts";
import { PART_CASES } from "./_part_cases.ts";

const CASES = [...PAGE_CASES, ...PART_CASES];

function shown({ code, file, line, severity }: AssetFinding): string {
  return `${code} ${severity} ${file}:${line}`;
}

Deno.test("lintAssets finds nothing in a good plugin", async () => {
  assertEquals(await lintWith({}), []);
});

for (const [name, changes, expected, message] of CASES) {
  Deno.test(`lintAssets finds ${expected.slice(0, 4)} in a plugin with ${name}`, async () => {
    const findings = await lintWith(changes);
    const found = findings.find((each) => shown(each) === expected);
    assert(found !== undefined, JSON.stringify(findings, null, 2));
    assertStringIncludes(found.message, message);
    const others = findings.filter((each) => each !== found && each.severity === "error");
    const noise = /^(?:F001|S003|A001|A002|G00[14]|X001|S00[12]|K0(?:04|12))$/;
    assertEquals(others.filter(({ code }) => code[0] !== found.code[0] && !noise.test(code)), []);
  });
}

Deno.test("lintAssets warns of a skill that takes the place of a bundled one, in the flat layout", async () => {
  const changes = { "skills/run/SKILL.md": skill("run") };
  assertEquals((await lintWith(changes)).map(shown), []);
  assertEquals((await lintWith(changes, "flat")).map(shown), [
    "S006 warning skills/run/SKILL.md:1",
  ]);
});

Deno.test("ASSET_RULES have distinct codes, and a case for each of them", () => {
  const codes = ASSET_RULES.map(({ code }) => code);
  assertEquals(new Set(codes).size, codes.length);
  const tested = new Set([...CASES.map(([, , expected]) => expected.slice(0, 4)), "S006"]);
  assertEquals(codes.filter((code) => !tested.has(code)), []);
  for (const { about } of ASSET_RULES) assert(about !== "" && !about.endsWith("."), about);
});
