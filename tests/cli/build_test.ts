import { assertEquals } from "@std/assert";
import { currentBuild, describeBuild } from "../../src/cli/build.ts";
import { VERSION } from "../../src/core/version.gen.ts";

Deno.test("describeBuild names the commit of a program that was bundled", () => {
  const build = {
    version: "1.2.3",
    commit: "1f2e3d4c5b6a+",
    deno: "2.9.6",
    platform: "linux x86_64",
  };
  assertEquals(
    describeBuild(build),
    "fleet-rlm 1.2.3 (commit 1f2e3d4c5b6a+, Deno 2.9.6, linux x86_64)",
  );
});

Deno.test("describeBuild says that a program runs from its source", () => {
  const build = currentBuild();
  assertEquals([build.version, build.commit], [VERSION, undefined]);
  assertEquals(
    describeBuild(build),
    `fleet-rlm ${VERSION} (from source, Deno ${Deno.version.deno}, ${build.platform})`,
  );
});
