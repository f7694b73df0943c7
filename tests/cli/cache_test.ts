import { assertEquals, assertStringIncludes } from "@std/assert";
import { runCli } from "../../src/cli/run_cli.ts";
import { openReplyCache } from "../../src/lm/reply_cache.ts";
import { createMemoryTerminal, type MemoryTerminal } from "./_memory_terminal.ts";

/** A cache folder that is removed afterwards. */
interface CacheHome extends AsyncDisposable {
  /** Path of the cache's file. */
  readonly path: string;
  /** Runs `cache` there. */
  run(...argv: readonly string[]): Promise<{ code: number; terminal: MemoryTerminal }>;
}

async function createHome(): Promise<CacheHome> {
  const home = await Deno.makeTempDir({ prefix: "fleet-cache-" });
  const env = { XDG_CACHE_HOME: home };
  return {
    path: `${home}/fleet-rlm/replies.sqlite`,
    run: async (...argv) => {
      const terminal = createMemoryTerminal();
      const code = await runCli(["cache", ...argv], { backends: {}, terminal, env, cwd: "/" });
      return { code, terminal };
    },
    [Symbol.asyncDispose]: () => Deno.remove(home, { recursive: true }),
  };
}

async function fill(path: string): Promise<void> {
  for (let i = 0; i < 2; i++) {
    using cache = await openReplyCache(path, { mode: "on" });
    cache.put("a", { text: "answer", finishReason: "stop" });
    cache.put("b", { text: "other", finishReason: "stop" });
    cache.get("a");
  }
}

Deno.test("cache says that there is nothing before anything was kept, and makes no file", async () => {
  await using home = await createHome();
  const { code, terminal } = await home.run();
  assertEquals([code, terminal.stderr], [0, ""]);
  assertEquals(terminal.stdout, `path: ${home.path}\nentries: 0\nbytes: 0\nhits: 0\n`);
  assertEquals((await home.run("clear")).terminal.stdout, `path: ${home.path}\ncleared: 0\n`);
  assertEquals((await home.run()).code, 0);
});

Deno.test("cache shows what there is and clears it", async () => {
  await using home = await createHome();
  await fill(home.path);
  const expected = { path: home.path, entries: 2, bytes: 411, hits: 2 };
  assertEquals(JSON.parse((await home.run("--json")).terminal.stdout), expected);
  assertEquals(JSON.parse((await home.run("clear", "--json")).terminal.stdout), {
    path: home.path,
    cleared: 2,
  });
  const { terminal } = await home.run();
  assertEquals(terminal.stdout, `path: ${home.path}\nentries: 0\nbytes: 0\nhits: 0\n`);
});

Deno.test("cache says what to do about a file that is no good, and clear does it", async () => {
  await using home = await createHome();
  await fill(home.path);
  await Deno.writeTextFile(home.path, "no database ".repeat(1_000));
  const { code, terminal } = await home.run();
  assertEquals([code, terminal.stdout], [1, ""]);
  assertStringIncludes(terminal.stderr, `Cannot read cache "${home.path}"`);
  assertStringIncludes(terminal.stderr, 'Make it anew with "fleet-rlm cache clear"');
  const cleared = await home.run("clear");
  assertEquals(cleared.terminal.stdout, `path: ${home.path}\ncleared: 0\nremoved: True\n`);
  assertEquals((await home.run()).code, 0);
});

Deno.test("cache refuses to do what it cannot", async () => {
  await using home = await createHome();
  const { code, terminal } = await home.run("empty");
  assertEquals([code, terminal.stdout], [2, ""]);
  assertStringIncludes(terminal.stderr, 'Cannot use "empty" for ACTION: it must be "clear"');
});
