/**
 * The program in a clone: `deno run -A main.ts`. Answers `--help` and `--version` by itself, leaves the
 * prompt hook to `hook.ts` and all else to `program.ts`.
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
    const isHook = Deno.args.join(" ") === "hook user-prompt-submit";
    const path: string = import.meta.resolve(isHook ? "./hook.ts" : "./program.ts");
    const program: Pick<typeof import("./program.ts"), "main"> = await import(path);
    await program.main();
  } else Deno.exitCode = code;
}
