/** Every boundary that an isolation level claims has a test here that tries to cross it. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createLocalBackend } from "../../backends/local/mod.ts";
import { FleetError } from "../../src/core/errors.ts";
import type { BackendSettings, IsolationLevel } from "../../src/core/backend.ts";
import { openTextFile } from "../../src/inputs/open_text_file.ts";
import { canIsolate } from "./_isolation.ts";

interface Crossing {
  readonly name: string;
  /** Python that prints what it got. */
  readonly code: string;
  /** What a closed boundary prints. */
  readonly closed: RegExp;
  /** The levels that close it. */
  readonly levels: readonly IsolationLevel[];
}

const folder = await Deno.makeTempDir({ prefix: "fleet-test-" });
const secret = `${folder}/secret.txt`;
await Deno.writeTextFile(secret, "hidden words");
// Never accepts: a connection that succeeds got as far as the host's network.
const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
const { port } = listener.addr;
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const BOTH: readonly IsolationLevel[] = ["landlock", "bubblewrap"];
const ALL: readonly IsolationLevel[] = [...BOTH, "sandbox-exec"];

/** Whether to leave a level out. A Mac has its own, always: were it not to hold, tests must say so. */
async function isLeftOut(isolation: IsolationLevel): Promise<boolean> {
  if (isolation === "sandbox-exec") return Deno.build.os !== "darwin";
  return Deno.build.os === "darwin" || !(await canIsolate(isolation));
}

function tried(action: string): string {
  return `try:\n    print("GOT", ${action})\nexcept OSError as e:\n    print("REFUSED", e.errno)`;
}

const CROSSINGS: readonly Crossing[] = [
  {
    name: "reads a file of the user",
    code: tried(`open(${JSON.stringify(secret)}).read()`),
    closed: /REFUSED (1|2|13)/,
    levels: ALL,
  },
  {
    name: "writes beside a file of the user",
    code: tried(`open(${JSON.stringify(`${folder}/new`)}, "w").write("x")`),
    closed: /REFUSED/,
    levels: ALL,
  },
  {
    name: "lists a folder of the user",
    code: tried(`__import__("os").listdir(${JSON.stringify(folder)})`),
    closed: /REFUSED/,
    levels: ALL,
  },
  {
    name: "writes to the system",
    code: tried(`open("/usr/fleet-test", "w")`),
    closed: /REFUSED/,
    levels: ALL,
  },
  {
    name: "reads the accounts",
    code: tried(`open("/etc/shadow").read(5)`),
    closed: /REFUSED/,
    levels: BOTH,
  },
  {
    name: "reads the environment of the host process",
    code: tried(`open(f"/proc/${Deno.pid}/environ", "rb").read(1)`),
    closed: /REFUSED/,
    levels: BOTH,
  },
  {
    name: "reads the memory of the host process",
    code: tried(`open(f"/proc/${Deno.pid}/mem", "rb").read(1)`),
    closed: /REFUSED/,
    levels: BOTH,
  },
  {
    name: "connects to a server on loopback",
    code: tried(`__import__("socket").create_connection(("127.0.0.1", ${port}), 2)`),
    closed: /REFUSED/,
    levels: ALL,
  },
  {
    name: "sends a datagram",
    code: "import socket\n" +
      tried(`socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53))`),
    closed: /REFUSED/,
    levels: ALL,
  },
  {
    name: "sees other processes",
    code: "import os\nprint('GOT' if os.path.exists('/proc/" + Deno.pid +
      "/status') else 'REFUSED')",
    closed: /REFUSED/,
    levels: ["bubblewrap"],
  },
  {
    name: "makes namespaces of its own",
    code: "import subprocess\n" +
      "p = subprocess.run(['unshare', '-U', 'id', '-u'], capture_output=True, text=True)\n" +
      "print('GOT' if p.returncode == 0 else 'REFUSED')",
    closed: /REFUSED/,
    levels: ["landlock"],
  },
  {
    name: "signals the host process",
    code: tried(`__import__("os").kill(${Deno.pid}, 0)`).replace(
      "OSError",
      "(OSError, ProcessLookupError)",
    ),
    closed: /REFUSED/,
    levels: ["bubblewrap", "sandbox-exec"],
  },
  {
    name: "traces another process",
    code: "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n" +
      `print('GOT' if libc.ptrace(16, ${Deno.pid}, 0, 0) == 0 else 'REFUSED')`,
    closed: /REFUSED/,
    levels: BOTH,
  },
  {
    name: "does so from a child process",
    code: "import subprocess, sys\n" +
      `p = subprocess.run([sys.executable, '-c', 'print(open(${
        JSON.stringify(secret)
      }).read())'], ` +
      "capture_output=True, text=True)\nprint('GOT' + p.stdout if p.stdout else 'REFUSED')",
    closed: /REFUSED/,
    levels: ALL,
  },
  {
    name: "fills the disk",
    code:
      "try:\n    with open('big', 'wb') as f:\n        for _ in range(1200): f.write(b'0' * (1 << 20))\n" +
      "    print('GOT')\nexcept OSError as e:\n    print('REFUSED', e.errno)",
    closed: /REFUSED 28/,
    levels: ["bubblewrap"],
  },
];

async function outputOf(settings: BackendSettings, code: string): Promise<string> {
  await using interpreter = createLocalBackend(settings).createInterpreter();
  const result = await interpreter.execute(code);
  return result.status === "error" ? result.error.traceback : result.output.text;
}

