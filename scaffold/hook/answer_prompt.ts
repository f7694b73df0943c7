/**
 * Answers the hook `UserPromptSubmit` of Claude Code: what the model should know besides the prompt.
 * It loads nothing but the rules, since it runs on every prompt.
 *
 * @module
 */

import { FleetError, messageOf } from "../../src/core/errors.ts";
import { isJsonObject, type JsonValue } from "../../src/core/json.ts";
import type { PromptCondition, PromptRule } from "./prompt_rule.ts";

const EVENT = "UserPromptSubmit";

/** How much of a prompt is looked at: what is asked stands at its beginning, or at its end. */
const HEAD_CHARS = 4_000;
const TAIL_CHARS = 1_000;

/**
 * The text for standard output: JSON with the context of the rules that hold, empty when none does.
 * @throws {FleetError} `input-invalid`: the payload is none of Claude Code's.
 */
export function answerPrompt(payload: string, rules: readonly PromptRule[]): string {
  const { event, prompt } = readPayload(payload);
  if (event !== EVENT) return "";
  const contexts = matchingRules(prompt, rules).map(({ context }) => context);
  if (contexts.length === 0) return "";
  const hookSpecificOutput = { hookEventName: EVENT, additionalContext: contexts.join("\n\n") };
  return `${JSON.stringify({ hookSpecificOutput })}\n`;
}

/** The rules all of whose conditions hold. */
export function matchingRules(
  prompt: string,
  rules: readonly PromptRule[],
): readonly PromptRule[] {
  const text = prompt.length <= HEAD_CHARS + TAIL_CHARS
    ? prompt
    : `${prompt.slice(0, HEAD_CHARS)}\n${prompt.slice(-TAIL_CHARS)}`;
  return rules.filter(({ conditions }) => conditions.every((each) => holds(each, text)));
}

function holds({ operator, pattern }: PromptCondition, text: string): boolean {
  if (operator === "regex_match") return new RegExp(pattern, "iu").test(text);
  const [have, want] = [text.toLowerCase(), pattern.toLowerCase()];
  switch (operator) {
    case "contains":
      return have.includes(want);
    case "not_contains":
      return !have.includes(want);
    case "equals":
      return have === want;
    case "starts_with":
      return have.startsWith(want);
    case "ends_with":
      return have.endsWith(want);
  }
}

function readPayload(text: string): { readonly event: string; readonly prompt: string } {
  let payload: JsonValue;
  try {
    payload = JSON.parse(text);
  } catch (cause) {
    throw invalid(`it is no JSON: ${messageOf(cause)}`, cause);
  }
  if (!isJsonObject(payload)) throw invalid("it is no JSON object");
  const { hook_event_name: event, prompt } = payload;
  if (typeof event !== "string") throw invalid('it has no "hook_event_name"');
  if (event !== EVENT) return { event, prompt: "" };
  if (typeof prompt !== "string") throw invalid('it has no "prompt"');
  return { event, prompt };
}

function invalid(state: string, cause?: unknown): FleetError {
  return new FleetError("input-invalid", `Cannot read the payload of a hook: ${state}`, {
    hint: "Claude Code gives it on standard input",
    cause,
  });
}
