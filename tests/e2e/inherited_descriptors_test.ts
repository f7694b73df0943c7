/**
 * A descriptor that whoever starts the program left open is no way out of the sandbox: a shell's
 * `exec 9<file`, a build server's log, a socket.
 */

import { assertEquals } from "@std/assert";
import { canIsolate } from "../backends/_isolation.ts";
import { createWorkspace } from "./_program.ts";

const CELL = `import os
for fd in range(3, 300):
    try:
        if b"secret" in os.pread(fd, 100, 0): print("GOT", fd)
    except OSError: pass
print("done")`;

for (const isolation of ["process", "landlock", "bubblewrap"] as const) {
  Deno.test({
    name: `a guest (${isolation}) has no descriptor that the program inherited`,
    ignore: Deno.build.os === "windows" || !(await canIsolate(isolation)),
    async fn() {
      await using at = await createWorkspace();
      const secret = await at.write("secret.txt", "secret words");
      const { args, command, env } = at.describe([
        ...["exec", "--backend=local", `--isolation=${isolation}`, `--cell=${CELL}`],
      ]);
      const { stdout, stderr } = await new Deno.Command("sh", {
        args: [
          ...["-c", 'exec 9<"$1"; shift; exec "$@"', "sh", secret, command, ...args],
        ],
        cwd: at.folder,
        clearEnv: true,
        env,
        stdin: "null",
      }).output();
      const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      assertEquals([decode(stdout), decode(stderr)], ["done\n", ""]);
    },
  });
}
