/**
 * The three replies of the offline planner: explore, rank and quote, submit. Puts the constant Python
 * of `guest_python.ts` together with what this task is about. Pure and deterministic.
 *
 * @module
 */

import type { PlannerBrief } from "../../core/lm.ts";
import { chooseInputs, type ChosenInputs } from "./choose_inputs.ts";
import { EXPLORE_PYTHON, RANK_PYTHON, SHOW_PYTHON, WORDING_PYTHON } from "./guest_python.ts";
import { outputExpression, wantsOverview } from "./output_expression.ts";
import { STOP_WORDS } from "./stop_words.ts";

const ANSWER_QUOTES = 6;
const OVERVIEW_QUOTES = 10;
const WRAP_CHARS = 92;

/**
 * The reply for a turn.
 *
 * @throws {FleetError} `task-unsuited` when the task is none for quoting, at any turn.
 */
export function writeTurn(brief: PlannerBrief): string {
  // Both can refuse, and do so in the first turn: before any work is done.
  const inputs = chooseInputs(brief);
  const outputs = outputLines(brief);
  switch (brief.turn) {
    case 1:
      return reply(
        `Offline planner, no language model. First a look at how \`${inputs.document}\` is built.`,
        [`_doc = ${inputs.document}`, EXPLORE_PYTHON],
      );
    case 2:
      return reply(
        "Now every chunk is ranked against the query with BM25. The best ones are quoted word for " +
          "word, with line numbers of the whole document.",
        [assignments(inputs, brief), RANK_PYTHON, WORDING_PYTHON, outputs, SHOW_PYTHON],
      );
    default:
      return reply("The quotes are ready to be submitted.", ["SUBMIT(**_outputs)"]);
  }
}

function reply(prose: string, parts: readonly string[]): string {
  return `${prose}\n\n\`\`\`python\n${parts.join("\n\n")}\n\`\`\``;
}

function assignments(inputs: ChosenInputs, brief: PlannerBrief): string {
  const isOverview = brief.outputs.some(wantsOverview);
  const query = inputs.query.kind === "variable"
    ? inputs.query.name
    : pythonString(inputs.query.text);
  return [
    `_doc = ${inputs.document}`,
    `_query = ${query}`,
    `_has_focus = ${inputs.query.kind === "variable" ? "True" : "False"}`,
    `_wanted = ${isOverview ? OVERVIEW_QUOTES : ANSWER_QUOTES}`,
    `_overview = ${isOverview || inputs.query.kind === "words" ? "True" : "False"}`,
    `_STOP_WORDS = frozenset("""\n${wrap(STOP_WORDS)}\n""".split())`,
  ].join("\n");
}

function outputLines(brief: PlannerBrief): string {
  const firstText = brief.outputs.find((each) => each.type.kind === "str");
  const lines = brief.outputs.map((field) =>
    `    ${pythonString(field.name)}: ${outputExpression(field, field === firstText)},`
  );
  return ["_outputs = {", ...lines, "}"].join("\n");
}

/** A Python literal that cannot end the fence round it. */
function pythonString(text: string): string {
  return JSON.stringify(text).replaceAll("`", "\\x60");
}

function wrap(words: readonly string[]): string {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line.length + word.length >= WRAP_CHARS) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return [...lines, line].join("\n");
}
