/**
 * The program in a clone: `deno run -A main.ts`. Answers `--help` and `--version` by itself and leaves
 * all else to `program.ts`.
 *
 * Before it runs a line, Deno reads every module that a literal import leads to, lazy ones too: for
 * `program.ts` several hundred. So this one import is no literal.
 *
 * @module
 */

import { answerQuickly } from "./src/cli/quick_answer.ts";
import { createTerminal } from "./src/cli/terminal.ts";

if (import.meta.main) {
  const code = await answerQuickly(Deno.args, createTerminal());
  if (code === undefined) {
    const path: string = import.meta.resolve("./program.ts");
    const program: typeof import("./program.ts") = await import(path);
    await program.main();
  } else Deno.exitCode = code;
}
