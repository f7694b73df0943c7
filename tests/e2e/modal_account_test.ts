/** What only a real process and a real terminal show of the commands about an account. */

import { assertEquals, assertMatch } from "@std/assert";
import { findPython } from "../../backends/local/find_python.ts";
import { startFakeModal } from "../fakes/modal/mod.ts";
import { createWorkspace, type ProgramCommand } from "./_program.ts";

/**
 * Runs a program at a terminal: waits for each prompt, types the answer, and prints as JSON what the
 * terminal showed, the exit code, and whether it echoes again.
 */
const AT_TERMINAL = `
import json, os, pty, sys, termios
argv, answers = json.loads(sys.argv[1]), json.loads(sys.argv[2])
pid, fd = pty.fork()
if pid == 0:
    os.execvp(argv[0], argv)
shown = b""
def read():
    global shown
    try:
        data = os.read(fd, 4096)
    except OSError:
        data = b""
    shown += data
    return data
for prompt, answer in answers:
    while prompt.encode() not in shown and read():
        pass
    os.write(fd, answer.encode())
echoes = bool(termios.tcgetattr(fd)[3] & termios.ECHO)
while read():
    try:
        echoes = bool(termios.tcgetattr(fd)[3] & termios.ECHO)
    except termios.error:
        pass
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
print(json.dumps({"shown": shown.decode(), "code": code, "echoes": echoes}))
`;

interface Seen {
  readonly shown: string;
  readonly code: number;
  readonly echoes: boolean;
}

/** What a person sees who types these answers to these prompts. */
async function atTerminal(
  { command, args, env }: ProgramCommand,
  answers: readonly (readonly [string, string])[],
): Promise<Seen> {
  const { executable } = await findPython();
  const output = await new Deno.Command(executable, {
    args: ["-c", AT_TERMINAL, JSON.stringify([command, ...args]), JSON.stringify(answers)],
    clearEnv: true,
    env,
  }).output();
  return JSON.parse(new TextDecoder().decode(output.stdout));
}

const isUnix = Deno.build.os !== "windows";

Deno.test(
  { name: "modal setup asks at a terminal and hides the secret", ignore: !isUnix },
  async () => {
    await using fake = await startFakeModal();
    await using workspace = await createWorkspace();
    const { MODAL_TOKEN_ID: id = "", MODAL_TOKEN_SECRET: secret = "", ...env } = fake.env;
    const setup = (...args: readonly string[]) =>
      workspace.describe(["modal", "setup", ...args], { env });
    const [typed, interrupted] = await Promise.all([
      atTerminal(setup(), [["Token ID", `${id}\n`], ["Token secret", `${secret}\n`]]),
      atTerminal(setup("--profile", "other"), [
        ["Token ID", `${id}\n`],
        ["Token secret", "as-half\x03"],
      ]),
    ]);
    assertEquals([typed.code, typed.shown.includes(secret)], [0, false], typed.shown);
    assertMatch(typed.shown, /profile: fake/);
    assertEquals([interrupted.code, interrupted.echoes], [130, true], interrupted.shown);
    assertEquals(interrupted.shown.includes("as-half"), false);
    const stored = await Deno.readTextFile(fake.env["MODAL_CONFIG_PATH"]!);
    assertEquals([stored.includes(secret), stored.includes("other")], [true, false]);
  },
);

Deno.test("modal status says how to get credentials, and takes those of a file", async () => {
  await using fake = await startFakeModal();
  await using workspace = await createWorkspace();
  const { MODAL_TOKEN_ID: id, MODAL_TOKEN_SECRET: secret, ...env } = fake.env;
  assertEquals(await workspace.run(["modal", "status"], { env }), {
    code: 1,
    stdout: "",
    stderr: "Error: Cannot use Modal: there are no Modal credentials\n" +
      'Hint: Run "fleet-rlm modal setup", or set MODAL_TOKEN_ID and MODAL_TOKEN_SECRET; ' +
      "sandboxes of --backend local need no account\n",
  });
  const profile = `[me]\ntoken_id = "${id}"\ntoken_secret = "${secret}"\nactive = true\n`;
  await Deno.writeTextFile(env["MODAL_CONFIG_PATH"]!, profile);
  const { code, stdout } = await workspace.run(["modal", "status"], { env });
  assertEquals(code, 0);
  assertMatch(stdout, /credentials: \/.*modal\.toml\n/);
});

Deno.test({
  name: "modal volume put leaves no sandbox behind when it is interrupted",
  ignore: !isUnix,
  async fn() {
    await using fake = await startFakeModal();
    if (fake.isolation !== "bubblewrap") {
      console.error("SKIPPED: the interrupted upload needs bubblewrap");
      return;
    }
    await using workspace = await createWorkspace();
    fake.volume("docs");
    const path = await workspace.write("large", "");
    await Deno.truncate(path, 2 ** 30);
    await using child = workspace.spawn(["modal", "volume", "put", "docs", path], {
      env: fake.env,
    });
    while (!fake.calls.has("TaskExecStdinWriteStream")) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill("SIGINT");
    const [{ code }, stdout] = await Promise.all([child.status, child.stdout.text()]);
    assertEquals([code, stdout, await child.stderr.text()], [130, "", "Interrupted\n"]);
    assertEquals(fake.sandboxes.map(({ living }) => living), [false]);
    assertEquals(await Array.fromAsync(Deno.readDir(fake.volumeFolder("docs"))), []);
  },
});
