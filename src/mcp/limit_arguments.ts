/**
 * Limits of a run as a client asks for them, under those that the server was started with.
 *
 * @module
 */

import type { z } from "zod";
import { FleetError } from "../core/errors.ts";
import type { RunLimits } from "../core/run_event.ts";
import type { Zod } from "../replay/schema/zod.ts";
import { LIMIT_RANGES, type LimitRange, SECONDS_RANGE } from "../rlm/limits/limit_table.ts";
import type { TaskDefaults } from "../tasks/task.ts";

/** Limits of a run and its time. */
export type Limits = Partial<RunLimits> & {
  /** Most milliseconds for the run and its sandbox; 0 for none. */
  readonly timeoutMs?: number;
};

type Key = Exclude<keyof Limits, "maxOutputChars">;

interface LimitArgument {
  readonly key: Key;
  /** The option of the command line that bounds it. */
  readonly option: string;
  /** What it counts, where its name does not say. */
  readonly help: string;
  readonly range: LimitRange;
  readonly isWhole: boolean;
}

/** What a client may ask for, by name. */
const ARGUMENTS: Readonly<Record<string, LimitArgument>> = {
  max_iterations: whole("maxIterations", "--max-iterations"),
  max_llm_calls: whole("maxLlmCalls", "--max-llm-calls", "Sub-queries"),
  max_input_tokens: whole("maxInputTokens", "--max-input-tokens"),
  max_output_tokens: whole("maxOutputTokens", "--max-output-tokens"),
  max_cost_usd: {
    ...whole("maxCostUsd", "--max-cost", "US dollars; prices must be known"),
    isWhole: false,
  },
  max_errors: whole("maxErrors", "--max-errors", "Failed turns in a row"),
  max_depth: whole("maxDepth", "--max-depth", "Levels of runs; from 2 on code may start runs"),
  timeout_s: {
    key: "timeoutMs",
    option: "--timeout",
    help: "",
    range: { ...SECONDS_RANGE, minimum: 0.001 },
    isWhole: false,
  },
};

function whole(key: Exclude<Key, "timeoutMs">, option: string, help = ""): LimitArgument {
  return { key, option, help, range: LIMIT_RANGES[key], isWhole: true };
}

/** The schema of `limits`. */
export function limitShape(
  zod: Zod,
): z.ZodOptional<z.ZodObject<Record<string, z.ZodOptional<z.ZodNumber>>>> {
  const shape = Object.entries(ARGUMENTS).map(([name, { help, isWhole, range }]) => {
    const kind = isWhole ? zod.int() : zod.number();
    const number = kind.min(range.minimum).max(range.maximum).optional();
    return [name, help === "" ? number : number.describe(help)] as const;
  });
  return zod.strictObject(Object.fromEntries(shape)).optional().describe(
    "Most that the run may take; without it the defaults of the task",
  );
}

/**
 * The limits of a run.
 * @param asked What the client asks for, by name.
 * @throws {FleetError} `refused` when it is more than the server allows.
 */
export function chooseLimits(
  asked: Readonly<Record<string, number | undefined>>,
  { ceilings, defaults }: { readonly ceilings: Limits; readonly defaults: TaskDefaults },
): Limits {
  const chosen: { -readonly [K in keyof Limits]: Limits[K] } = {};
  const { maxIterations, maxLlmCalls, timeoutMs } = defaults;
  const byTask: Limits = { maxIterations, maxLlmCalls, timeoutMs };
  for (const [name, argument] of Object.entries(ARGUMENTS)) {
    const { key } = argument;
    const factor = key === "timeoutMs" ? 1000 : 1;
    const ceiling = key === "timeoutMs" ? ceilings[key] || undefined : ceilings[key];
    const given = asked[name];
    if (given !== undefined && ceiling !== undefined && given * factor > ceiling) {
      throw tooMuch(name, given, { most: ceiling / factor, option: argument.option });
    }
    const value = given === undefined
      ? smaller(byTask[key], ceiling)
      : Math.max(given * factor, factor === 1 ? 0 : 1);
    if (value !== undefined) chosen[key] = value;
  }
  return ceilings.maxOutputChars === undefined
    ? chosen
    : { ...chosen, maxOutputChars: ceilings.maxOutputChars };
}

function smaller(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}

function tooMuch(
  name: string,
  given: number,
  { most, option }: { readonly most: number; readonly option: string },
): FleetError {
  return new FleetError("refused", `Cannot use ${given} for limits.${name}: at most ${most}`, {
    hint: `The server was started with ${option} ${most}`,
  });
}
