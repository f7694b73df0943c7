/**
 * `deno run -A tools/publish.ts`: publishes the package to JSR from a copy without stand-ins, as a
 * release does. Takes what `deno publish` takes; the account is that of the environment.
 *
 * @module
 */

import { copyPackage } from "./release/package_copy.ts";

if (import.meta.main) {
  const folder = await Deno.makeTempDir({ prefix: "fleet-publish-" });
  try {
    await copyPackage(new URL("../", import.meta.url), folder, "registry");
    const command = new Deno.Command(Deno.execPath(), {
      args: ["publish", ...Deno.args],
      cwd: folder,
      stdin: "inherit",
    });
    Deno.exitCode = (await command.spawn().status).code;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
