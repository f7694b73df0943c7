/**
 * The table of cases that both halves of the text functions keep to, and the host's half of a run.
 *
 * A text too long to write out is `{"$text": ["a", ["b", 1000], 55357]}`: strings, strings to repeat,
 * and lone surrogates by their number.
 *
 * @module
 */

import {
  chunkByHeaders,
  chunkByJsonKeys,
  chunkBySize,
  chunkByTimestamps,
  grep,
  peek,
  regexExtract,
} from "../../src/text/mod.ts";

/** Arguments by their Python names. */
export interface CaseArgs {
  readonly text: string;
  readonly pattern: string;
  readonly start?: number;
  readonly length?: number;
  readonly size?: number;
  readonly overlap?: number;
  readonly context?: number;
  readonly limit?: number;
  readonly regex?: boolean;
  readonly ignore_case?: boolean;
  readonly flags?: string;
}

/** A call of one function. */
export interface Call {
  readonly call: string;
  readonly args: CaseArgs;
}

/** What came of a call; of an error its message. */
export interface Outcome {
  readonly result?: unknown;
  readonly error?: string;
}

/** A call and what must come of it; of an error at least the beginning of its message. */
export interface TextCase extends Call, Outcome {
  readonly name: string;
}

/** The shared table. */
export function loadCases(): readonly TextCase[] {
  const path = new URL("../cases/text_cases.json", import.meta.url);
  return JSON.parse(Deno.readTextFileSync(path), expandText);
}

/** Runs a call with the host's function of that name and gives what Python would give. */
export function runOnHost(call: Call): Outcome {
  try {
    return { result: FUNCTIONS[call.call]!(call.args) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { error: error.message };
  }
}

const FUNCTIONS: Readonly<Record<string, (args: CaseArgs) => unknown>> = {
  peek: (args) => peek(args.text, args),
  grep: ({ ignore_case: ignoreCase = true, ...args }) =>
    grep(args.text, args.pattern, { ...args, ignoreCase }),
  chunk_by_size: (args) => chunkBySize(args.text, args),
  chunk_by_headers: (args) =>
    chunkByHeaders(args.text, args)
      .map(({ header, content, startPos }) => ({ header, content, start_pos: startPos })),
  chunk_by_timestamps: (args) =>
    chunkByTimestamps(args.text, args)
      .map(({ timestamp, content, startPos }) => ({ timestamp, content, start_pos: startPos })),
  chunk_by_json_keys: (args) =>
    chunkByJsonKeys(args.text)
      .map(({ key, content, valueType }) => ({ key, content, value_type: valueType })),
  regex_extract: (args) => regexExtract(args.text, args.pattern, args),
};

function expandText(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("$text" in value)) return value;
  const parts = value.$text as readonly (string | number | readonly [string, number])[];
  return parts.map((part) =>
    typeof part === "string"
      ? part
      : typeof part === "number"
      ? String.fromCharCode(part)
      : part[0].repeat(part[1])
  ).join("");
}
