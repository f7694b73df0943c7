/**
 * The command that turns a bundle into a program.
 *
 * `DENO_COMPILE` names what compiles (words apart, such as `npx -y deno@2.4.2`), so that it may be
 * another version than the one that bundled. `DENORT_BIN` is Deno's own: the runtime to put the
 * program behind, for machines that cannot download one; it fits one system alone.
 *
 * @module
 */

import { hostTarget, type Target } from "./target.ts";

/** What to compile, and what into. */
export interface CompileOptions {
  /** Path of the bundle's entry. */
  readonly entry: string;
  /** Path of the program to write. */
  readonly output: string;
  /** System that it is for. */
  readonly target: Target;
  /** The process environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The words of the command.
 * @throws {Error} When the runtime at hand is for another system.
 */
export function compileCommand(
  { entry, output, target, env }: CompileOptions,
): readonly string[] {
  const isHost = target === hostTarget();
  if (!isHost && env["DENORT_BIN"]) {
    throw new Error(
      `Cannot compile for ${target.name}: DENORT_BIN names a runtime for this machine`,
    );
  }
  const named = (env["DENO_COMPILE"] ?? "").split(/\s+/).filter((word) => word !== "");
  return [
    ...named.length > 0 ? named : [Deno.execPath()],
    "compile",
    "--allow-all",
    "--no-check",
    // The bundle needs neither, and another version may not read them.
    "--no-config",
    "--no-lock",
    // It would lie in the common temporary folder under a name that others can foresee, and what it
    // saves is not measurable: a start loads little.
    "--no-code-cache",
    ...isHost ? [] : [`--target=${target.triple}`],
    `--output=${output}`,
    entry,
  ];
}
