/**
 * A record made by someone who means harm to whoever opens its page, and lines that no program would
 * write: markup, ends of scripts, control characters, direction marks, lone surrogates, numbers and
 * paths that make no sense.
 *
 * @module
 */

/** Texts that would do something if they were taken for more than texts. */
export const HOSTILE_TEXTS: readonly string[] = [
  "</script><script>globalThis.stolen = 1</script>",
  '</SCRIPT ><img src=x onerror="globalThis.stolen = 2">',
  "<!--<script>",
  "]]><svg onload=globalThis.stolen=3>",
  "\u2028\u2029 line ends",
  "\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b1m",
  "\u202egnp.exe\u202c \u2066isolated\u2069 \u200f",
  "lone \ud800 half \udc00 halves",
  "nul \u0000 and \ufeff and \u{e0041}",
  "${globalThis.stolen = 4} {{7*7}} ' \" ` &lt;b&gt; &amp;",
  '<a href="javascript:globalThis.stolen=5">press</a> https://example.com/picture.png',
  "<style>body{display:none}</style><link rel=stylesheet href=https://example.com/x.css>",
  "<meta http-equiv=refresh content='0;url=https://example.com/'>",
];

const ALL = HOSTILE_TEXTS.join("\n");

/** The record. */
export function hostileRecord(): string {
  const usage = { inputTokens: 5, outputTokens: -3, cachedTokens: 1e300, costUsd: "free" };
  const events: readonly unknown[] = [
    { schema: "fleet-rlm.trajectory", version: 7 },
    {
      type: "run-start",
      atMs: 0,
      runId: ALL,
      startedAt: ALL,
      task: ALL,
      signature: {
        instructions: ALL,
        inputs: [{ name: ALL, type: { kind: ALL } }, 7, null, { name: "__proto__", type: [] }],
        outputs: [{ name: "constructor", type: { kind: "list", items: { kind: "list" } } }],
      },
      planner: ALL,
      subModel: { toString: 1 },
      backend: ALL,
      limits: { maxIterations: "many", maxLlmCalls: -1, maxErrors: 0, maxCostUsd: 1e308 },
      files: null,
      recipe: {
        inputs: [{ kind: "value", name: "question", value: ALL }],
        tools: ALL,
        timeoutMs: 1,
      },
    },
    {
      type: "sandbox-start",
      atMs: 1,
      capabilities: { isolation: ALL, warning: ALL },
      replacement: true,
    },
    {
      type: "variable-bind",
      atMs: 2,
      variables: [{ name: ALL, head: ALL, tail: ALL, chars: 1e99 }],
    },
    { type: "step-start", atMs: 3, step: 1 },
    {
      type: "plan-end",
      atMs: 4,
      step: 1,
      messages: [{ role: ALL, content: ALL }, "none"],
      completion: {
        text: `${ALL}\n\`\`\`python\nprint("${"x".repeat(40)}") # ${HOSTILE_TEXTS[6]}\n\`\`\``,
        usage,
      },
      durationMs: -50,
    },
    { type: "code-start", atMs: 5, step: 1, code: `'''${ALL}'''\n${ALL}` },
    { type: "query-start", atMs: 6, step: 1, query: 1, prompt: ALL },
    { type: "query-start", atMs: 6, step: 1, query: 1, prompt: "the same number again" },
    { type: "query-end", atMs: 9, step: 1, query: 1, completion: { text: ALL, usage } },
    {
      type: "query-end",
      atMs: 9,
      step: 1,
      query: 1,
      error: ALL,
      errorCode: ALL,
      durationMs: 1e300,
    },
    { type: "query-end", atMs: 9, step: 1e300, query: 5, error: ALL },
    { type: "tool-start", atMs: 7, step: 1, call: 1, tool: ALL, args: { [ALL]: ALL } },
    { type: "tool-end", atMs: 8, step: 1, call: 1, tool: ALL, result: { [ALL]: [ALL] } },
    { type: "child-start", atMs: 7, step: 1, child: "", query: "the outermost run itself" },
    { type: "child-start", atMs: 7, step: 1, child: "1", query: ALL },
    { type: "run-start", atMs: 7, run: "1", runId: "x/1", signature: {}, limits: {} },
    { type: "child-start", atMs: 8, step: 1, run: "1", child: "2", query: "round" },
    { type: "child-start", atMs: 8, step: 1, run: "2", child: "3", query: "and round" },
    { type: "child-start", atMs: 8, step: 1, run: "3", child: "3", query: "its own child" },
    { type: "step-start", atMs: 8, step: 1, run: "__proto__" },
    { type: "run-start", atMs: 9, run: ALL, runId: ALL },
    { type: "step-start", atMs: 10, step: -4, run: "4" },
    { type: "run-warn", atMs: 11, message: ALL },
    { type: "limit-reach", atMs: 12, limit: ALL, used: 1, max: 0 },
    {
      type: "code-end",
      atMs: 13,
      step: 1,
      result: {
        status: "error",
        output: { text: ALL, omittedChars: 3 },
        error: { type: ALL, message: ALL, traceback: ALL, line: -3 },
        changes: [{ name: ALL, kind: ALL, type: ALL }, {}],
        value: [{ [ALL]: ALL }, { [ALL]: null }],
      },
    },
    { type: "code-end", atMs: 14, step: 2, result: null },
    { type: "constructor", atMs: 15 },
    { type: "<b>new</b>", atMs: "now" },
    { type: "extract-end", atMs: 16, messages: [{ role: "user", content: ALL }], error: ALL },
    {
      type: "run-end",
      atMs: -1e300,
      status: "submitted",
      outputs: { answer: ALL, rows: [{ a: ALL, b: 1 }], __proto__: ALL, list: [ALL, ALL] },
      error: { code: ALL, message: ALL },
      iterations: "NaN",
      usage,
    },
  ];
  const lines = events.map((event) => JSON.stringify(event));
  lines.splice(
    9,
    0,
    "{ this is no JSON }",
    "[]",
    "7",
    `{"type":"run-warn","atMs":1e999,"message":1}`,
  );
  lines.push(`{"type":"run-warn","atMs":20,"x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`);
  return `${lines.join("\n")}\n{"type":"run-end","atMs":99,"sta`;
}
