/**
 * The story of a run as a Markdown document, for people: what it was given, what it answered, and turn
 * by turn how it came to that. Given piece by piece.
 *
 * @module
 */

import { cutMiddle } from "../text/cut_text.ts";
import { formatCount, formatDuration, formatUsd } from "../text/format_number.ts";
import type { CallItem, NoteItem, RunItem, ShownUsage } from "../view/page_data.ts";
import { fenced, headLine, inlineText, markdownTable, markdownValue } from "./markdown_text.ts";
import type { RunStory, StoryTurn } from "./run_story.ts";

/** How much is told. */
export interface StoryMarkdownOptions {
  /**
   * Whether prompts, answers and outputs are told whole; otherwise each has its beginning and its end.
   * @default {false}
   */
  readonly isFull?: boolean;
  /** The one turn of the outermost run that is told. */
  readonly turn?: number;
  /**
   * Most characters of a prompt or an answer in a table of calls.
   * @default {100}
   */
  readonly callChars?: number;
}

/** Most characters of an output that are told, unless all are. */
const OUTPUT_CHARS = 2_000;

/** Most characters of an input, a prompt or an answer on one line. */
const LINE_CHARS = 100;

/** Most calls of a turn that are told, unless all are. */
const MOST_CALLS = 50;

/** The pieces of the document. */
export function* storyMarkdown(
  story: RunStory,
  options: StoryMarkdownOptions = {},
): Generator<string, void, void> {
  if (options.turn !== undefined) {
    const found = story.turns.find(({ turn }) => turn.step === options.turn);
    if (found !== undefined) yield* tellTurn(found, options);
    return;
  }
  yield* tellRun(story, options);
}

function* tellRun(story: RunStory, options: StoryMarkdownOptions): Generator<string, void, void> {
  const { run } = story;
  const id = inlineText(run.runId || "without an identifier");
  yield run.id === "" ? `# Run ${id}\n\n` : `## Child run ${run.id}\n\n`;
  yield markdownTable(factsOf(run)) + "\n";
  if (run.instructions !== "" && options.isFull) {
    yield `Instructions:\n\n${fenced(run.instructions)}\n`;
  }
  if (run.inputs.length > 0) yield `${markdownTable(inputsOf(run))}\n`;
  yield* tellNotes(story.notes);
  yield* tellAnswer(run);
  for (const turn of story.turns) yield* tellTurn(turn, options);
  yield* tellExtract(run, options);
  for (const child of story.children) yield* tellRun(child, options);
}

function factsOf(run: RunItem): readonly (readonly string[])[] {
  const { calls, turns, usage } = run.totals;
  const took = run.endMs === undefined ? "" : ` after ${formatDuration(run.endMs - run.startMs)}`;
  const [first, ...rest] = run.facts.map(({ label, text }) => [label, text]);
  return [
    first ?? ["Run", run.runId],
    ["Status", `${run.status === "open" ? "not ended" : run.status}${took}`],
    ...(run.error === undefined ? [] : [["Error", `${run.error.text} (${run.error.label})`]]),
    ...(turns === undefined ? [] : [["Turns", String(turns)]]),
    ...(calls === undefined ? [] : [["Sub-queries", String(calls)]]),
    ...(usage === undefined ? [] : [["Tokens", describeUsage(usage) || "none counted"]]),
    ...rest,
  ];
}

function inputsOf({ inputs }: RunItem): readonly (readonly string[])[] {
  return [
    ["Input", "Type", "Characters", "Content"],
    ...inputs.map(({ chars, head, name, source, type }) => [
      name,
      type,
      chars === undefined ? "" : formatCount(chars),
      source || headLine(head, LINE_CHARS),
    ]),
  ];
}

function* tellAnswer({ id, outputs, status }: RunItem): Generator<string, void, void> {
  if (outputs.length === 0) return;
  const how = status === "extracted" ? " (extracted at a limit, not submitted)" : "";
  const level = id === "" ? "##" : "###";
  yield `${level} Answer${how}\n\n`;
  for (const output of outputs) yield `${level}# ${output.name}\n\n${markdownValue(output)}\n`;
}

