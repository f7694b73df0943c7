/**
 * The door to the prompt hook, apart from all else: it loads the rules and nothing more.
 *
 * @module
 */

import type { AnswerPrompt } from "../../src/core/scaffold.ts";
import { PROMPT_RULES } from "../prompt_rules.gen.ts";
import { answerPrompt } from "./answer_prompt.ts";

/** Answers by the rules that are shipped. */
export const answerShippedRules: AnswerPrompt = (payload) => answerPrompt(payload, PROMPT_RULES);
