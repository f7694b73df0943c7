/**
 * The contract of a language model. Implementations are wrapped (retry, meter, cache, limiter), not
 * configured.
 *
 * @module
 */

import type { Field } from "./field.ts";
import type { VariableInfo } from "./variable.ts";

/** One message of a conversation. */
export interface Message {
  /** Who speaks. */
  readonly role: "system" | "user" | "assistant";
  /** What is said. */
  readonly content: string;
}

/** Tokens of one or more calls. */
export interface Usage {
  /** Prompt tokens, cached ones included. */
  readonly inputTokens: number;
  /** Completion tokens, reasoning included. */
  readonly outputTokens: number;
  /** Prompt tokens that the provider served from its cache. */
  readonly cachedTokens: number;
  /** US dollars of the calls whose cost is known or estimated; absent when there is none. */
  readonly costUsd?: number;
  /** Calls whose cost is not known, so that `costUsd` says too little; absent when there is none. */
  readonly unpricedCalls?: number;
  /** Calls whose tokens are an estimate of ours; absent when there is none. */
  readonly estimatedCalls?: number;
}

/**
 * What a planner is asked, as data. Language models read the messages and never see this; a planner
 * that is no language model reads this instead of guessing from prose.
 */
export interface PlannerBrief {
  /** What is to be done. */
  readonly instructions: string;
  /** The bound variables as measured in the sandbox. */
  readonly variables: readonly VariableInfo[];
  /** What SUBMIT must deliver. */
  readonly outputs: readonly Field[];
  /** A turn of the loop, or the one call that extracts an answer at a limit. */
  readonly purpose: "turn" | "extract";
  /** Which turn this is, from 1; for an extraction the number of turns taken. */
  readonly turn: number;
  /** Path of the child run that asks, such as `1.2`; absent for the outermost run. */
  readonly run?: string;
}

/**
 * Reads a reply while it comes: is given all of it so far, again and again, and answers with the part
 * to keep once nothing that follows can matter.
 */
export type ReplyWatch = (text: string) => string | undefined;

/** Options of one call. */
export interface GenerateOptions {
  /** Ends the request at once when aborted. */
  readonly signal?: AbortSignal;
  /** Present on planner calls only. */
  readonly brief?: PlannerBrief;
  /** Told whenever the provider pushes back, so that whoever makes the calls can make fewer at once. */
  readonly onThrottle?: () => void;
  /** Lets a model that can stream end its reply early. Models that cannot take no notice of it. */
  readonly watchReply?: ReplyWatch;
  /** Most tokens that the call may make, its attempts together. Models that cannot bound it do not. */
  readonly maxOutputTokens?: number;
}

/** A model's reply. */
export interface Completion {
  /** The text of the reply. */
  readonly text: string;
  /** Tokens it took; zeros when the provider does not say. */
  readonly usage: Usage;
  /** Why it ended: `length` means that it was cut. */
  readonly finishReason: "stop" | "length" | "filter" | "other";
  /** True when no call was made for it: it came from the response cache or from a call under way. */
  readonly isCached?: boolean;
}

/** A language model, or something that answers in its place. */
export interface LanguageModel {
  /** `provider/model`, as the user names it. */
  readonly id: string;
  /**
   * Most tokens of a reply, `Infinity` when it has no bound of its own. Present on models that heed
   * {@linkcode GenerateOptions.maxOutputTokens}, absent on all others.
   */
  readonly maxOutputTokens?: number;
  /**
   * One call.
   * @throws {FleetError} `model-auth`, `model-unreachable`, `model-rejected`, `model-busy`,
   * `model-reply-invalid`, `task-unsuited` or `interrupted`.
   */
  generate(messages: readonly Message[], options?: GenerateOptions): Promise<Completion>;
}

/** No tokens. */
export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0 };

/** The same model with its calls made by something else. */
export function wrapModel(
  { id, maxOutputTokens }: LanguageModel,
  generate: LanguageModel["generate"],
): LanguageModel {
  return { id, ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }), generate };
}

/** The sum of two usages. */
export function addUsage(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    ...sumOf("costUsd", a, b),
    ...sumOf("unpricedCalls", a, b),
    ...sumOf("estimatedCalls", a, b),
  };
}

/** What a usage cost in US dollars, when that is known of every call in it and nothing is estimated. */
export function knownCost(usage: Usage): number | undefined {
  return usage.unpricedCalls || usage.estimatedCalls ? undefined : usage.costUsd;
}

/** A field that only one of two may have. */
function sumOf(
  field: "costUsd" | "unpricedCalls" | "estimatedCalls",
  a: Usage,
  b: Usage,
): Partial<Usage> {
  const [one, other] = [a[field], b[field]];
  return one === undefined && other === undefined ? {} : { [field]: (one ?? 0) + (other ?? 0) };
}
