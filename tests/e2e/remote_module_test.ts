/**
 * The package as a remote module: nothing in it may need a file beside it or its own configuration.
 */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { tinyPdf } from "../fakes/tiny_pdf.ts";
import { serveModules } from "./_module_server.ts";
import { createWorkspace, type Workspace } from "./_program.ts";

/** Runs Deno in the workspace with a cache of its own that shares the npm packages at hand. */
async function deno(at: Workspace, args: readonly string[]): Promise<Deno.CommandOutput> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const { npmCache } = JSON.parse(new TextDecoder().decode(stdout)) as { npmCache: string };
  const folder = `${at.folder}/deno`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.symlink(npmCache, `${folder}/npm`).catch(() => {}); // There from the first time on.
  return await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-config", "--no-lock", "--no-check", "--quiet", ...args],
    cwd: at.folder,
    env: { DENO_DIR: folder, HOME: at.folder, NO_COLOR: "1" },
    stdin: "null",
  }).output();
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("the program runs from a URL and says so", async () => {
  await using at = await createWorkspace();
  await using server = await serveModules();
  await at.write("a.pdf", tinyPdf([["The ferry leaves at seven."]]));
  const argvs = [
    ["--version"],
    ["init", "--list"],
    ["exec", "--backend=local", "--input=doc=@a.pdf", "--cell=doc.strip()[-6:]"],
  ];
  await at.write(
    "run.ts",
    `import { runCli } from "${server.url}/program.ts";
import { BACKENDS } from "${server.url}/lib.ts";
import { SCAFFOLD } from "${server.url}/scaffold/mod.ts";
for (const argv of ${JSON.stringify(argvs)}) {
  await runCli(argv, { backends: BACKENDS, scaffold: SCAFFOLD });
}
`,
  );
  const { stdout, stderr } = await deno(at, ["run.ts"]);
  assertEquals(text(stderr), "");
  for (const part of [" (from 127.0.0.1, Deno ", "\nAvailable skills (", "\n'seven.'\n"]) {
    assertStringIncludes(text(stdout), part);
  }
});

Deno.test("the library runs from a URL", async () => {
  await using at = await createWorkspace();
  await using server = await serveModules();
  await at.write("notes.md", "# Gauges\n\nThe tide gauge reads too low: mussels block it.\n");
  await at.write(
    "run.ts",
    `import { BACKENDS, createModels, openTextFile, parseSignature, runRlm } from "${server.url}/lib.ts";
const backend = await BACKENDS["local"].load({});
const { planner } = await createModels({ planner: "offline", settings: {} });
const result = await runRlm({
  signature: parseSignature("document, query -> findings: list, answer"),
  variables: [
    { kind: "file", name: "document", file: await openTextFile("notes.md") },
    { kind: "value", name: "query", value: "Why does the tide gauge read too low?" },
  ],
  planner,
  backend: "local",
  createInterpreter: (options) => backend.createInterpreter(options),
});
console.log(JSON.stringify([result.status, result.outputs]));
`,
  );
  const { stdout, stderr } = await deno(at, ["run.ts"]);
  assertEquals(text(stderr), "");
  const [status, outputs] = JSON.parse(text(stdout));
  assertEquals(status, "submitted");
  assert(outputs.answer.includes("mussels"), text(stdout));
});
