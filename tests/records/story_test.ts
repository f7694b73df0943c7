/** The story of a run as Markdown and as JSON, and two of them beside each other. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { JsonObject } from "../../src/core/json.ts";
import {
  compareStories,
  comparisonJson,
  comparisonMarkdown,
} from "../../src/records/compare_stories.ts";
import { readStory, type RunStory } from "../../src/records/run_story.ts";
import { storyJson } from "../../src/records/story_json.ts";
import { storyMarkdown, type StoryMarkdownOptions } from "../../src/records/story_markdown.ts";
import { testFolder } from "../inputs/_folder.ts";
import { recordOf, runEnd, runStart, turn } from "./_events.ts";

const redact = (text: string) => text.replaceAll("hunter2", "[REDACTED]");

async function storyOf(...events: readonly JsonObject[]): Promise<RunStory> {
  await using folder = await testFolder({ "r.jsonl": recordOf(...events) });
  return await readStory(`${folder.path}/r.jsonl`, { redact });
}

const told = (story: RunStory, options?: StoryMarkdownOptions) =>
  [...storyMarkdown(story, options)].join("");

const LONG = `begin ${"x".repeat(9_000)} end`;

/** A run with whatever a run may have. */
const EVENTS: readonly JsonObject[] = [
  runStart("r1", { recipe: { inputs: [], tools: [], program: { version: "1.0.0" } } }),
  {
    type: "variable-bind",
    variables: [{ name: "document", type: "str", chars: 9, head: "a | b\n*c*", tail: "" }],
    atMs: 5,
  },
  ...turn(1, "print('```')", `\`\`\`\n${LONG}`).slice(0, 3),
  { type: "query-start", query: 1, step: 1, prompt: `Ask hunter2:\n${LONG}`, atMs: 1_350 },
  {
    type: "query-end",
    query: 1,
    step: 1,
    requestHash: "",
    completion: { text: "an _answer_", usage: { inputTokens: 5, outputTokens: 1 } },
    durationMs: 100,
    atMs: 1_450,
  },
  { type: "tool-start", call: 1, step: 1, tool: "weigh", args: { kg: 2 }, atMs: 1_460 },
  {
    type: "tool-end",
    call: 1,
    step: 1,
    tool: "weigh",
    requestHash: "",
    error: "too heavy",
    durationMs: 1,
    atMs: 1_470,
  },
  { type: "run-warn", message: "Take care", atMs: 1_480 },
  ...turn(1, "print('```')", `\`\`\`\n${LONG}`).slice(3),
  { type: "limit-reach", limit: "iterations", used: 1, max: 1, atMs: 2_000 },
  {
    type: "extract-end",
    requestHash: "",
    messages: [],
    completion: { text: '{"answer": "x"}', usage: {} },
    durationMs: 400,
    atMs: 2_400,
  },
  runEnd({ status: "extracted", outputs: { answer: "# Yes\n\nIt is.", parts: ["# one", "two"] } }),
];

Deno.test("storyMarkdown tells a run in a document that nothing in it breaks", async () => {
  const text = told(await storyOf(...EVENTS));
  const [head, rest] = text.split("## Turn 1\n");
  assertStringIncludes(head ?? "", "# Run r1\n\n| Run | r1 |\n| --- | --- |\n");
  assertStringIncludes(head ?? "", "| Status | extracted after 4.5 s |\n");
  assertStringIncludes(head ?? "", "| Tokens | 1200 tokens in, 30 out, $0.0025 |\n");
  assertStringIncludes(head ?? "", "| document | str | 9 | a \\| b \\*c\\* |\n");
  assertStringIncludes(
    head ?? "",
    "## Answer (extracted at a limit, not submitted)\n\n### answer\n\n# Yes\n\nIt is.\n\n" +
      "### parts\n\n- \\# one\n- two\n",
  );
  const x = "x".repeat(994);
  assertEquals(
    rest,
    `
*planned in 0.3 s, 1200 tokens in, 30 out, $0.0025*

> Turn 1 it is.

\`\`\`\`python
print('\`\`\`')
\`\`\`\`

| Call | Time | Asked | Answered |
| --- | --- | --- | --- |
| sub-query 1 | 0.1 s | Ask \\[REDACTED\\]: begin ${"x".repeat(78)}… | an \\_answer\\_ |
| weigh 1 | 0.0 s | { "kg": 2 } | failed: too heavy |

**Warning:** Take care

**Limit:** Limit on turns reached: 1 of 1

*ok after 0.2 s*

\`\`\`\`text
\`\`\`
begin ${x.slice(4)}
… 7014 characters left out …
${x.slice(-996).padStart(996, "x")} end
\`\`\`\`

## Extraction

*after the limit, in 0.4 s*

\`\`\`text
{"answer": "x"}
\`\`\`

`,
  );
});

