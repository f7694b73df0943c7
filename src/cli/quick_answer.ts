/**
 * Answers command lines that need neither a command nor a backend: `--help` and `--version`. It loads
 * next to nothing, so that they are answered at once.
 *
 * @module
 */

import type { Terminal } from "./terminal.ts";

/** `EXIT.ok`, for which no module need be loaded. */
const OK = 0;

/** Answers and returns the exit code; `undefined` when the command line asks for something else. */
export async function answerQuickly(
  argv: readonly string[],
  terminal: Terminal,
): Promise<number | undefined> {
  const [first, second] = argv;
  if (first === "--version" || first === "-V") {
    const { currentBuild, describeBuild } = await import("./build.ts");
    terminal.out(`${describeBuild(currentBuild())}\n`);
    return OK;
  }
  if ((first === "--help" || first === "-h" || first === "help") && second === undefined) {
    const [{ renderHelp }, { COMMAND_INDEX }] = await Promise.all([
      import("./help.ts"),
      import("./command_index.gen.ts"),
    ]);
    terminal.out(renderHelp(COMMAND_INDEX, terminal.width));
    return OK;
  }
  return undefined;
}
