/**
 * `completions`: the script that teaches a shell to complete command lines of this program.
 *
 * @module
 */

import { UsageError } from "../../core/errors.ts";
import type { CommandContext } from "../command_spec.ts";
import { COMPLETION_SCRIPTS } from "../complete/scripts.gen.ts";
import { EXIT } from "../exit_code.ts";

/** Prints the script. */
export function completions({ args, terminal }: CommandContext): Promise<number> {
  const shell = args.requiredArgument("shell");
  const script = COMPLETION_SCRIPTS[shell];
  if (script === undefined) throw new UsageError(`Cannot complete for "${shell}"`);
  const words = programWords().map((word) => quote(word, shell)).join(" ");
  terminal.out(script.replaceAll("@@program@@", () => words));
  return Promise.resolve(EXIT.ok);
}

/** How this program was started, for shells that do not find it by its name. */
function programWords(): readonly string[] {
  if (Deno.build.standalone) return [Deno.execPath()];
  const { mainModule } = Deno;
  const main = mainModule.startsWith("file:")
    ? decodeURI(new URL(mainModule).pathname)
    : mainModule;
  return [Deno.execPath(), "run", "--allow-all", "--quiet", main];
}

function quote(word: string, shell: string): string {
  if (shell === "pwsh") return `'${word.replaceAll("'", "''")}'`;
  if (shell === "fish") return `'${word.replaceAll(/[\\']/g, "\\$&")}'`;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
