import { assert, assertEquals, assertThrows } from "@std/assert";
import { compileCommand } from "../../tools/build/compile_command.ts";
import { hostTarget, programName, TARGETS } from "../../tools/build/target.ts";

const OTHER = TARGETS.find((target) => target !== hostTarget())!;

Deno.test("compileCommand uses the running Deno unless DENO_COMPILE names another", () => {
  const options = { entry: "a/main.js", output: "b/fleet-rlm", target: OTHER };
  const own = compileCommand({ ...options, env: {} });
  assertEquals(own.slice(0, 2), [Deno.execPath(), "compile"]);
  assertEquals(own.slice(-3), [`--target=${OTHER.triple}`, "--output=b/fleet-rlm", "a/main.js"]);
  const named = compileCommand({ ...options, env: { DENO_COMPILE: " npx -y  deno@2.4.2 " } });
  assertEquals(named.slice(0, 4), ["npx", "-y", "deno@2.4.2", "compile"]);
});

Deno.test("compileCommand gives the programs what no configuration can give them", () => {
  const words = compileCommand({ entry: "main.js", output: "x", target: OTHER, env: {} });
  for (const flag of ["--allow-all", "--no-config", "--no-lock", "--no-code-cache"]) {
    assert(words.includes(flag), flag);
  }
});

Deno.test("compileCommand takes no runtime of this machine for another", () => {
  const options = { entry: "main.js", output: "x", env: { DENORT_BIN: "/opt/denort" } };
  assertThrows(
    () => compileCommand({ ...options, target: OTHER }),
    Error,
    `Cannot compile for ${OTHER.name}: DENORT_BIN`,
  );
  const target = hostTarget();
  if (target === undefined) return;
  assert(!compileCommand({ ...options, target }).some((word) => word.startsWith("--target")));
});

Deno.test("programName ends in .exe on Windows alone", () => {
  assertEquals(TARGETS.map(programName), [
    "fleet-rlm-linux-x64",
    "fleet-rlm-linux-arm64",
    "fleet-rlm-macos-x64",
    "fleet-rlm-macos-arm64",
    "fleet-rlm-windows-x64.exe",
  ]);
});
