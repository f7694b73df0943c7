import { assertEquals } from "@std/assert";
import { startFakeModal } from "../fakes/modal/mod.ts";
import { LIVE_POINTS, openLiveCloud } from "./mod.ts";

/** Points that move much or wait long. */
const LONG: readonly string[] = ["files", "stdin-limit"];
/** Points that need a root folder of the sandbox's own. */
const BOXED: readonly string[] = ["network", "volume", "volume-share", "volume-folder"];

Deno.test({
  name: "the points for a live account hold for the fake, but for those that take long",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using fake = await startFakeModal();
    await using cloud = await openLiveCloud((name) => fake.env[name]);
    const isBoxed = fake.isolation === "bubblewrap";
    for (const { name, isSlow, run } of LIVE_POINTS) {
      if (isSlow || LONG.includes(name) || !isBoxed && BOXED.includes(name)) continue;
      const seen = await run(cloud).catch((thrown) => `${name} differs: ${thrown}`);
      assertEquals(seen.includes("differs: "), false, seen);
    }
  },
});

Deno.test("docs/modal.md names every point for a live account, with its claim", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/modal.md", import.meta.url));
  const [, list = ""] = page.split("## What only a live account can show");
  const rows = [...list.matchAll(/^\| `([\w-]+)` +\| (.+?) +\|$/gm)].map(([, ...cells]) => cells);
  const points = LIVE_POINTS.map(({ name, claim }) => [name, claim]);
  assertEquals(rows.filter(([name]) => name !== "conform"), points);
});
