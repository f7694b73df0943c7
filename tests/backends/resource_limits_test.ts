/** Resource limits are in force at every isolation level, and the session outlives what they stop. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createLocalBackend } from "../../backends/local/mod.ts";
import type { BackendSettings } from "../../src/core/backend.ts";
import { canIsolate } from "./_isolation.ts";

const LIMITS: readonly {
  readonly name: string;
  readonly settings: BackendSettings;
  readonly code: string;
  readonly expected: RegExp;
}[] = [
  {
    name: "memory",
    settings: { limits: { memoryBytes: 1 << 30 } },
    code: "x = bytearray(2 << 30)",
    expected: /MemoryError/,
  },
  {
    name: "file size",
    settings: { limits: { fileBytes: 1 << 20 } },
    code: tried("open('f', 'wb').write(b'0' * (2 << 20))"),
    expected: /REFUSED 27/,
  },
  {
    name: "open files",
    settings: { limits: { openFiles: 64 } },
    code: tried("[open('/dev/null') for _ in range(100)]"),
    expected: /REFUSED 24/,
  },
];

for (const isolation of ["process", "landlock", "bubblewrap"] as const) {
  const ignore = !(await canIsolate(isolation));
  for (const { name, settings, code, expected } of LIMITS) {
    Deno.test({
      name: `${isolation} limits ${name} and the session goes on`,
      ignore,
      async fn() {
        await using interpreter = createLocalBackend({ ...settings, isolation })
          .createInterpreter();
        const result = await interpreter.execute(code);
        const text = result.status === "error" ? result.error.traceback : result.output.text;
        assert(expected.test(text), text);
        assertEquals((await interpreter.execute("1 + 1")).output.text, "2\n");
      },
    });
  }
  Deno.test({
    name: `${isolation} ends a guest whose processor time is used up and says so`,
    ignore,
    async fn() {
      await using interpreter = createLocalBackend({ isolation, limits: { cpuSeconds: 1 } })
        .createInterpreter();
      const result = await interpreter.execute("while True: pass");
      assert(result.status === "crashed");
      assertStringIncludes(result.reason, "SIGXCPU (its processor time was used up)");
    },
  });
}

function tried(action: string): string {
  return `try:\n    print("GOT", ${action})\nexcept OSError as e:\n    print("REFUSED", e.errno)`;
}
