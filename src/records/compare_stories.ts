/**
 * Two runs beside each other: how they were made, what they took, what they answered, and the first
 * turn at which they part. Pure.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import { shortDiff } from "../replay/short_diff.ts";
import { formatDuration, formatUsd } from "../text/format_number.ts";
import type { RunItem } from "../view/page_data.ts";
import { markdownTable } from "./markdown_text.ts";
import type { RunStory } from "./run_story.ts";

/** A fact of both. */
export interface ComparedFact {
  /** What it is. */
  readonly label: string;
  /** What it is in the first run and in the second; empty when not on record. */
  readonly values: readonly [string, string];
}

/** An output of both. */
export interface ComparedOutput {
  /** Its name. */
  readonly name: string;
  /** Whether both gave the same. */
  readonly isSame: boolean;
  /** The first line in which they differ, or that one has none; empty when they are the same. */
  readonly difference: string;
}

/** What there is to say of two runs. */
export interface Comparison {
  /** Facts, those that are the same left out. */
  readonly facts: readonly ComparedFact[];
  /** Outputs by name. */
  readonly outputs: readonly ComparedOutput[];
  /** The first turn whose code differs, with the place; absent when all are the same. */
  readonly parting?: { readonly step: number; readonly difference: string };
}

/** Compares two runs. */
export function compareStories(first: RunStory, second: RunStory): Comparison {
  const parting = findParting(first, second);
  return {
    facts: compareFacts(first.run, second.run),
    outputs: compareOutputs(first.run, second.run),
    ...(parting === undefined ? {} : { parting }),
  };
}

function compareFacts(first: RunItem, second: RunItem): readonly ComparedFact[] {
  const [one, other] = [factsOf(first), factsOf(second)];
  const labels = new Set([...one.keys(), ...other.keys()]);
  return [...labels]
    .map((label): ComparedFact => ({
      label,
      values: [one.get(label) ?? "", other.get(label) ?? ""],
    }))
    .filter(({ values: [a, b] }) => a !== b);
}

function factsOf(run: RunItem): ReadonlyMap<string, string> {
  const { calls, turns, usage } = run.totals;
  const took = run.endMs === undefined ? "" : formatDuration(run.endMs - run.startMs);
  return new Map<string, string>([
    ...run.facts.map(({ label, text }) => [label, text] as const),
    ...run.inputs.map(({ head, name, source }) => [`Input ${name}`, source || head] as const),
    ["Status", run.status],
    ["Error", run.error?.text ?? ""],
    ["Time", took],
    ["Turns", turns === undefined ? "" : String(turns)],
    ["Sub-queries", calls === undefined ? "" : String(calls)],
    ["Tokens in", usage === undefined ? "" : String(usage.input)],
    ["Tokens out", usage === undefined ? "" : String(usage.output)],
    ["Cost", usage?.costUsd === undefined ? "" : formatUsd(usage.costUsd)],
  ]);
}

function compareOutputs(first: RunItem, second: RunItem): readonly ComparedOutput[] {
  const textsOf = ({ outputs }: RunItem) => new Map(outputs.map(({ name, text }) => [name, text]));
  const [one, other] = [textsOf(first), textsOf(second)];
  return [...new Set([...one.keys(), ...other.keys()])].map((name) => {
    const [a, b] = [one.get(name), other.get(name)];
    return { name, isSame: a === b, difference: a === b ? "" : differenceOf(a, b) };
  });
}

function findParting(first: RunStory, second: RunStory): Comparison["parting"] {
  const codeOf = ({ turns }: RunStory, index: number) => {
    const turn = turns[index]?.turn;
    return turn === undefined ? undefined : turn.code ?? turn.replyCode ?? "";
  };
  const most = Math.max(first.turns.length, second.turns.length);
  for (let index = 0; index < most; index++) {
    const [a, b] = [codeOf(first, index), codeOf(second, index)];
    if (a !== b) return { step: index + 1, difference: differenceOf(a, b) };
  }
  return undefined;
}

function differenceOf(a: string | undefined, b: string | undefined): string {
  if (a === undefined) return "only the second run has it";
  if (b === undefined) return "only the first run has it";
  return shortDiff(a, b, { labels: ["first", "second"] });
}

/** The comparison as a Markdown document. */
export function comparisonMarkdown(
  { facts, outputs, parting }: Comparison,
  [first, second]: readonly [string, string],
): string {
  const rows = facts.filter(({ label }) => label !== "Run").map(({ label, values }) => [
    label,
    ...values,
  ]);
  const same = outputs.filter(({ isSame }) => isSame).map(({ name }) => name);
  const parts = [
    markdownTable([["Run", first, second], ...rows]),
    ...outputs.filter(({ isSame }) => !isSame).map(({ difference, name }) =>
      `Output \`${name}\` differs:\n\n${block(difference)}`
    ),
    ...(same.length === 0
      ? []
      : [`The same in both: ${same.map((name) => `\`${name}\``).join(", ")}\n`]),
    parting === undefined
      ? "The code of all turns is the same\n"
      : `The code parts at turn ${parting.step}:\n\n${block(parting.difference)}`,
  ];
  return parts.join("\n");
}

function block(text: string): string {
  return `${text.split("\n").map((line) => `    ${line}`.trimEnd()).join("\n")}\n`;
}

/** The comparison as JSON. */
export function comparisonJson({ facts, outputs, parting }: Comparison): JsonObject {
  return {
    facts: facts.map(({ label, values }) => ({ label, first: values[0], second: values[1] })),
    outputs: outputs.map(({ difference, isSame, name }) => ({ name, same: isSame, difference })),
    ...(parting === undefined ? {} : { parting }),
  };
}
