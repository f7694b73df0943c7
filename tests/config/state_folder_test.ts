import { assertEquals } from "@std/assert";
import { cacheFolder } from "../../src/config/cache_folder.ts";
import { recordPath, stateFolder } from "../../src/config/state_folder.ts";
import type { UserPlaces } from "../../src/config/user_places.ts";

const CASES: readonly [sources: UserPlaces, folder: string][] = [
  [{ env: { XDG_STATE_HOME: "/s", HOME: "/h" }, os: "linux", home: "/x" }, "/s/fleet-rlm"],
  [{ env: { XDG_STATE_HOME: "/s" }, os: "darwin", home: "/x" }, "/s/fleet-rlm"],
  [
    { env: { XDG_STATE_HOME: "rel", HOME: "/h" }, os: "linux", home: "/x" },
    "/h/.local/state/fleet-rlm",
  ],
  [{ env: {}, os: "linux", home: "/x" }, "/x/.local/state/fleet-rlm"],
  [
    { env: { HOME: "/h" }, os: "darwin", home: "/x" },
    "/h/Library/Application Support/fleet-rlm",
  ],
  [{ env: { LOCALAPPDATA: "C:\\L" }, os: "windows", home: "C:\\x" }, "C:\\L\\fleet-rlm"],
  [{ env: {}, os: "windows", home: "C:\\x" }, "C:\\x\\AppData\\Local\\fleet-rlm"],
];

for (const [sources, folder] of CASES) {
  Deno.test(`stateFolder of ${JSON.stringify(sources)}`, () => {
    assertEquals(stateFolder(sources), folder);
  });
}

Deno.test("recordPath names the file after the run", () => {
  assertEquals(recordPath("/s/fleet-rlm", "r1"), "/s/fleet-rlm/runs/r1.jsonl");
});

const CACHES: readonly [sources: UserPlaces, folder: string][] = [
  [{ env: { XDG_CACHE_HOME: "/c", HOME: "/h" }, os: "linux", home: "/x" }, "/c/fleet-rlm"],
  [{ env: { XDG_CACHE_HOME: "c", HOME: "/h" }, os: "linux", home: "/x" }, "/h/.cache/fleet-rlm"],
  [{ env: {}, os: "darwin", home: "/x" }, "/x/Library/Caches/fleet-rlm"],
  [{ env: { LOCALAPPDATA: "C:\\L" }, os: "windows", home: "C:\\x" }, "C:\\L\\fleet-rlm\\cache"],
];

for (const [sources, folder] of CACHES) {
  Deno.test(`cacheFolder of ${JSON.stringify(sources)}`, () => {
    assertEquals(cacheFolder(sources), folder);
  });
}
