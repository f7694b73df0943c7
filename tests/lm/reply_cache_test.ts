import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { openReplyCache } from "../../src/lm/reply_cache.ts";
import { openReplyDatabase, type ReplyStats } from "../../src/lm/reply_database.ts";

/** A path for a cache in a folder that is removed afterwards. */
async function withFile(work: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "fleet-cache-" });
  try {
    await work(`${folder}/deeper/replies.sqlite`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function statsOf(path: string): Promise<ReplyStats> {
  using file = await openReplyDatabase(path, { isReadOnly: true });
  return file.stats();
}

const reply = (text: string) => ({ text, finishReason: "stop" }) as const;

Deno.test("openReplyCache keeps replies from one opening to the next, and counts their uses", async () => {
  await withFile(async (path) => {
    {
      using cache = await openReplyCache(path, { mode: "on" });
      assertEquals(cache.get("a"), undefined);
      cache.put("a", reply("Eins\n\u{1f600}"));
      cache.put("a", reply("later"));
      cache.put("b", { text: "x", finishReason: "other" });
    }
    {
      using cache = await openReplyCache(path, { mode: "on" });
      assertEquals(cache.get("a"), reply("Eins\n\u{1f600}"));
      assertEquals(cache.get("a"), reply("Eins\n\u{1f600}"));
      assertEquals(cache.get("b"), { text: "x", finishReason: "other" });
    }
    assertEquals(await statsOf(path), { entries: 2, bytes: 410, hits: 3 });
  });
});

Deno.test({
  name: "openReplyCache makes files that are the user's alone",
  ignore: Deno.build.os === "windows",
  fn: () =>
    withFile(async (path) => {
      using cache = await openReplyCache(path, { mode: "on" });
      cache.put("a", reply("secret"));
      const folder = path.replace(/\/[^/]+$/, "");
      const modes: Record<string, number> = {};
      for await (const { name } of Deno.readDir(folder)) {
        modes[name] = ((await Deno.stat(`${folder}/${name}`)).mode ?? 0) & 0o777;
      }
      assertEquals(modes, {
        "replies.sqlite": 0o600,
        "replies.sqlite-shm": 0o600,
        "replies.sqlite-wal": 0o600,
      });
      assertEquals(((await Deno.stat(folder)).mode ?? 0) & 0o777, 0o700);
    }),
});

Deno.test("openReplyCache keeps nothing and makes no file when it only reads", async () => {
  await withFile(async (path) => {
    const warnings: string[] = [];
    const options = { mode: "read", onWarn: (message: string) => warnings.push(message) } as const;
    {
      using cache = await openReplyCache(path, options);
      cache.put("a", reply("1"));
      assertEquals(cache.get("a"), undefined);
    }
    await assertRejects(() => Deno.stat(path), Deno.errors.NotFound);
    {
      using cache = await openReplyCache(path, { mode: "on" });
      cache.put("a", reply("1"));
    }
    {
      using cache = await openReplyCache(path, options);
      cache.put("b", reply("2"));
      assertEquals([cache.get("a"), cache.get("b")], [reply("1"), undefined]);
    }
    assertEquals(await statsOf(path), { entries: 1, bytes: 201, hits: 0 });
    assertEquals(warnings, []);
  });
});

Deno.test("openReplyCache warns once and goes on without a file that is no database", async () => {
  await withFile(async (path) => {
    await Deno.mkdir(path.replace(/\/[^/]+$/, ""));
    await Deno.writeTextFile(path, "no database ".repeat(500));
    for (const mode of ["on", "read"] as const) {
      const warnings: string[] = [];
      using cache = await openReplyCache(path, { mode, onWarn: (said) => warnings.push(said) });
      cache.put("a", reply("1"));
      assertEquals([cache.get("a"), warnings.length], [undefined, 1]);
      assertStringIncludes(warnings[0]!, `"${path}"`);
      assertStringIncludes(warnings[0]!, "cache clear");
    }
  });
});

Deno.test("openReplyCache warns once when the file breaks under way", async () => {
  await withFile(async (path) => {
    const warnings: string[] = [];
    using cache = await openReplyCache(path, { mode: "on", onWarn: (said) => warnings.push(said) });
    cache.put("a", reply("1"));
    {
      using other = await openReplyDatabase(path);
      other.clear();
    }
    const { DatabaseSync } = await import("node:sqlite");
    const vandal = new DatabaseSync(path);
    vandal.exec("DROP TABLE reply");
    vandal.close();
    for (const key of ["b", "c"]) cache.put(key, reply("2"));
    assertEquals([cache.get("b"), warnings.length], [undefined, 1]);
  });
});

Deno.test("openReplyCache refuses a file of a version that it does not know", async () => {
  await withFile(async (path) => {
    using _made = await openReplyDatabase(path);
    const { DatabaseSync } = await import("node:sqlite");
    const other = new DatabaseSync(path);
    other.exec("PRAGMA user_version = 7");
    other.close();
    await assertRejects(() => openReplyDatabase(path), Error, "version 7");
  });
});

Deno.test("openReplyDatabase drops what was not used for the longest time when it is full", async () => {
  await withFile(async (path) => {
    using file = await openReplyDatabase(path, { maxBytes: 3_000 });
    const text = "x".repeat(800);
    for (const key of ["a", "b", "c"]) file.add(key, reply(text));
    // A clock that stood still must not matter: order of insertion decides then.
    file.add("d", reply(text));
    const kept = ["a", "b", "c", "d"].filter((key) => file.find(key) !== undefined);
    assertEquals(kept, ["c", "d"]);
    assertEquals(file.stats().bytes, 2_000);
    file.add("e", reply("y".repeat(5_000)));
    assertEquals(file.find("e"), undefined);
  });
});

Deno.test("openReplyDatabase empties the file and makes it small again", async () => {
  await withFile(async (path) => {
    using file = await openReplyDatabase(path);
    for (let i = 0; i < 50; i++) file.add(`k${i}`, reply("x".repeat(10_000)));
    file.count(new Map([["k1", 4]]));
    assertEquals(file.clear(), 50);
    assertEquals(file.stats(), { entries: 0, bytes: 0, hits: 0 });
    assertEquals((await Deno.stat(path)).size < 100_000, true);
  });
});

Deno.test("openReplyDatabase serves several processes at once", async () => {
  await withFile(async (path) => {
    const module = new URL("../../src/lm/reply_database.ts", import.meta.url);
    const code = `
      const { openReplyDatabase } = await import(${JSON.stringify(module.href)});
      using file = await openReplyDatabase(${JSON.stringify(path)});
      for (let i = 0; i < 200; i++) {
        file.add(Deno.args[0] + i, { text: "t" + i, finishReason: "stop" });
        file.add("shared" + i, { text: "t" + i, finishReason: "stop" });
        if (file.find("shared" + i)?.text !== "t" + i) throw new Error("lost");
      }
      file.count(new Map([["shared1", 1]]));`;
    const runs = ["p", "q", "r"].map((name) =>
      new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "--no-check",
          "--allow-read",
          "--allow-write",
          `data:text/javascript,${encodeURIComponent(code)}`,
          name,
        ],
        stdout: "null",
      }).output()
    );
    for (const { code, stderr } of await Promise.all(runs)) {
      assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
    }
    const { entries, hits } = await statsOf(path);
    assertEquals([entries, hits], [800, 3]);
  });
});