Deno.test("storyMarkdown tells all when it is to, and one turn alone", async () => {
  const story = await storyOf(...EVENTS, ...turn(2, "b = 2", "two"));
  const full = told(story, { isFull: true });
  for (const part of [LONG, "Ask [REDACTED]:", "Instructions:\n\n```\nLook.", '"kg": 2\n}\n```']) {
    assertStringIncludes(full, part);
  }
  assert(!full.includes("left out") && !full.includes("hunter2"));
  const second = told(story, { turn: 2, isFull: true });
  assert(second.startsWith("## Turn 2\n") && !second.includes("Turn 1"), second);
  assertEquals(told(story, { turn: 3 }), "");
});

Deno.test("storyJson gathers what belongs together", async () => {
  const json = storyJson(await storyOf(...EVENTS));
  const { turns, ...run } = json as { turns: JsonObject[] } & JsonObject;
  assertEquals(
    [json.schema, run.run_id, run.status, run.iterations, run.limits],
    ["fleet-rlm.run", "r1", "extracted", 2, { max_iterations: 9, max_llm_calls: 5 }],
  );
  assertEquals(run.outputs, { answer: "# Yes\n\nIt is.", parts: ["# one", "two"] });
  const [first] = turns;
  const calls = first?.calls as readonly JsonObject[];
  assertEquals(calls.map(({ error, kind, name, reply }) => [kind, name, reply, error]), [
    ["query", "1", "an _answer_", undefined],
    ["tool", "1", "", "too heavy"],
  ]);
  assert(String(calls[0]?.prompt).startsWith("Ask [REDACTED]:\nbegin"));
  assertEquals((first?.cell as JsonObject).status, "ok");
});

Deno.test("tellStory puts children in their place, orphans of a damaged record too", async () => {
  const child = (path: string) => ({ ...runStart(`r1/${path}`), run: path, atMs: 1_400 });
  const story = await storyOf(
    runStart("r1"),
    ...turn(1, "a", "b"),
    child("1"),
    child("1.2"),
    child("7.1"),
    ...turn(1, "c", "d").map((event) => ({ ...event, run: "1" })),
  );
  assertEquals(story.children.map(({ run }) => run.id), ["1", "7.1"]);
  assertEquals(story.children[0]?.children.map(({ run }) => run.id), ["1.2"]);
  assertStringIncludes(told(story), "## Turn 1 of child run 1\n");
  const headless = await storyOf({ ...turn(1, "a", "b")[0], run: "3" });
  assertEquals([headless.run.id, headless.children.length], ["", 1]);
});

Deno.test("compareStories tells what is not the same", async () => {
  const one = await storyOf(
    runStart("r1"),
    ...turn(1, "a = 1\nb = 2", ""),
    ...turn(2, "SUBMIT(1)", ""),
    runEnd({ status: "submitted", outputs: { answer: "yes", same: [1] } }),
  );
  const other = await storyOf(
    runStart("r2", { planner: "p/other" }),
    ...turn(1, "a = 1\nb = 3", ""),
    runEnd({ status: "submitted", outputs: { answer: "no", same: [1], more: 1 }, llmCalls: 9 }),
  );
  const comparison = compareStories(one, other);
  assertEquals(
    comparisonMarkdown(comparison, ["r1", "r2"]),
    `| Run | r1 | r2 |
| --- | --- | --- |
| Planner | p/m | p/other |
| Sub-queries | 3 | 9 |

Output \`answer\` differs:

      first:  yes
      second: no

Output \`more\` differs:

    only the second run has it

The same in both: \`same\`

The code parts at turn 1:

      first, line 2:  b = 2
      second, line 2: b = 3
`,
  );
  const json = comparisonJson(comparison);
  assertEquals(Object.keys(json), ["facts", "outputs", "parting"]);
  const same = compareStories(one, one);
  assertEquals([same.facts, same.parting, same.outputs.every(({ isSame }) => isSame)], [
    [],
    undefined,
    true,
  ]);
});
