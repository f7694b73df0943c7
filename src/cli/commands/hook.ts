/**
 * `hook`: answers a hook of Claude Code.
 *
 * @module
 */

import { FleetError } from "../../core/errors.ts";
import { answerHook } from "../answer_hook.ts";
import type { CommandContext } from "../command_spec.ts";

/** Answers the event that it is given. */
export async function hook({ args, scaffold, terminal }: CommandContext): Promise<number> {
  return await answerHook(args.argument("event"), {
    terminal,
    loadPromptHook: async () => {
      if (scaffold !== undefined) return await scaffold.loadPromptHook();
      throw new FleetError("internal", "Cannot answer: this program came without rules");
    },
  });
}