function* tellTurn(
  { calls, notes, turn }: StoryTurn,
  options: StoryMarkdownOptions,
): Generator<string, void, void> {
  const { cell, code, isCached, planMs, prose, remark, replyCode, run, step, usage } = turn;
  const of = run === "" ? "" : ` of child run ${run}`;
  yield `## Turn ${step}${of}\n\n`;
  const planned = planMs === undefined ? [] : [`planned in ${formatDuration(planMs)}`];
  const facts = [...planned, ...(usage === undefined ? [] : [describeUsage(usage)])]
    .filter((fact) => fact !== "");
  if (facts.length > 0) yield `*${facts.join(", ")}${isCached ? ", from the cache" : ""}*\n\n`;
  if (prose !== "") yield `${quoted(prose)}\n`;
  if (remark !== "") yield `**Note:** ${inlineText(remark)}\n\n`;
  const shown = code ?? replyCode;
  if (shown !== undefined) {
    if (code === undefined) yield "It did not run:\n\n";
    if (turn.isEdited) yield "This code ran in place of the planner's:\n\n";
    yield `${fenced(shown, "python")}\n`;
  }
  yield* tellCalls(calls, options);
  yield* tellNotes(notes);
  if (cell === undefined) return;
  const omitted = cell.omittedChars === 0 ? "" : `, ${cell.omittedChars} characters not kept`;
  yield `*${cell.status || "ended"} after ${formatDuration(cell.durationMs)}${omitted}*\n\n`;
  const most = options.isFull ? Infinity : OUTPUT_CHARS;
  if (cell.output !== "") yield `${fenced(cutMiddle(cell.output, most), "text")}\n`;
  if (cell.traceback !== "") yield `${fenced(cutMiddle(cell.traceback, most), "text")}\n`;
  else if (cell.problem !== "") yield `**${inlineText(cell.problem)}**\n\n`;
}

/** What the planner said, as a quotation: headings of its own are none of the document's. */
function quoted(prose: string): string {
  return `${prose.trimEnd().split("\n").map((line) => `> ${line}`.trimEnd()).join("\n")}\n`;
}

function* tellCalls(
  calls: readonly CallItem[],
  { callChars = LINE_CHARS, isFull = false }: StoryMarkdownOptions,
): Generator<string, void, void> {
  if (calls.length === 0) return;
  if (!isFull) {
    const rows = calls.slice(0, MOST_CALLS).map((call) => callRow(call, callChars));
    yield `${markdownTable([["Call", "Time", "Asked", "Answered"], ...rows])}\n`;
    if (calls.length > rows.length) yield `*and ${calls.length - rows.length} more calls*\n\n`;
    return;
  }
  for (const call of calls) {
    const [name = "", took = ""] = callRow(call, 0);
    const usage = call.usage === undefined ? "" : describeUsage(call.usage);
    const facts = [took, usage, call.isCached ? "from the cache" : ""].filter((fact) =>
      fact !== ""
    );
    yield `### ${inlineText(name)}${facts.length === 0 ? "" : ` (${facts.join(", ")})`}\n\n`;
    yield `${fenced(call.prompt, call.kind === "tool" ? "json" : "text")}\n`;
    const failed = call.error === "" ? "" : `failed: ${call.error}`;
    const reply = call.reply || failed || call.status;
    if (reply !== "") yield `${fenced(reply, call.kind === "tool" ? "json" : "text")}\n`;
  }
}

function callRow(call: CallItem, chars: number): readonly string[] {
  const { durationMs, endMs, error, kind, name, prompt, reply, status, tool } = call;
  const names = { query: `sub-query ${name}`, tool: `${tool} ${name}`, child: `child run ${name}` };
  const open = endMs === undefined ? "no answer" : "";
  const answer = error === "" ? reply || status || open : `failed: ${error}`;
  return [
    names[kind],
    durationMs === undefined ? "" : formatDuration(durationMs),
    headLine(prompt, chars),
    headLine(answer, chars),
  ];
}

function* tellExtract(
  { extract }: RunItem,
  { isFull }: StoryMarkdownOptions,
): Generator<string, void, void> {
  if (extract === undefined) return;
  yield `## Extraction\n\n*after the limit, in ${formatDuration(extract.durationMs)}*\n\n`;
  const text = extract.error === "" ? extract.reply : `failed: ${extract.error}`;
  yield `${fenced(isFull ? text : cutMiddle(text, OUTPUT_CHARS), "text")}\n`;
}

function* tellNotes(notes: readonly NoteItem[]): Generator<string, void, void> {
  for (const { kind, text } of notes) yield `**${titleOf(kind)}:** ${inlineText(text)}\n\n`;
}

function titleOf(kind: NoteItem["kind"]): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1);
}

function describeUsage({ costUsd, input, isEstimated, output }: ShownUsage): string {
  if (input + output === 0) return "";
  const cost = costUsd === undefined ? "" : `, ${formatUsd(costUsd)}`;
  return `${isEstimated ? "about " : ""}${input} tokens in, ${output} out${cost}`;
}
