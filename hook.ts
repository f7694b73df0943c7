/**
 * The prompt hook in a clone: what `main.ts` loads for it in place of the program, so that next to
 * nothing is read before a prompt goes out.
 *
 * @module
 */

import { answerShippedRules } from "./scaffold/hook/mod.ts";
import { answerHook, PROMPT_EVENT } from "./src/cli/answer_hook.ts";
import { createTerminal } from "./src/cli/terminal.ts";

/** Answers the hook on standard input. */
export async function main(): Promise<void> {
  Deno.exitCode = await answerHook(PROMPT_EVENT, {
    terminal: createTerminal(),
    loadPromptHook: () => Promise.resolve(answerShippedRules),
  });
}
