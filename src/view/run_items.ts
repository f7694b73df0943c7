/**
 * From the events of a run's frame (its beginning, sandbox, variables, end) to its item on a page.
 * What an event lacks stays as it was. Pure.
 *
 * @module
 */

import type { FieldType } from "../core/field.ts";
import { isJsonObject, type JsonObject, type JsonValue, stringifyJson } from "../core/json.ts";
import type { RunLimits } from "../core/run_event.ts";
import { describeType } from "../rlm/signature/field_type.ts";
import { countOf, numberOf, objectOf, objectsOf, optional, own, textOf } from "./event_fields.ts";
import { showFacts, showSandboxFacts } from "./run_facts.ts";
import { showUsage } from "./show_usage.ts";
import { showValue } from "./show_value.ts";
import type { RunItem, ShownInput, ShownOutput } from "./page_data.ts";

/** Most code points of a value that are shown of an input. */
const PREVIEW_CHARS = 1_000;

const LIMITS = [
  ...["maxIterations", "maxLlmCalls", "maxInputTokens", "maxOutputTokens", "maxCostUsd"],
  ...["maxDepth", "maxOutputChars", "maxErrors"],
] as readonly (keyof RunLimits)[];

const STATUSES: readonly string[] = ["submitted", "extracted", "limit"];

/** A run of which nothing is known but that it is there. */
export function blankRun(id: string, atMs: number): RunItem {
  return {
    id,
    runId: "",
    task: "",
    instructions: "",
    query: "",
    startedAt: "",
    startMs: atMs,
    status: "open",
    outputs: [],
    outputTypes: {},
    inputs: [],
    limits: {},
    timeoutMs: 0,
    totals: {},
    facts: [],
  };
}

/** The run after `run-start`. */
export function startRun(run: RunItem, event: JsonObject): RunItem {
  const signature = objectOf(event, "signature");
  const recipe = objectOf(event, "recipe");
  const declared = objectsOf(signature, "inputs").map(declareInput);
  return {
    ...run,
    runId: textOf(event, "runId"),
    task: textOf(event, "task"),
    instructions: textOf(signature, "instructions"),
    startedAt: textOf(event, "startedAt"),
    startMs: countOf(event, "atMs"),
    outputTypes: Object.fromEntries(
      objectsOf(signature, "outputs").map((field) => [textOf(field, "name"), typeOf(field)]),
    ),
    inputs: objectsOf(recipe, "inputs").reduce(mergeInput, declared),
    limits: limitsOf(objectOf(event, "limits")),
    timeoutMs: countOf(recipe, "timeoutMs"),
    facts: [...showFacts(event), ...run.facts],
  };
}

/** The run after `sandbox-start`. */
export function startSandbox(run: RunItem, event: JsonObject): RunItem {
  const facts = showSandboxFacts(objectOf(event, "capabilities"));
  const isKnown = (label: string): boolean => facts.some((fact) => fact.label === label);
  return { ...run, facts: [...run.facts.filter(({ label }) => !isKnown(label)), ...facts] };
}

/** The run after `variable-bind`. */
export function bindVariables(run: RunItem, event: JsonObject): RunItem {
  const measured = objectsOf(event, "variables").map((variable): ShownInput => ({
    name: textOf(variable, "name"),
    type: textOf(variable, "type"),
    ...optional("chars", numberOf(variable, "chars")),
    head: textOf(variable, "head"),
    tail: textOf(variable, "tail"),
    source: "",
  }));
  const inputs = measured.reduce(
    (known, input) =>
      replaceInput(known, {
        name: input.name,
        change: ({ source }) => ({ ...input, source }),
        fallback: input,
      }),
    run.inputs,
  );
  return { ...run, inputs };
}

/** The run after `extract-end`. */
export function extractAnswer(run: RunItem, event: JsonObject): RunItem {
  const completion = objectOf(event, "completion");
  return {
    ...run,
    extract: {
      asked: objectsOf(event, "messages")
        .map((message) => ({ label: textOf(message, "role"), text: textOf(message, "content") })),
      reply: textOf(completion, "text"),
      error: textOf(event, "error"),
      durationMs: countOf(event, "durationMs"),
      ...optional("usage", showUsage(completion)),
    },
  };
}

/** The run after `run-end`. */
export function endRun(run: RunItem, event: JsonObject): RunItem {
  const status = textOf(event, "status");
  const error = own(event, "error");
  return {
    ...run,
    endMs: countOf(event, "atMs"),
    status: (STATUSES.includes(status) ? status : "failed") as RunItem["status"],
    outputs: Object.entries(objectOf(event, "outputs"))
      .map(([name, value]) => showOutput(run, name, value)),
    ...(isJsonObject(error)
      ? { error: { label: textOf(error, "code"), text: textOf(error, "message") } }
      : {}),
    totals: {
      ...optional("turns", numberOf(event, "iterations")),
      ...optional("calls", numberOf(event, "llmCalls")),
      ...optional("usage", showUsage(event)),
    },
  };
}

function showOutput({ outputTypes }: RunItem, name: string, value: JsonValue): ShownOutput {
  const type = Object.hasOwn(outputTypes, name) ? outputTypes[name] ?? "" : "";
  return { name, type, ...showValue(value) };
}

function limitsOf(given: JsonObject): Partial<RunLimits> {
  const known = LIMITS.flatMap((name) => {
    const value = numberOf(given, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(known);
}

function declareInput(field: JsonObject): ShownInput {
  return { name: textOf(field, "name"), type: typeOf(field), head: "", tail: "", source: "" };
}

/** The type of a field as Python annotates it; empty when it is none. */
function typeOf(field: JsonObject): string {
  try {
    return describeType(objectOf(field, "type") as unknown as FieldType) ?? "";
  } catch {
    return "";
  }
}

/** Adds what the recipe says of an input: its value, or where it comes from. */
function mergeInput(inputs: readonly ShownInput[], recorded: JsonObject): readonly ShownInput[] {
  const name = textOf(recorded, "name");
  const value = own(recorded, "value");
  const shown = value === undefined
    ? undefined
    : typeof value === "string"
    ? value
    : stringifyJson(value, { indent: 2 });
  const change = (input: ShownInput): ShownInput => ({
    ...input,
    ...(shown === undefined ? {} : headOf(shown)),
    source: sourceOf(recorded),
  });
  const blank: ShownInput = { name, type: "", head: "", tail: "", source: "" };
  return replaceInput(inputs, { name, change, fallback: change(blank) });
}

function headOf(text: string): Pick<ShownInput, "head" | "tail"> {
  if (text.length <= PREVIEW_CHARS) return { head: text, tail: "" };
  return { head: text.slice(0, PREVIEW_CHARS / 2), tail: text.slice(-PREVIEW_CHARS / 2) };
}

function sourceOf(recorded: JsonObject): string {
  const file = objectOf(recorded, "file");
  const origin = textOf(objectOf(file, "origin"), "path");
  return origin || textOf(file, "path") || textOf(objectOf(recorded, "corpus"), "source") ||
    textOf(recorded, "path");
}

interface InputChange {
  readonly name: string;
  /** What becomes of the input of that name. */
  change(input: ShownInput): ShownInput;
  /** What is added when there is none. */
  readonly fallback: ShownInput;
}

function replaceInput(
  inputs: readonly ShownInput[],
  { name, change, fallback }: InputChange,
): readonly ShownInput[] {
  return inputs.some((input) => input.name === name)
    ? inputs.map((input) => input.name === name ? change(input) : input)
    : [...inputs, fallback];
}
