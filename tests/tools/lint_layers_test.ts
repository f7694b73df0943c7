/**
 * The project's lint rules: each fires where it must and nowhere else.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import plugin from "../../tools/lint_layers.ts";

const ROOT = new URL("../../", import.meta.url);

/** Ids of the rules that object to a source at a path of the project. */
function complaints(path: string, source: string): readonly string[] {
  const filename = new URL(path, ROOT).pathname;
  return Deno.lint.runPlugin(plugin, filename, source).map((diagnostic) => diagnostic.id);
}

type Case = readonly [path: string, source: string];

const ALLOWED: readonly Case[] = [
  [
    "main.ts",
    `import "./src/cli/a.ts"; type A = typeof import("./program.ts"); await import(name);`,
  ],
  [
    "program.ts",
    `import "./src/cli/mod.ts"; import "./backends/mod.ts"; import "./scaffold/mod.ts";`,
  ],
  ["program.ts", `export * from "./src/core/mod.ts";`],
  ["program.ts", `Deno.exit(1); console.error(Deno.stderr.isTerminal());`],
  ["src/core/a.ts", `import type { B } from "./b.ts";`],
  ["src/rlm/a.ts", `import { B } from "../core/b.ts"; await import("../lm/c.ts");`],
  ["src/cli/a.ts", `import { parseArgs } from "@std/cli/parse-args"; import "node:path";`],
  ["src/cli/terminal.ts", `Deno.stdout.writable; console.log("a");`],
  ["src/lm/a.ts", `import type OpenAI from "openai"; await import("openai");`],
  ["src/lm/a.ts", `await import("npm:openai@^7"); type A = import("openai").OpenAI;`],
  ["src/rlm/a.ts", `await import("zod");`],
  ["src/mcp/a.ts", `await import("@modelcontextprotocol/sdk/server");`],
  ["sandbox/a.ts", `import "./b.ts"; import { C } from "../src/core/mod.ts";`],
  ["backends/local/a.ts", `import "../../sandbox/a.ts"; import "../../src/core/mod.ts";`],
  ["backends/modal/a.ts", `await import("modal"); import type { Sandbox } from "modal";`],
  ["backends/local/a.ts", `const { stdout } = await command.output(); child.stdin.close();`],
  ["scaffold/a.ts", `import "../src/core/errors.ts";`],
  ["tools/a.ts", `import "modal"; import "../src/lm/a.ts"; console.log(1); Deno.exit(0);`],
  ["tests/a_test.ts", `import "../backends/modal/a.ts"; await import(name); console.log(1);`],
];

for (const [path, source] of ALLOWED) {
  Deno.test(`lint allows ${path} to say ${source}`, () => {
    assertEquals(complaints(path, source), []);
  });
}

