/** Help, version and suggestions, as the process gives them. */

import { assert, assertEquals } from "@std/assert";
import { currentBuild, describeBuild } from "../../src/cli/build.ts";
import { createWorkspace } from "./_program.ts";

const COMMANDS = ["run-basic", "run-long-context", "run", "exec"];

/** The options that every running command takes. */
const COMMON = [
  "backend",
  "model",
  "sub-model",
  "api-base",
  "max-iterations",
  "max-llm-calls",
  "max-output-chars",
  "concurrency",
  "timeout",
  "cell-timeout",
  "json",
  "full-output",
  "strict",
  "quiet",
  "verbose",
  "trajectory",
  "env-file",
];

Deno.test("the program shows its commands and its version", async () => {
  await using at = await createWorkspace();
  const help = await at.run(["--help"]);
  assertEquals([help.code, help.stderr], [0, ""]);
  for (const command of COMMANDS) assert(help.stdout.includes(`\n  ${command} `), command);
  const version = await at.run(["--version"]);
  assertEquals(version, {
    code: 0,
    stdout: `${describeBuild(currentBuild())}\n`,
    stderr: "",
  });
});

Deno.test({
  name: "the program says so when the disk that a page goes to is full",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using at = await createWorkspace();
    for (const argv of ["--help", "help exec"]) {
      const { command, args, env } = at.describe(argv.split(" "));
      const { code, stderr } = await new Deno.Command("sh", {
        args: ["-c", '"$@" > /dev/full', "sh", command, ...args],
        clearEnv: true,
        env,
      }).output();
      const [first = ""] = new TextDecoder().decode(stderr).split("\n");
      assertEquals(code, 1);
      assert(first.startsWith("Error: Cannot write the result: No space left on device"), first);
    }
  },
});

for (const command of COMMANDS) {
  Deno.test(`the program shows all options of ${command}, asked in either way`, async () => {
    await using at = await createWorkspace();
    const [first, second] = await Promise.all([
      at.run(["help", command]),
      at.run([command, "--help"]),
    ]);
    assertEquals([first.code, first.stderr], [0, ""]);
    assertEquals(first, second);
    for (const option of COMMON) assert(first.stdout.includes(`--${option}`), option);
  });
}

const WRONG: readonly [argv: string[], error: string, hint: string][] = [
  [[], "Missing command", "See fleet-rlm --help"],
  [["run-long-contxt"], 'Unknown command "run-long-contxt"', 'Did you mean "run-long-context"?'],
  [["exec", "--cel", "x"], 'Unknown option "--cel" for exec', 'Did you mean "--cell"?'],
  [["run-basic"], 'Missing option "--question" for run-basic', "--question TEXT"],
  [["run-basic", "--question"], 'Option "--question" needs a value', "--question=TEXT"],
  [
    ["run-long-context", "--docs-path=a", "--query=b", "--mode=analyse"],
    'Cannot use "analyse" for --mode: it must be "analyze" or "summarize"',
    'Did you mean "analyze"?',
  ],
];

for (const [argv, error, hint] of WRONG) {
  Deno.test(`the program exits with 2 on: fleet-rlm ${argv.join(" ")}`, async () => {
    await using at = await createWorkspace();
    const { code, stdout, stderr } = await at.run(argv);
    assertEquals([code, stdout], [2, ""]);
    const [first, second] = stderr.split("\n");
    assertEquals(first, `Error: ${error}`);
    assert(second?.startsWith("Hint: ") && second.includes(hint), stderr);
  });
}
