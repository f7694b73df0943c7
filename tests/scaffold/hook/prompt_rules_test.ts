import { assertEquals } from "@std/assert";
import { matchingRules } from "../../../scaffold/hook/answer_prompt.ts";
import { PROMPT_RULES } from "../../../scaffold/prompt_rules.gen.ts";

/** Prompts, and the rules that are to fire. */
const PROMPTS: readonly (readonly [prompt: string, ...rules: readonly string[]])[] = [
  ["Analyze this report and list every risk", "document-process"],
  ["Summarise the transcripts in calls/", "document-process"],
  ["Process these 10 documentation files and extract API endpoints", "document-process"],
  ["search our logs for what broke on Sunday", "document-process"],
  ["extract the totals from invoices/2025-03.pdf", "document-process"],
  ["What does the contract.docx say about liability?", "document-process"],
  ["read thesis.pdf", "document-process"],
  ["Go through the handbook: who may sign?", "document-process"],

  ["this is a large file", "large-file"],
  ["Why is app.log so big? It is a huge log file", "large-file"],
  ["Analyze this 500KB log file", "document-process", "large-file"],
  ["The dump is 3.5 GB, find the slow queries", "large-file"],
  ["the dataset is really huge", "large-file"],
  ["I have a document of 120 MB here", "large-file"],
  ["count errors in 2 million lines", "large-file"],
  ["It has 1,200,000 tokens", "large-file"],

  ["llm_query fails with a timeout", "llm-query-error"],
  ["NameError: name 'llm_query_batched' is not defined", "llm-query-error"],
  ["my sub_lm calls are not working", "llm-query-error"],
  ["rlm_query raised an exception in step 3", "llm-query-error"],

  ["Modal sandbox process exited unexpectedly", "modal-error"],
  ["No module named 'modal'", "modal-error"],
  ["my modal token seems to be missing", "modal-error"],
  ["fleet-rlm cannot reach the sandbox", "modal-error"],
  ["run-basic --backend modal failed with code 1", "modal-error"],

  ["read the README file"],
  ["an unprocessed profile"],
  ["process the click event"],
  ["extract this function into its own file"],
  ["analyze the document.createElement calls"],
  ["extract the document type enum"],
  ["summarize the diff"],
  ["search for usages of parseReport"],
  ["add a PDF viewer component"],
  ["review the error handling"],
  ["make a small change to this file"],
  ["make a big change to this file"],
  ["the largest file in src/ should be split up"],
  ["reject uploads over 5 MB, also for log files"],
  ["this file is too long, refactor it"],
  ["a largely unchanged file"],
  ["add large_file.txt as a fixture"],
  ["keep files under 450 lines"],
  ["raise the limit to 100 MB per file"],
  ["how does llm_query work?"],
  ["improve the error handling of llm_query"],
  ["the subquery fails in Postgres"],
  ["modal dialog issue in React"],
  ["the modal component is broken"],
  ["close the modal when an error occurs"],
  ["a multimodal model fails"],
  ["the bimodal distribution has problems"],
  ["the modal verb is missing"],
  ["sandbox attribute of the iframe is broken"],
  ["fix the failing tests"],
  ["hello"],
  [""],
];

for (const [prompt, ...expected] of PROMPTS) {
  Deno.test(`PROMPT_RULES on ${JSON.stringify(prompt)}: ${expected.join(", ") || "none"}`, () => {
    for (const text of [prompt, prompt.toUpperCase(), `Please: ${prompt}\nThanks!`]) {
      assertEquals(matchingRules(text, PROMPT_RULES).map(({ name }) => name), expected, text);
    }
  });
}

Deno.test("PROMPT_RULES tell facts in few words", () => {
  for (const { context } of PROMPT_RULES) {
    assertEquals(/\b(?:you must|you should|always|never|please)\b/i.test(context), false, context);
    assertEquals(context.length < 600, true, `${context.length}`);
  }
});
