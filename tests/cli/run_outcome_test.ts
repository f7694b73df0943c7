import { assert, assertEquals } from "@std/assert";
import { CommandArguments, type OptionValue } from "../../src/cli/command_arguments.ts";
import { commandTable } from "../../src/cli/command_table.ts";
import { reportOutcome } from "../../src/cli/run_outcome.ts";
import type { RunResult } from "../../src/rlm/run_options.ts";
import { ANALYZE_DOCUMENT } from "../../src/tasks/analyze_document.ts";
import { createMemoryTerminal } from "./_memory_terminal.ts";

const RESULT: RunResult = {
  runId: "r1",
  status: "submitted",
  outputs: { findings: ["é"], answer: "yes", sections_examined: 3 },
  iterations: 2,
  llmCalls: 4,
  usage: { inputTokens: 10, outputTokens: 20, cachedTokens: 5 },
  steps: [],
};
const { outputs: _outputs, ...WITHOUT_OUTPUTS } = RESULT;
const EXTRACTED: RunResult = { ...RESULT, status: "extracted", limit: "iterations" };
const LIMIT: RunResult = { ...WITHOUT_OUTPUTS, status: "limit", limit: "time" };

const RECORD = {
  iterations: 2,
  llm_calls: 4,
  usage: { input_tokens: 10, output_tokens: 20, cached_tokens: 5 },
  run_id: "r1",
  trajectory: "/t.jsonl",
};

const COMMANDS = (await commandTable({})).commands;
const LONG_CONTEXT = COMMANDS.find(({ name }) => name === "run-long-context");
if (LONG_CONTEXT === undefined) throw new TypeError("No command run-long-context");
const COMMAND = LONG_CONTEXT;

async function report(result: RunResult, flags: readonly string[] = [], nested = false) {
  const terminal = createMemoryTerminal();
  const values = new Map<string, OptionValue>(flags.map((flag) => [flag, true]));
  const context = {
    args: new CommandArguments(COMMAND, { values }),
    terminal,
    backends: {},
    env: {},
    cwd: "/",
    signal: new AbortController().signal,
  };
  const info = { name: "document", type: "str", chars: 99, head: "", tail: "" };
  const code = await reportOutcome(context, {
    plan: { nested },
    outcome: {
      task: ANALYZE_DOCUMENT,
      result,
      variables: new Map([["document", info]]),
      path: "/t.jsonl",
    },
  });
  return { code, stdout: terminal.stdout, stderr: terminal.stderr };
}

Deno.test("reportOutcome prints outputs and measures in the task's order", async () => {
  assertEquals(await report(RESULT), {
    code: 0,
    stdout: 'findings: ["\\u00e9"]\nanswer: yes\nsections_examined: 3\ndoc_chars: 99\n',
    stderr: "",
  });
});

Deno.test("reportOutcome --json prints one object with the record of the run", async () => {
  const { code, stdout } = await report(RESULT, ["json"]);
  assertEquals(code, 0);
  const expected = { ...RESULT.outputs, doc_chars: 99, status: "submitted", ...RECORD };
  assertEquals(JSON.parse(stdout), expected);
  assertEquals(Object.keys(JSON.parse(stdout)), Object.keys(expected));
});

Deno.test("reportOutcome --json nests the outputs of a user's task", async () => {
  const { stdout } = await report(RESULT, ["json"], true);
  const outputs = { ...RESULT.outputs, doc_chars: 99 };
  assertEquals(JSON.parse(stdout), { outputs, status: "submitted", ...RECORD });
});

Deno.test("reportOutcome leaves an extracted answer to the warning of the run, and --strict fails", async () => {
  for (const [flags, code] of [[[], 0], [["quiet"], 0], [["strict"], 3]] as const) {
    const outcome = await report(EXTRACTED, flags);
    assertEquals(outcome.code, code);
    assert(outcome.stdout.includes("answer: yes\n"));
    assertEquals(outcome.stderr, "");
  }
  assertEquals((await report(RESULT, ["strict"])).code, 0);
});

Deno.test("reportOutcome exits with 3 at a limit without an answer", async () => {
  const outcome = await report(LIMIT);
  assertEquals([outcome.code, outcome.stdout], [3, ""]);
  assert(outcome.stderr.startsWith("Error: Cannot answer analyze-document: the limit on time"));
  assert(
    outcome.stderr.includes(
      "Hint: Raise --timeout; to go on from here: fleet-rlm resume /t.jsonl --timeout ...\n",
    ),
  );
  const json = await report(LIMIT, ["json"]);
  assertEquals(json.code, 3);
  assertEquals(JSON.parse(json.stdout), {
    doc_chars: 99,
    status: "limit",
    limit: "time",
    ...RECORD,
  });
  const nested = JSON.parse((await report(LIMIT, ["json"], true)).stdout);
  assertEquals(nested, { status: "limit", limit: "time", ...RECORD });
  assert(!("limit" in JSON.parse((await report(RESULT, ["json"])).stdout)));
});
