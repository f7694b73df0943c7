/**
 * The accent in which one endpoint speaks OpenAI's language: what its quirks say at first, and what
 * its refusals teach. New models refuse what old ones took, so a table alone would always be late.
 *
 * A refusal that names a field of ours leads to one more request without that field; every lesson is
 * learnt once, so there is an end to it. Pure.
 *
 * @module
 */

import type { Endpoint } from "./endpoint.ts";

/** How requests are written. */
export interface Dialect {
  /** Name of the field that bounds the reply's length. */
  readonly maxTokensField: Endpoint["maxTokensField"];
  /** Whether that name was learnt. */
  readonly hasLearntMaxTokens: boolean;
  /** Whether system messages are sent. */
  readonly hasSystemRole: boolean;
  /** Whether cache marks are sent. */
  readonly hasCacheMarks: boolean;
  /** Whether replies may be streamed. */
  readonly streams: boolean;
  /** Whether a stream is asked to report tokens. */
  readonly asksStreamUsage: boolean;
}

/** What a provider said when it refused a request. */
export interface Refusal {
  /** HTTP status. */
  readonly status: number;
  /** Its words. */
  readonly message: string;
  /** The field that it does not like, when it says so. */
  readonly param?: string;
}

/** What the refused request was. */
export interface RefusedRequest {
  /** The dialect in which it was written. */
  readonly dialect: Dialect;
  /** Whether it asked for a stream. */
  readonly isStreamed: boolean;
}

/** The dialect to begin with. */
export function firstDialect(endpoint: Endpoint): Dialect {
  return {
    maxTokensField: endpoint.maxTokensField,
    hasLearntMaxTokens: false,
    hasSystemRole: endpoint.hasSystemRole,
    hasCacheMarks: endpoint.hasCacheMarks,
    streams: true,
    asksStreamUsage: endpoint.asksStreamUsage,
  };
}

/** Statuses under which servers refuse a field. */
const REFUSED: ReadonlySet<number> = new Set([400, 403, 415, 422, 501]);

/** Such as "Developer instruction is not enabled", "'messages[0].role' does not support 'system'". */
const NO_SYSTEM =
  /(developer instruction|system (role|message|prompt|instruction)s?).*(not|n't) (be )?(enabled|supported|allowed)|(not|n't) support[^.]*\bsystem\b/i;

/** The number is refused, not the name of the field. */
const TOO_MANY = /too (large|high|many)|at most|exceed|maximum|less than|up to/i;

/** The dialect that avoids what was refused, or `undefined` when the refusal is about something else. */
export function learn(refusal: Refusal, request: RefusedRequest): Dialect | undefined {
  if (!REFUSED.has(refusal.status)) return undefined;
  const { dialect, isStreamed } = request;
  const said = `${refusal.param ?? ""} ${refusal.message}`;
  if (said.includes("max_completion_tokens") && !TOO_MANY.test(said)) {
    if (dialect.hasLearntMaxTokens) return undefined;
    const other = dialect.maxTokensField === "max_tokens" ? "max_completion_tokens" : "max_tokens";
    return { ...dialect, maxTokensField: other, hasLearntMaxTokens: true };
  }
  if (isStreamed && dialect.asksStreamUsage && /stream_options|include_usage/.test(said)) {
    return { ...dialect, asksStreamUsage: false };
  }
  if (isStreamed && /\bstream(ing|ed)?\b/i.test(said)) return { ...dialect, streams: false };
  if (dialect.hasCacheMarks && said.includes("cache_control")) {
    return { ...dialect, hasCacheMarks: false };
  }
  if (dialect.hasSystemRole && NO_SYSTEM.test(said)) return { ...dialect, hasSystemRole: false };
  return undefined;
}
