/**
 * The door to the prompt hook, apart from all else: it loads the rules and nothing more.
 *
 * @module
 */

import { PROMPT_RULES } from "../prompt_rules.gen.ts";
import { answerPrompt } from "./answer_prompt.ts";

/**
 * Answers a payload by the rules that are shipped: the text for standard output, empty when there is
 * nothing to say.
 * @throws {FleetError} `input-invalid`: the payload is none of Claude Code's.
 */
export function answerShippedRules(payload: string): string {
  return answerPrompt(payload, PROMPT_RULES);
}
