import { assertEquals, assertThrows } from "@std/assert";
import { answerPrompt, matchingRules } from "../../../scaffold/hook/answer_prompt.ts";
import type { PromptCondition, PromptRule } from "../../../scaffold/hook/prompt_rule.ts";
import { FleetError } from "../../../src/core/errors.ts";

const RULES: readonly PromptRule[] = [
  ruleOf("one", { operator: "regex_match", pattern: "\\bbig\\b" }),
  ruleOf("two", { operator: "contains", pattern: "File" }, {
    operator: "not_contains",
    pattern: "small",
  }),
];

function ruleOf(name: string, ...conditions: readonly PromptCondition[]): PromptRule {
  return { name, conditions, context: `About ${name}.` };
}

function payload(prompt: unknown, fields: object = {}): string {
  return JSON.stringify({
    session_id: "s",
    transcript_path: "/t",
    cwd: "/w",
    permission_mode: "default",
    hook_event_name: "UserPromptSubmit",
    prompt,
    ...fields,
  });
}

Deno.test("answerPrompt gives the contexts of all rules that hold, as Claude Code wants them", () => {
  const answer = answerPrompt(payload("A BIG file"), RULES);
  assertEquals(JSON.parse(answer), {
    hookSpecificOutput: {
      hookEventName: "UserPromptSubmit",
      additionalContext: "About one.\n\nAbout two.",
    },
  });
  assertEquals(answer.endsWith("}\n"), true);
});

Deno.test("answerPrompt says nothing when no rule holds, or of another event", () => {
  assertEquals(answerPrompt(payload("a small file"), RULES), "");
  assertEquals(answerPrompt(payload("biggest"), RULES), "");
  assertEquals(answerPrompt(payload("big", { hook_event_name: "Stop" }), RULES), "");
});

const CONDITIONS: readonly (readonly [PromptCondition["operator"], string, boolean])[] = [
  ["regex_match", "^the.+HOUSE$", true],
  ["regex_match", "horse", false],
  ["contains", "BLUE", true],
  ["not_contains", "blue", false],
  ["equals", "THE blue house", true],
  ["equals", "the blue", false],
  ["starts_with", "the B", true],
  ["ends_with", "HOUSE", true],
  ["ends_with", "blue", false],
];

for (const [operator, pattern, expected] of CONDITIONS) {
  Deno.test(`matchingRules with ${operator} ${pattern}`, () => {
    const found = matchingRules("The blue house", [ruleOf("x", { operator, pattern })]);
    assertEquals(found.length === 1, expected);
  });
}

Deno.test("matchingRules looks at the beginning and the end of a long prompt", () => {
  const filler = "x ".repeat(1_000_000);
  const names = (text: string) => matchingRules(text, RULES).map(({ name }) => name);
  assertEquals(names(`a big ${filler}`), ["one"]);
  assertEquals(names(`${filler} a big one`), ["one"]);
  assertEquals(names(`${filler} a big one ${filler}`), []);
});

const BAD: readonly (readonly [string, string])[] = [
  ["", "it is no JSON"],
  ["{", "it is no JSON"],
  ["[]", "it is no JSON object"],
  ["null", "it is no JSON object"],
  ["{}", 'it has no "hook_event_name"'],
  [payload(undefined), 'it has no "prompt"'],
  [payload(3), 'it has no "prompt"'],
  [payload(undefined, { user_prompt: "big" }), 'it has no "prompt"'],
];

for (const [text, message] of BAD) {
  Deno.test(`answerPrompt refuses ${text.slice(0, 30) || "nothing"} since ${message}`, () => {
    const error = assertThrows(() => answerPrompt(text, RULES), FleetError, message);
    assertEquals(error.code, "input-invalid");
  });
}
