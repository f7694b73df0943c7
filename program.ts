/**
 * Recursive Language Models: a planner model writes Python that runs in a sandbox, where the long
 * document is a variable and `llm_query()` asks for meaning. This is the program, the command line
 * `fleet-rlm`; the library is `./lib`.
 *
 * The composition root: it joins the backends to the command line, listens for signals and sets the
 * exit code. It is what is bundled, compiled and published; in a clone `main.ts` loads it.
 *
 * @module
 */

import { BACKENDS, loadCloud, loadConformance } from "./backends/mod.ts";
import { SCAFFOLD, SCAFFOLD_DIAGNOSIS } from "./scaffold/mod.ts";
import { type Composition, runCli } from "./src/cli/run_cli.ts";
import { InterruptedError } from "./src/core/errors.ts";

export type { AskOptions } from "./src/cli/ask_line.ts";
export { type Composition, runCli } from "./src/cli/run_cli.ts";
export type { Screen, Terminal } from "./src/cli/terminal.ts";

if (import.meta.main) await main();

/** Runs the command line. It ends by itself, unless a read that nothing can stop is still open. */
export async function main(): Promise<void> {
  const ending = new AbortController();
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  const onSignal = () => {
    if (ending.signal.aborted) Deno.exit(130);
    ending.abort(new InterruptedError());
  };
  for (const signal of signals) Deno.addSignalListener(signal, onSignal);
  const code = await runProgram(Deno.args, { signal: ending.signal });
  for (const signal of signals) Deno.removeSignalListener(signal, onSignal);
  Deno.exitCode = code;
  if (ending.signal.aborted) Deno.exit(code);
}

/** What a command line of {@linkcode runProgram} runs in: by default what the process has. */
export type RunProgramOptions = Pick<Composition, "signal" | "terminal" | "env" | "cwd">;

/** Runs one command line of the whole program and returns the exit code. Never throws. */
export async function runProgram(
  argv: readonly string[],
  options: RunProgramOptions = {},
): Promise<number> {
  return await runCli(argv, {
    ...options,
    backends: BACKENDS,
    loadConformance,
    loadCloud,
    scaffold: SCAFFOLD,
    diagnoses: [SCAFFOLD_DIAGNOSIS],
  });
}
