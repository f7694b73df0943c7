/**
 * What a user can set about language models, wherever it was read from.
 *
 * @module
 */

import type { PriceTable } from "./price.ts";
import type { RetryNotice } from "./retry.ts";
import type { ReplyStore } from "./with_cache.ts";

/** Most tokens of one reply, unless it is set. */
export const DEFAULT_MAX_TOKENS = 16_000;

/** Settings of the models of a run. Key and base belong together and serve planner and sub-model. */
export interface ModelSettings {
  /** Key for the provider. Empty counts as absent. */
  readonly apiKey?: string;
  /**
   * Base URL of an OpenAI-compatible interface, in place of the provider's own. Empty counts as
   * absent.
   */
  readonly apiBase?: string;
  /**
   * Most tokens of a reply; 0 leaves it to the provider.
   * @default {16000}
   */
  readonly maxTokens?: number;
  /**
   * Most milliseconds for one call, its retries included; 0 for no deadline.
   * @default {300000}
   */
  readonly timeoutMs?: number;
  /**
   * Most attempts per call, the first included.
   * @default {4}
   */
  readonly maxAttempts?: number;
  /**
   * Whether a planner's reply is streamed, so that what follows its code need not be waited for.
   * @default {true}
   */
  readonly stream?: boolean;
  /** Prices that win over the list prices; `*` stands for every model. */
  readonly prices?: PriceTable;
  /** Where replies to sub-queries are kept and looked for; without it every one is asked for anew. */
  readonly cache?: ReplyStore;
  /**
   * Whether the planner's replies are kept and looked for as well.
   * @default {false}
   */
  readonly cachesPlanner?: boolean;
  /**
   * Looks up an environment variable, for a provider's own key such as `GROQ_API_KEY` when no
   * `apiKey` is given or the sub-model lives at another provider. Without it only `apiKey` is used.
   */
  readonly lookup?: (variable: string) => string | undefined;
  /** Told before every retry, so that a user can see why nothing moves. */
  readonly onRetry?: (notice: RetryNotice) => void;
}
