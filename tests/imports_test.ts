/**
 * What a start loads: `main.ts` for help pages and the prompt hook a few modules, `program.ts` before any
 * command none of the heavy packages, `lib.ts` nothing of the command line.
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
const PROGRAM = new URL("program.ts", ROOT);
const HEAVY =
  /^npm:\/?(@grpc\/grpc-js|@modelcontextprotocol\/sdk|diff|fflate|js-yaml|modal|openai|smol-toml|unpdf|zod)@/;

/** Most modules that a start from source reads for `--help`; each takes half a millisecond and more. */
const MOST_READ_FOR_HELP = 11;

/** The same for the help page of a command and for the Tab key. */
const MOST_READ_FOR_PAGE = 24;

async function readGraph(entry: URL): Promise<ModuleGraph> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--no-lock", "--config=deno.json", entry.href],
    cwd: ROOT,
    stderr: "null",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** The modules that load together with the entry, by following static imports alone. */
async function staticGraph(entry: URL): Promise<ReadonlySet<string>> {
  const graph = await readGraph(entry);
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

/** All that Deno reads before the entry runs: lazy imports as well, but for types. */
async function readAhead(entry: URL): Promise<ReadonlySet<string>> {
  const graph = await readGraph(entry);
  const modules = new Map(graph.modules.map((module) => [module.specifier, module]));
  const read = new Set(graph.roots);
  for (const specifier of read) {
    for (const { code } of modules.get(specifier)?.dependencies ?? []) {
      if (code?.specifier !== undefined) read.add(code.specifier);
    }
  }
  return read;
}

Deno.test("main.ts answers --help with few modules read", async () => {
  const read = [...await readAhead(new URL("main.ts", ROOT))];
  assert(read.some((specifier) => specifier.endsWith("/command_index.gen.ts")));
  assert(read.length <= MOST_READ_FOR_HELP, read.join("\n"));
});

Deno.test("main.ts answers other help pages and the Tab key without the program", async () => {
  const read = [...await readAhead(new URL("src/cli/answer_from_pages.ts", ROOT))];
  assert(read.some((specifier) => specifier.endsWith("/command_pages.gen.ts")));
  assert(read.length <= MOST_READ_FOR_PAGE, read.join("\n"));
  assertEquals(read.filter((specifier) => HEAVY.test(specifier)), []);
});

Deno.test("main.ts answers the prompt hook with few modules read", async () => {
  const read = [...await readAhead(new URL("hook.ts", ROOT))];
  assert(read.some((specifier) => specifier.endsWith("/prompt_rules.gen.ts")));
  assert(read.length <= MOST_READ_FOR_HELP, read.join("\n"));
});

Deno.test("program.ts loads none of the heavy packages before a command asks for it", async () => {
  const loaded = await staticGraph(PROGRAM);
  assert(loaded.size > 5, "The graph of program.ts is suspiciously small");
  assertEquals([...loaded].filter((specifier) => HEAVY.test(specifier)), []);
});

Deno.test("lib.ts leads to nothing of the command line", async () => {
  const graph = await readGraph(new URL("lib.ts", ROOT));
  const all = graph.modules.map(({ specifier }) => specifier);
  assert(all.some((specifier) => specifier.endsWith("/src/rlm/run.ts")));
  assertEquals(
    all.filter((specifier) => /\/(?:src\/cli\/|(?:main|program)\.ts$)/.test(specifier)),
    [],
  );
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
