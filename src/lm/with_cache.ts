/**
 * Answers of a model that were given before, from a store; and one call for questions that are alike
 * and asked at the same time.
 *
 * The store decides what it keeps and for how long (`reply_cache.ts`). A reply that no call was made
 * for carries no tokens and is marked, so that accounts can tell.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { FleetError } from "../core/errors.ts";
import {
  type Completion,
  type GenerateOptions,
  type LanguageModel,
  type Message,
  NO_USAGE,
  wrapModel,
} from "../core/lm.ts";
import { SingleFlight } from "./single_flight.ts";
import { withUsage } from "./with_usage.ts";

/** A reply as it is kept. */
export interface CachedReply {
  /** Its text. */
  readonly text: string;
  /** Why it ended. */
  readonly finishReason: Completion["finishReason"];
}

/** Where replies are kept, by key. Neither method throws. */
export interface ReplyStore {
  /** The reply that was kept under a key. */
  get(key: string): CachedReply | undefined;
  /** Keeps a reply. */
  put(key: string, reply: CachedReply): void;
}

/** Options of {@linkcode withCache}. */
export interface CacheOptions {
  /** Where replies are kept. */
  readonly store: ReplyStore;
  /** All that the reply depends on besides the messages: server, model, options. */
  readonly scope: readonly string[];
  /**
   * Whether a planner's calls are answered from the store too.
   * @default {false}
   */
  readonly cachesPlanner?: boolean;
}

/** Version of the form of keys. */
const KEY_VERSION = "1";

/** The same model with its replies kept and shared. */
export function withCache(model: LanguageModel, options: CacheOptions): LanguageModel {
  const { store, scope, cachesPlanner = false } = options;
  const flights = new SingleFlight<Completion>();

  async function generate(
    messages: readonly Message[],
    call: GenerateOptions = {},
  ): Promise<Completion> {
    if (call.brief !== undefined && !cachesPlanner) return await model.generate(messages, call);
    const key = keyOf(messages, [...scope, call.brief?.purpose ?? "query"]);
    const kept = store.get(key);
    if (kept !== undefined) return unpaid(kept);
    let isOurs = false;
    // A reply that was bound tighter is another one, unless it came to its end.
    const flight = await flights.run(`${key} ${call.maxOutputTokens ?? ""}`, {
      signal: call.signal,
      start: async (signal) => {
        isOurs = true;
        const completion = await model.generate(messages, { ...call, signal });
        const { text, finishReason } = completion;
        // A reply that was cut or held back may come out better next time.
        if (finishReason === "stop" || finishReason === "other") {
          store.put(key, { text, finishReason });
        }
        return completion;
      },
    }).catch((error) => {
      // Whoever started the call pays for its failure, as for its reply.
      const isPaid = isOurs || !(error instanceof FleetError) || error.usage === undefined;
      throw isPaid ? error : withUsage(error, NO_USAGE);
    });
    return flight.isShared ? unpaid(flight.value) : flight.value;
  }

  return wrapModel(model, generate);
}

/** SHA-256, hex, of all that a reply depends on. */
function keyOf(messages: readonly Message[], scope: readonly string[]): string {
  const content = [KEY_VERSION, scope, messages.map(({ role, content }) => [role, content])];
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

function unpaid({ text, finishReason }: CachedReply): Completion {
  return { text, finishReason, usage: NO_USAGE, isCached: true };
}
