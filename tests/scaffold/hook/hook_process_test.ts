/**
 * The hook as Claude Code starts it: whatever comes in, no prompt is kept back.
 *
 * @module
 */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { createWorkspace } from "../../e2e/_program.ts";

const PAYLOAD = JSON.stringify({
  session_id: "s",
  hook_event_name: "UserPromptSubmit",
  prompt: "Analyze this 500KB log file",
});

/** Arguments, what stands on standard input, and a piece of standard error. */
const CALLS: readonly (readonly [readonly string[], string, string])[] = [
  [["user-prompt-submit"], "{", "Cannot read the payload of a hook"],
  [["user-prompt-submit", "--verbose"], PAYLOAD, 'Unknown option "--verbose"'],
  [["session-start"], PAYLOAD, 'Cannot answer the hook "session-start"'],
];

Deno.test("hook answers a prompt, and exits with 0 whatever comes in", async () => {
  await using workspace = await createWorkspace();
  const answers = await Promise.all([
    workspace.run(["hook", "user-prompt-submit"], { stdin: PAYLOAD }),
    ...CALLS.map(([argv, stdin]) => workspace.run(["hook", ...argv], { stdin })),
  ]);
  const [good, ...others] = answers;
  assertEquals([good?.code, good?.stderr], [0, ""]);
  const { hookSpecificOutput } = JSON.parse(good?.stdout ?? "");
  assertEquals(hookSpecificOutput.hookEventName, "UserPromptSubmit");
  assertStringIncludes(hookSpecificOutput.additionalContext, "run-long-context");
  for (const [index, { code, stderr, stdout }] of others.entries()) {
    assertEquals([code, stdout], [0, ""]);
    assertStringIncludes(stderr, CALLS[index]?.[2] ?? "");
  }
});