const REFUSED: Readonly<Record<string, readonly Case[]>> = {
  "fleet/layers": [
    ["main.ts", `import "./backends/mod.ts";`],
    ["program.ts", `import "./backends/local/backend.ts";`],
    ["program.ts", `import "./sandbox/driver.gen.ts";`],
    ["program.ts", `await import(name);`],
    ["src/core/a.ts", `import "../rlm/b.ts";`],
    ["src/core/a.ts", `import type { B } from "../rlm/b.ts";`],
    ["src/core/a.ts", `import "node:path";`],
    ["src/core/a.ts", `import { parse } from "@std/dotenv/parse";`],
    ["src/rlm/a.ts", `import "../../backends/mod.ts";`],
    ["src/rlm/a.ts", `export { B } from "../../sandbox/b.ts";`],
    ["src/rlm/a.ts", `export * from "../../scaffold/mod.ts";`],
    ["src/rlm/a.ts", `await import("../../backends/mod.ts");`],
    ["src/rlm/a.ts", `type A = import("../../backends/mod.ts").A;`],
    ["src/rlm/a.ts", `import "../../program.ts";`],
    ["src/rlm/a.ts", `import "@fleet/rlm";`],
    ["src/rlm/a.ts", `import "https://example.com/mod.ts";`],
    ["src/rlm/a.ts", `await import(name);`],
    ["sandbox/a.ts", `import "../src/rlm/b.ts";`],
    ["sandbox/a.ts", `import "../backends/local/b.ts";`],
    ["backends/local/a.ts", `import type { B } from "../../src/config/b.ts";`],
    ["backends/local/a.ts", `import "../../scaffold/b.ts";`],
    ["scaffold/a.ts", `import "../sandbox/b.ts";`],
    ["scaffold/a.ts", `import "../src/cli/b.ts";`],
  ],
  "fleet/packages": [
    ["backends/modal/a.ts", `import { ModalClient } from "modal";`],
    ["backends/modal/a.ts", `export * from "npm:modal@0.11.1";`],
    ["backends/local/a.ts", `await import("modal");`],
    ["backends/local/a.ts", `import type { Sandbox } from "modal";`],
    ["src/lm/a.ts", `import OpenAI from "openai";`],
    ["src/lm/a.ts", `import { APIError } from "openai/error";`],
    ["src/rlm/a.ts", `await import("openai");`],
    ["src/mcp/a.ts", `import { Server } from "@modelcontextprotocol/sdk/server";`],
    ["src/cli/a.ts", `import type { Tool } from "@modelcontextprotocol/sdk/types";`],
    ["src/rlm/a.ts", `import { z } from "zod";`],
    ["scaffold/a.ts", `await import("zod");`],
  ],
  "fleet/process": [
    ["src/cli/a.ts", `Deno.exit(1);`],
    ["src/cli/terminal.ts", `Deno.exit(1);`],
    ["backends/local/a.ts", `globalThis.Deno.exit(1);`],
    ["src/rlm/a.ts", `Deno["exit"](1);`],
    ["src/rlm/a.ts", `const { exit } = Deno;`],
    ["src/rlm/a.ts", `console.log("a");`],
    ["src/rlm/a.ts", `globalThis.console.error("a");`],
    ["sandbox/a.ts", `Deno.stdout.writeSync(bytes);`],
    ["scaffold/a.ts", `const { stderr } = Deno;`],
  ],
};

for (const [rule, cases] of Object.entries(REFUSED)) {
  for (const [path, source] of cases) {
    Deno.test(`${rule} refuses ${path} to say ${source}`, () => {
      assertEquals(complaints(path, source), [rule]);
    });
  }
}

Deno.test("fleet/layers names the file, its target and what would be allowed", () => {
  const filename = new URL("sandbox/a.ts", ROOT).pathname;
  const [found] = Deno.lint.runPlugin(plugin, filename, `import "../src/rlm/b.ts";`);
  assertEquals(found?.message, `"sandbox/a.ts" must not import "src/rlm/b.ts"`);
  assertEquals(found?.hint, "sandbox/ may import from: sandbox/, src/core/");
});

Deno.test("deno lint loads the rules through the configuration and fails on a breach", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fleet-lint-" });
  try {
    await Deno.mkdir(`${folder}/tools`);
    await Deno.mkdir(`${folder}/src/core`, { recursive: true });
    await Deno.copyFile(new URL("tools/lint_layers.ts", ROOT), `${folder}/tools/lint_layers.ts`);
    const { lint } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ lint }));
    const file = `${folder}/src/core/a.ts`;

    await Deno.writeTextFile(file, `export { b } from "./b.ts";\n`);
    assertEquals((await lintFile(folder)).code, 0);

    await Deno.writeTextFile(file, `export { b } from "../lm/b.ts";\n`);
    const { code, text } = await lintFile(folder);
    assertEquals(code, 1);
    assertStringIncludes(text, `"src/core/a.ts" must not import "src/lm/b.ts"`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Runs `deno lint` on the one source of a project. */
async function lintFile(folder: string): Promise<{ readonly code: number; readonly text: string }> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["lint", "src"],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).output();
  return { code, text: new TextDecoder().decode(stderr) };
}
