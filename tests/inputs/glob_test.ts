/** Which paths a pattern matches, and where it begins. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/core/errors.ts";
import { advance, isGlob, isMatch, parseGlob, WHOLE_FOLDER } from "../../src/inputs/glob.ts";

interface Case {
  readonly pattern: string;
  readonly base: string;
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

/** Paths are below the base. */
const CASES: readonly Case[] = [
  { pattern: "*.md", base: "", yes: ["a.md", "ü.md"], no: ["a.txt", "b/a.md", ".a.md", "a.md.b"] },
  { pattern: "docs/*.md", base: "docs", yes: ["a.md"], no: ["b/a.md"] },
  {
    pattern: "src/**/*.ts",
    base: "src",
    yes: ["a.ts", "b/a.ts", "b/c/d/a.ts"],
    no: ["a.js", ".git/a.ts", "node_modules/a.ts", "b/node_modules/c/a.ts", "b/__pycache__/a.ts"],
  },
  { pattern: "/data/**", base: "/data", yes: ["a", "b/c"], no: [".env", "b/.env"] },
  { pattern: "/*.log", base: "/", yes: ["a.log"], no: ["b/a.log"] },
  { pattern: "a/b*/", base: "a", yes: ["b1/x", "b/c/x"], no: ["c/x", "b1"] },
  {
    pattern: "**/.github/*.yml",
    base: "",
    yes: [".github/a.yml", "x/.github/a.yml"],
    no: ["a.yml"],
  },
  { pattern: "node_modules/*/readme.md", base: "node_modules", yes: ["x/readme.md"], no: ["x/y"] },
  { pattern: ".*", base: "", yes: [".env"], no: ["env"] },
  { pattern: "?.txt", base: "", yes: ["a.txt", "🙂.txt"], no: ["ab.txt", ".txt"] },
  { pattern: "[a-c]*.txt", base: "", yes: ["a1.txt", "c.txt"], no: ["d.txt"] },
  { pattern: "[!a-c].txt", base: "", yes: ["d.txt", "^.txt"], no: ["a.txt"] },
  { pattern: "[]x].txt", base: "", yes: ["].txt", "x.txt"], no: ["a.txt"] },
  { pattern: "[*].txt", base: "", yes: ["*.txt"], no: ["a.txt"] },
  { pattern: "a.+(b)$*", base: "", yes: ["a.+(b)$", "a.+(b)$x"], no: ["aa(b)"] },
  { pattern: "{a,b}/*.{md,txt}", base: "", yes: ["a/x.md", "b/x.txt"], no: ["c/x.md", "a/x.js"] },
  { pattern: "x/{a,b/{c,d}}/*", base: "x", yes: ["a/1", "b/c/1", "b/d/1"], no: ["b/1", "c/1"] },
  { pattern: "x/y/{1,2}.md", base: "x/y", yes: ["1.md", "2.md"], no: ["3.md"] },
  { pattern: "./docs/*", base: "./docs", yes: ["a"], no: [] },
  { pattern: "**/**/*.md", base: "", yes: ["a.md", "a/b/c/d/e/f/a.md"], no: ["a/b"] },
];

function matches(pattern: string, path: string): boolean {
  return isMatch(path.split("/").reduce(advance, parseGlob(pattern).start));
}

for (const { pattern, base, yes, no } of CASES) {
  Deno.test(`parseGlob matches what "${pattern}" stands for`, () => {
    assert(isGlob(pattern) || pattern.endsWith("/"));
    assertEquals(parseGlob(pattern).base, base);
    for (const path of yes) assert(matches(pattern, path), path);
    for (const path of no) assert(!matches(pattern, path), path);
  });
}

Deno.test("advance keeps no more states than the pattern has places", () => {
  const { start } = parseGlob("**/a/**/b/**/c/**/d/*.md");
  const path = Array.from({ length: 60 }, (_, i) => "abcd"[i % 4] ?? "");
  const states = path.reduce(advance, start);
  assert(states.length <= 10, `${states.length}`);
});

Deno.test("advance enters no folder that cannot match", () => {
  assertEquals(advance(parseGlob("a/*.md").start, "sub"), []);
  assertEquals(advance(WHOLE_FOLDER, ".git"), []);
  assertEquals(advance(WHOLE_FOLDER, "node_modules"), []);
});

const REFUSED: readonly (readonly [pattern: string, words: string])[] = [
  ["a{b", '"{" without "}"'],
  ["[z-a].md", "is malformed"],
  ["*/../x", '".." after a wildcard'],
  ["{a,b}".repeat(10), "too many alternatives"],
];

for (const [pattern, words] of REFUSED) {
  Deno.test(`parseGlob refuses ${pattern}`, () => {
    const error = assertThrows(() => parseGlob(pattern), UsageError, words);
    assert(error.message.startsWith(`Cannot use pattern "`), error.message);
  });
}
