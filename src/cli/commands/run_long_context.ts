/**
 * `run-long-context`: a query about a document, or a summary of it.
 *
 * @module
 */

import { ANALYZE_DOCUMENT } from "../../tasks/analyze_document.ts";
import { SUMMARIZE_DOCUMENT } from "../../tasks/summarize_document.ts";
import type { CommandContext } from "../command_spec.ts";
import { documentInput } from "../document_input.ts";
import { performRun } from "../perform_run.ts";

/** Analyzes or summarizes `--docs-path` under `--query`. */
export function runLongContext(context: CommandContext): Promise<number> {
  const { args } = context;
  const summarize = args.text("mode") === "summarize";
  const text = args.requiredText("query");
  return performRun(context, {
    task: summarize ? SUMMARIZE_DOCUMENT : ANALYZE_DOCUMENT,
    inputs: [
      documentInput(args.requiredText("docs-path"), { name: "document" }),
      { kind: "text", name: summarize ? "focus" : "query", text },
    ],
    nested: false,
  });
}
