/**
 * From whatever the client threw to an error of ours. Never lets a key through: the key of the
 * endpoint is taken out of every text that a provider sends back.
 *
 * @module
 */

import { FleetError, messageOf } from "../core/errors.ts";
import { NO_USAGE } from "../core/lm.ts";
import { cutEnd } from "../text/cut_text.ts";
import type { Endpoint } from "./endpoint.ts";
import type { OpenAiRefusal } from "./openai_refusal.ts";
import { readRetryAfter } from "./retry_after.ts";
import { RetryableError } from "./retryable_error.ts";

const MAX_MESSAGE_CHARS = 500;

/** Statuses of those who stopped waiting for a model that may have been at work. */
const GAVE_UP_WAITING: ReadonlySet<number> = new Set([408, 504, 522, 524]);

/** Maps a refusal by status: 401, 403; 408, 409, 429, 5xx; all others will not change. */
export function errorOfStatus(failure: OpenAiRefusal, endpoint: Endpoint): FleetError {
  const { status } = failure;
  const said = tidy(failure.message, endpoint);
  if (status === 401 || status === 403) {
    // Providers repeat (parts of) a wrong key in the text of a 401.
    const detail = status === 401 || said === "" ? "the key was refused" : said;
    return new FleetError("model-auth", `Cannot call '${endpoint.id}': ${detail} (${status})`, {
      hint: authHint(endpoint),
      usage: NO_USAGE,
    });
  }
  const words = said === "" ? `status ${status}` : `${said} (${status})`;
  const isThrottled = status === 429 || status === 503 || status === 529;
  const passes = status === 408 || status === 409 || status === 429 || status >= 500;
  if (passes && failure.code !== "insufficient_quota") {
    const retryAfterMs = failure.headers === undefined
      ? undefined
      : readRetryAfter(failure.headers);
    return new RetryableError("model-busy", `Cannot get a reply from '${endpoint.id}': ${words}`, {
      hint: "Try again later, or lower --concurrency",
      isThrottled,
      ...(GAVE_UP_WAITING.has(status) ? {} : { usage: NO_USAGE }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    });
  }
  const hint = status === 404
    ? `Check the model's name and that '${endpoint.baseUrl}' is right`
    : failure.code === "insufficient_quota"
    ? "Check the plan and the billing of the account"
    : undefined;
  return new FleetError("model-rejected", `Cannot call '${endpoint.id}': ${words}`, {
    ...(hint === undefined ? {} : { hint }),
    usage: NO_USAGE,
  });
}

/** What the system says when no connection could be made: address, name, route or certificate. */
const UNREACHED = /\(connect\)|connection refused|dns error|certificate|unreachable|are blocked/i;

/** What Deno says of every request that failed, with the address once more, before it says why. */
const FETCH_FAILED =
  /^error sending request (?:for url \(\S*\)|from \S+ for \S+(?: \(\S*\))?): (?:client error \(Connect\): )?(?=.)/;

/** Maps a connection that could not be made or was lost. */
export function errorOfConnection(thrown: unknown, endpoint: Endpoint): FleetError {
  const said = innermostMessage(thrown);
  const detail = tidy(said, endpoint);
  const isUnreached = UNREACHED.test(said);
  return new RetryableError(
    "model-unreachable",
    `Cannot reach '${endpoint.baseUrl}' for '${endpoint.id}': ${detail}`,
    {
      hint: "Check that the server runs, the network, and DSPY_LM_API_BASE or --api-base",
      isUnreached,
      ...(isUnreached ? { usage: NO_USAGE } : {}),
      cause: thrown,
    },
  );
}

/** Maps a body that is no JSON: most often one that was cut on its way. */
export function errorOfBody(thrown: unknown, endpoint: Endpoint): FleetError {
  return new RetryableError(
    "model-reply-invalid",
    `Cannot read reply of '${endpoint.id}': not JSON`,
    {
      hint: `Check that '${endpoint.baseUrl}' is an OpenAI-compatible API base`,
      cause: thrown,
    },
  );
}

function authHint(endpoint: Endpoint): string {
  if (endpoint.apiKey === undefined && endpoint.keyVariables.length === 0) {
    return "The server wants a key: set DSPY_LLM_API_KEY";
  }
  return `Check the key in ${endpoint.keyVariables.join(" or ")}, and its access to the model`;
}

/** The message of the deepest cause: fetch wraps what the system said. */
function innermostMessage(thrown: unknown): string {
  let current = thrown;
  for (let depth = 0; depth < 5; depth++) {
    if (!(current instanceof Error) || !(current.cause instanceof Error)) break;
    current = current.cause;
  }
  return messageOf(current);
}

/** One line, bounded, without the key. */
function tidy(text: string, endpoint: Endpoint): string {
  const clean = endpoint.apiKey === undefined ? text : text.replaceAll(endpoint.apiKey, "[key]");
  const line = clean.replace(/\s+/g, " ").trim().replace(/\.$/, "").replace(FETCH_FAILED, "");
  return cutEnd(line, MAX_MESSAGE_CHARS);
}