for (const isolation of ALL) {
  const ignore = await isLeftOut(isolation);
  for (const { name, code, closed, levels } of CROSSINGS) {
    if (!levels.includes(isolation)) continue;
    Deno.test({
      name: `${isolation} holds when the guest ${name}`,
      ignore,
      async fn() {
        const output = await outputOf({ isolation }, code);
        assert(closed.test(output) && !output.includes("GOT"), output);
      },
    });
  }
  Deno.test({
    name: `${isolation} lets in what was allowed, by name`,
    ignore,
    async fn() {
      const readable = await Deno.makeTempDir();
      const writable = await Deno.makeTempDir();
      await Deno.writeTextFile(`${readable}/a.txt`, "allowed words");
      const settings: BackendSettings = {
        isolation,
        allowNet: true,
        allowRead: [readable],
        allowWrite: [writable],
      };
      try {
        assertStringIncludes(
          await outputOf(settings, `open("${readable}/a.txt").read()`),
          "allowed",
        );
        assertStringIncludes(
          await outputOf(settings, tried(`open("${readable}/b", "w")`)),
          "REFUSED",
        );
        assertStringIncludes(
          await outputOf(settings, tried(`open("${writable}/b", "w").write("x")`)),
          "GOT",
        );
        assertEquals(await Deno.readTextFile(`${writable}/b`), "x");
        const connect = `__import__("socket").create_connection(("127.0.0.1", ${port}), 2)`;
        assertStringIncludes(await outputOf(settings, tried(connect)), "GOT");
      } finally {
        await Deno.remove(readable, { recursive: true });
        await Deno.remove(writable, { recursive: true });
      }
    },
  });
  Deno.test({
    name: `${isolation} binds files that were announced and files that were not`,
    ignore,
    async fn() {
      const late = `${folder}/late ünïcode.txt`;
      await Deno.writeTextFile(late, "late words");
      const [early, unannounced] = [await openTextFile(secret), await openTextFile(late)];
      await using interpreter = createLocalBackend({ isolation })
        .createInterpreter({ files: [early] });
      await interpreter.bind([{ kind: "file", name: "first", file: early }]);
      await interpreter.bind([{ kind: "file", name: "second", file: unannounced }]);
      const result = await interpreter.execute("print(first, second)");
      assertEquals(result.output.text, "hidden words late words\n");
    },
  });
}

for (const isolation of ["process", ...BOTH] as const) {
  Deno.test({
    name: `${isolation} leaves no child behind that made a session of its own`,
    ignore: !(await canIsolate(isolation)),
    async fn() {
      const marker = `marker${crypto.randomUUID()}`;
      await using interpreter = createLocalBackend({ isolation }).createInterpreter();
      await interpreter.execute(
        "import subprocess\ntry:\n" +
          `    subprocess.Popen(["sh", "-c", "sleep 600 # ${marker}"], start_new_session=True)\n` +
          "except PermissionError: pass",
      );
      await interpreter.shutdown();
      assertEquals(await processesWith(marker), []);
    },
  });
}

Deno.test({
  name: "landlock with the network open keeps the Unix sockets of the host closed",
  ignore: !(await canIsolate("landlock")),
  async fn() {
    const path = `${folder}/host.sock`;
    using _listener = Deno.listen({ transport: "unix", path });
    const settings: BackendSettings = { isolation: "landlock", allowNet: true };
    const code = `import socket\n${tried(`socket.socket(socket.AF_UNIX).connect("${path}")`)}`;
    assertStringIncludes(await outputOf(settings, code), "REFUSED");
  },
});

Deno.test("local backend says which isolation is in force", async () => {
  await using interpreter = createLocalBackend({ isolation: "process" }).createInterpreter();
  const { isolation, network, filesystem } = await interpreter.start();
  assertEquals([isolation, network, filesystem], [
    "process",
    true,
    "all that the user may read and write",
  ]);
});

Deno.test("local backend fails instead of falling back below the isolation required", async () => {
  const backend = createLocalBackend({ isolation: "process", requireIsolation: "landlock" });
  await using interpreter = backend.createInterpreter();
  const error = await assertRejects(() => interpreter.start(), FleetError);
  assertEquals(error.code, "isolation-unavailable");
  assertStringIncludes(error.message, 'Cannot isolate the sandbox with "landlock"');
});

Deno.test({
  name: "bubblewrap leaves no process when the session ends in the middle of a cell",
  ignore: !(await canIsolate("bubblewrap")),
  async fn() {
    const marker = `marker${crypto.randomUUID()}`;
    const interpreter = createLocalBackend({ isolation: "bubblewrap" }).createInterpreter();
    const running = interpreter.execute(
      `import subprocess\nsubprocess.Popen(['sh', '-c', 'sleep 600 # ${marker}'], start_new_session=True)\n` +
        "while True: pass",
      { timeoutMs: 0 },
    ).catch(() => {});
    while (!(await processesWith(marker)).length) await new Promise((r) => setTimeout(r, 5));
    await interpreter.shutdown();
    await running;
    assertEquals(await processesWith(marker), []);
  },
});

async function processesWith(marker: string): Promise<readonly string[]> {
  const { stdout } = await new Deno.Command("ps", { args: ["-eo", "pid,args"] }).output();
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line.includes(marker));
}
