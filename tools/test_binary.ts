/**
 * `deno task test:binary`: compiles the program and tries what came out, away from everything that it
 * could lean on. Takes what `deno test` takes.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

if (import.meta.main) {
  const root = new URL("../", import.meta.url);
  const deno = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const command = new Deno.Command(Deno.execPath(), { args: [...args], cwd: root, env });
    return (await command.spawn().status).code;
  };
  const compiled = await deno(["run", "-A", "tools/compile.ts"]);
  if (compiled !== 0) Deno.exit(compiled);
  const ending = Deno.build.os === "windows" ? ".exe" : "";
  const program = fileURLToPath(new URL(`dist/fleet-rlm${ending}`, root));
  const args = ["test", "-A", "--no-check", "--no-prompt", "tests/binary", ...Deno.args];
  Deno.exit(await deno(args, { FLEET_RLM_BINARY: program }));
}
