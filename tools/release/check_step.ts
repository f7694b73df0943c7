/**
 * The steps of `deno task release:check`: what each returns, and how a program is run in one.
 *
 * @module
 */

/** Why a step has nothing to do on this machine. */
export class Skipped extends Error {
  /** Told apart from a failure by its class. */
  override readonly name: string = "Skipped";
}

/** Something to check: returns what was seen, throws {@linkcode Skipped} or what is wrong. */
export interface CheckStep {
  /** What is checked. */
  readonly name: string;
  /** Checks it. */
  run(): Promise<string>;
}

/** How a program is run. */
export interface RunOptions {
  /** Its arguments. */
  readonly args: readonly string[];
  /** Its folder. */
  readonly cwd: string | URL;
  /** Environment variables besides those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end; what it printed on standard output.
 * @throws {Error} With the end of what it said, when it fails.
 */
export async function runProgram(program: string, options: RunOptions): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...options.args],
    cwd: options.cwd,
    env: { NO_COLOR: "1", ...options.env },
    stdin: "null",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
  if (success) return out!;
  const lines = `${out}\n${err}`.trim().split("\n");
  throw new Error(lines.slice(-30).join("\n"));
}

/** Runs the steps in order and tells a line for each; whether none failed. */
export async function runSteps(
  steps: readonly CheckStep[],
  tell: (line: string) => void,
): Promise<boolean> {
  let ok = true;
  for (const { name, run } of steps) {
    try {
      tell(`ok      ${name}: ${await run()}`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof Skipped) tell(`skipped ${name}: ${message}`);
      else {
        ok = false;
        tell(`FAILED  ${name}: ${message}`);
      }
    }
  }
  return ok;
}
