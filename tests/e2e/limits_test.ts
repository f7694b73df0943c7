/** Limits on tokens and cost on the command line: what was found is kept, and the limit is named. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { createWorkspace } from "./_program.ts";

/** One turn that takes much, then the answer that is extracted. */
const SCRIPT = [
  {
    reply: "```python\nprint(budget())\n```",
    usage: { input_tokens: 4_000, output_tokens: 3_000, cached_tokens: 1_000 },
  },
  {
    reply: '{"answer": "as far as it got"}',
    usage: { input_tokens: 2_000, output_tokens: 500, cached_tokens: 0 },
  },
].map((line) => JSON.stringify(line)).join("\n");

/** The limit, and the options that bring it about. */
const CASES: readonly (readonly [string, readonly string[]])[] = [
  ["input-tokens", ["--max-input-tokens=9000"]],
  ["output-tokens", ["--max-output-tokens=6500"]],
  // A dollar for a thousand tokens.
  ["cost", ["--max-cost=13", "--price=1000,1000,1000"]],
];

for (const [limit, options] of CASES) {
  Deno.test(`run-basic stops at ${options[0]}, keeps what it has and names the limit`, async () => {
    await using at = await createWorkspace();
    const script = await at.write("script.jsonl", SCRIPT);
    const { code, stdout, stderr } = await at.run([
      ...["run-basic", "--question=q", "--backend=local", "--json", "--strict"],
      `--model=scripted:${script}`,
      ...options,
    ]);
    assertEquals(code, 3, stderr);
    const result = JSON.parse(stdout);
    assertEquals(
      [result.answer, result.status, result.limit, result.iterations],
      ["as far as it got", "extracted", limit, 1],
    );
    assertEquals(result.usage.cached_tokens, 1_000);
    assertStringIncludes(stderr, `Stopped at the limit "${limit}"`);
  });
}
