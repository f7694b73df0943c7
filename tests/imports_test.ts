/**
 * What `main.ts` loads before any command runs: none of the heavy packages; and `lib.ts`: nothing of
 * the command line.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";

/** The part of `deno info --json` that is read here. */
interface ModuleGraph {
  readonly roots: readonly string[];
  readonly redirects: Readonly<Record<string, string>>;
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly specifier: string;
      readonly code?: { readonly specifier?: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
}

const ROOT = new URL("../", import.meta.url);
const MAIN = new URL("main.ts", ROOT);
const HEAVY = /^npm:\/?(fflate|modal|openai|unpdf|zod)@/;

/** The modules that load together with the entry, by following static imports alone. */
async function staticGraph(entry: URL): Promise<ReadonlySet<string>> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--no-lock", "--config=deno.json", entry.href],
    cwd: ROOT,
    stderr: "null",
  }).output();
  const graph: ModuleGraph = JSON.parse(new TextDecoder().decode(stdout));
  const modules = new Map(graph.modules.map((module) => [module.specifier, module]));
  const loaded = new Set(graph.roots);
  for (const specifier of loaded) {
    for (const dependency of modules.get(specifier)?.dependencies ?? []) {
      const target = dependency.code?.specifier;
      if (target !== undefined && !dependency.isDynamic) {
        loaded.add(graph.redirects[target] ?? target);
      }
    }
  }
  return loaded;
}

Deno.test("main.ts loads none of the heavy packages before a command asks for it", async () => {
  const loaded = await staticGraph(MAIN);
  assert(loaded.size > 10, "The graph of main.ts is suspiciously small");
  assertEquals([...loaded].filter((specifier) => HEAVY.test(specifier)), []);
});

Deno.test("lib.ts leads to nothing of the command line", async () => {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--no-lock", new URL("lib.ts", ROOT).href],
    cwd: ROOT,
    stderr: "null",
  }).output();
  const graph: ModuleGraph = JSON.parse(new TextDecoder().decode(stdout));
  const all = graph.modules.map(({ specifier }) => specifier);
  assert(all.some((specifier) => specifier.endsWith("/src/rlm/run.ts")));
  assertEquals(all.filter((specifier) => /\/(?:src\/cli\/|main\.ts$)/.test(specifier)), []);
});

Deno.test("staticGraph sees a package that is imported statically and not one that is lazy", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fleet-imports-" });
  try {
    const entry = new URL(`file://${folder}/entry.ts`);
    await Deno.writeTextFile(entry, `import "./b.ts"; await import("openai");`);
    await Deno.writeTextFile(`${folder}/b.ts`, `import "zod"; import type { X } from "modal";`);
    const heavy = [...await staticGraph(entry)].filter((specifier) => HEAVY.test(specifier));
    assertEquals(heavy.map((specifier) => HEAVY.exec(specifier)?.[1]), ["zod"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
