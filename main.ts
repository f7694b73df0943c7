/**
 * The program in a clone: `deno run -A main.ts`. Answers `--help` and `--version` by itself, leaves other
 * help pages and the Tab key to `answer_from_pages.ts`, the prompt hook to `hook.ts` and all else to
 * `program.ts`.
 *
 * Before it runs a line, Deno reads every module that a literal import leads to, lazy ones too: for
 * `program.ts` several hundred. So the imports here are no literals.
 *
 * @module
 */

import { answerQuickly } from "./src/cli/quick_answer.ts";
import { createTerminal, type Terminal } from "./src/cli/terminal.ts";

if (import.meta.main) {
  const code = await answer();
  if (code === undefined) {
    const isHook = Deno.args.join(" ") === "hook user-prompt-submit";
    const program: Pick<typeof import("./program.ts"), "main"> = await load(
      isHook ? "./hook.ts" : "./program.ts",
    );
    await program.main();
  } else Deno.exitCode = code;
}

/** Answers what needs no command; `undefined` when the command line asks for something else. */
async function answer(): Promise<number | undefined> {
  const terminal = createTerminal();
  try {
    return await answerQuickly(Deno.args, terminal) ?? await answerPage(terminal);
  } catch (thrown) {
    const failures: typeof import("./src/cli/report_failure.ts") = await load(
      "./src/cli/report_failure.ts",
    );
    const { signal } = new AbortController();
    return failures.reportFailure(thrown, { argv: Deno.args, terminal, signal });
  }
}

/** Answers what asks for a help page or for completions. */
async function answerPage(terminal: Terminal): Promise<number | undefined> {
  const [first] = Deno.args;
  const last = Deno.args.at(-1);
  const isAsked = first === "help" || first === "__complete" || last === "--help" || last === "-h";
  if (!isAsked) return undefined;
  const pages: typeof import("./src/cli/answer_from_pages.ts") = await load(
    "./src/cli/answer_from_pages.ts",
  );
  const places = { terminal, env: Deno.env.toObject(), cwd: Deno.cwd() };
  return await pages.answerFromPages(Deno.args, places);
}

async function load<Module>(path: string): Promise<Module> {
  return await import(import.meta.resolve(path));
}
