import { assertEquals, assertNotMatch, assertStringIncludes } from "@std/assert";
import type { HostTool } from "../../../src/core/host_tool.ts";
import { parseSignature } from "../../../src/rlm/signature/parse_signature.ts";
import { createSystemPrompt, type PromptParts } from "../../../src/rlm/prompt/system_prompt.ts";
import { DEFAULT_LIMITS } from "../../../src/rlm/limits/limit_table.ts";

const LOOKUP: HostTool = {
  name: "lookup",
  description: "Finds a word\nin the index.",
  parameters: [{ name: "word", type: "str" }, { name: "limit", type: "int", default: 5 }],
  returns: "list[str]",
  call: () => Promise.resolve([]),
};

function promptFor(signature: string, parts: Partial<PromptParts> = {}): string {
  return createSystemPrompt({
    signature: parseSignature(signature, {
      fields: {
        coverage: {
          description: "Share that was read",
          constraints: { minimum: 0, maximum: 100 },
        },
        findings: { constraints: { minLength: 1, maxLength: 20 } },
      },
    }),
    tools: [],
    limits: DEFAULT_LIMITS,
    cellTimeoutMs: 0,
    hasBudget: true,
    hasChildren: false,
    ...parts,
  });
}

/** Name of the file under __snapshots__, and the prompt. */
const SNAPSHOTS: readonly (readonly [string, string])[] = [
  ["prompt_plain.txt", promptFor("query -> answer")],
  [
    "prompt_full.txt",
    promptFor("document, query: str | None -> findings: list[str], answer, coverage: int", {
      tools: [LOOKUP],
      limits: { ...DEFAULT_LIMITS, maxIterations: 1, maxLlmCalls: 0, maxOutputChars: 500 },
      hasBudget: false,
      cellTimeoutMs: 30_000,
    }),
  ],
  [
    "prompt_children.txt",
    promptFor("query -> answer", {
      limits: {
        ...DEFAULT_LIMITS,
        maxInputTokens: 1_000_000,
        maxOutputTokens: 50_000,
        maxCostUsd: 2.5,
        maxDepth: 2,
      },
      hasChildren: true,
    }),
  ],
];

for (const [name, prompt] of SNAPSHOTS) {
  // Write the files anew with UPDATE_SNAPSHOTS=1 and read the difference before keeping it.
  Deno.test(`createSystemPrompt is stable to the byte: ${name}`, async () => {
    const file = new URL(`./__snapshots__/${name}`, import.meta.url);
    if (Deno.env.get("UPDATE_SNAPSHOTS") === "1") await Deno.writeTextFile(file, `${prompt}\n`);
    assertEquals(`${prompt}\n`, await Deno.readTextFile(file));
  });
}

Deno.test("createSystemPrompt names functions, inputs and outputs in backticks", () => {
  const prompt = promptFor("context, query -> summary, key_facts");
  for (const name of ["context", "query", "summary", "key_facts"]) {
    assertStringIncludes(prompt, `\`${name}\``);
  }
  for (const call of ["`llm_query(", "`llm_query_batched(", "`SUBMIT(summary, key_facts)`"]) {
    assertStringIncludes(prompt, call);
  }
});

Deno.test("createSystemPrompt shows bounds and descriptions only where declared", () => {
  const prompt = promptFor("query -> coverage: int");
  assertStringIncludes(
    prompt,
    "`coverage` (int; greater than or equal to 0, less than or equal to 100): Share that was read",
  );
  assertNotMatch(promptFor("query -> answer"), /greater than|at least \d/);
});

Deno.test("createSystemPrompt documents tools with their signatures", () => {
  const prompt = promptFor("query -> answer", { tools: [LOOKUP] });
  assertStringIncludes(
    prompt,
    "- `lookup(word: str, limit: int = 5) -> list[str]`: Finds a word in the index.",
  );
  const bare = { ...LOOKUP, description: "", parameters: [{ name: "x", default: null }] };
  assertStringIncludes(
    promptFor("query -> answer", { tools: [bare] }),
    "- `lookup(x=None) -> list[str]`: No description",
  );
});

Deno.test("createSystemPrompt uses the instructions when there are any", () => {
  const signature = parseSignature("query -> answer", { instructions: " Answer in verse. " });
  const prompt = promptFor("query -> answer", { signature });
  assertStringIncludes(prompt, "# Task\n\nAnswer in verse.\n\n# Inputs");
});
