import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  installedHash,
  type Manifest,
  parseManifest,
  renderManifest,
} from "../../../scaffold/install/manifest.ts";
import { foldersOf, isSafePath } from "../../../scaffold/install/safe_path.ts";
import { FleetError } from "../../../src/core/errors.ts";

const A = "a".repeat(64);
const B = "b".repeat(64);

const MANIFEST: Manifest = {
  version: "1.0.0",
  layout: "plugin",
  installedAt: "2026-01-02T03:04:05.678Z",
  rootFolders: 2,
  folders: ["skills", "skills/rlm"],
  files: new Map([
    ["README.md", { sha256: A, mode: 0o644 }],
    ["__proto__", { sha256: A, mode: 0o644 }],
    ["skills/rlm/SKILL.md", { sha256: A, mode: 0o644, isAdopted: true }],
    ["skills/rlm/scripts/x.sh", { sha256: B, mode: 0o755, pendingFrom: null }],
    ["skills/rlm/z.md", { sha256: B, mode: 0o644, pendingFrom: A }],
  ]),
};

Deno.test("parseManifest reads what renderManifest writes", () => {
  const text = renderManifest(MANIFEST);
  assertEquals(parseManifest(text, "m"), MANIFEST);
  assertEquals(renderManifest(parseManifest(text, "m")), text);
});

/** Paths that must not be written, removed or recorded. */
const HOSTILE_PATHS = [
  ...["", ".", "..", "../x", "a/../b", "a/..", "/etc/passwd", "a//b", "a/", "./a", "a/./b"],
  ...["C:", "C:/x", "c:\\x", "\\\\server\\share", "a\\b", "a\0b", "a\nb", "%2e%2e/x", "a%2fb"],
  ...[
    "con",
    "NUL.txt",
    "a/aux.md",
    "com1",
    "LPT9.log",
    "a.",
    "a ",
    "x?",
    "a*",
    "<a>",
    'a"b',
    "a|b",
  ],
  ...["e\u0301/x", "a".repeat(513)],
];

for (const path of HOSTILE_PATHS) {
  Deno.test(`parseManifest refuses the path ${JSON.stringify(path).slice(0, 40)}`, () => {
    assertEquals(isSafePath(path), false);
    const files = Object.fromEntries([[path, { sha256: A, mode: "0644" }]]);
    const text = JSON.stringify({ ...JSON.parse(renderManifest(MANIFEST)), files });
    assertThrows(() => parseManifest(text, "m"), FleetError, "it names the path");
    const folders = [path];
    const other = JSON.stringify({ ...JSON.parse(renderManifest(MANIFEST)), folders });
    assertThrows(() => parseManifest(other, "m"), FleetError, "its folders are no list");
  });
}

Deno.test("isSafePath takes what plugins are made of", () => {
  for (
    const path of ["README.md", ".claude-plugin/plugin.json", ".mcp.json", "é/ü.md", "a-b_c.d"]
  ) {
    assert(isSafePath(path), path);
  }
});

const BROKEN: readonly [string, string, string][] = [
  ["no JSON", "{", "it is no JSON"],
  ["a list", "[]", "it is no record"],
  ["of another tool", `{"tool":"x","schema":1}`, "it is no record"],
  ["of a later schema", `{"tool":"fleet-rlm","schema":2}`, "it has schema 2, not 1"],
  ["without a version", edited({ version: 1 }), "version or date is missing"],
  ["of another layout", edited({ layout: "deep" }), "its layout is unknown"],
  ["with a broken count", edited({ root_folders: -1 }), "root_folders is no number"],
  ["without files", edited({ files: [] }), "it names no files"],
  ["with a short hash", edited({ files: { a: { sha256: "00", mode: "0644" } } }), 'for "a"'],
  ["with a wild mode", edited({ files: { a: { sha256: A, mode: "4755" } } }), 'for "a"'],
  ["with an entry of null", edited({ files: { a: null } }), 'for "a"'],
];

function edited(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ ...JSON.parse(renderManifest(MANIFEST)), ...fields });
}

for (const [name, text, message] of BROKEN) {
  Deno.test(`parseManifest refuses a record ${name}`, () => {
    const error = assertThrows(() => parseManifest(text, "m"), FleetError, message);
    assertEquals(error.code, "manifest-invalid");
    assert(error.hint);
  });
}

Deno.test("installedHash of a pending entry goes by what is on disk", () => {
  const fresh = { sha256: B, mode: 0o644, pendingFrom: null } as const;
  const update = { sha256: B, mode: 0o644, pendingFrom: A } as const;
  const on = (sha256: string) => ({ kind: "file", sha256 }) as const;
  assertEquals(installedHash(undefined, on(A)), undefined);
  assertEquals(installedHash({ sha256: A, mode: 0o644 }, on(B)), A);
  assertEquals(installedHash(fresh, { kind: "absent" }), undefined);
  assertEquals(installedHash(fresh, on(B)), B);
  assertEquals(installedHash(fresh, on(A)), undefined);
  assertEquals(installedHash(update, on(A)), A);
  assertEquals(installedHash(update, on(B)), B);
  assertEquals(installedHash(update, { kind: "absent" }), A);
});

Deno.test("foldersOf gives the folders from the outermost", () => {
  assertEquals(foldersOf("a/b/c"), ["a", "a/b"]);
  assertEquals(foldersOf("a"), []);
});
