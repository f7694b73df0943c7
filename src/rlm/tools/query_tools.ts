/**
 * `llm_query` and `llm_query_batched`: the sub-queries of guest code, as host tools.
 *
 * Checks what it is given before anything is spent and reserves the whole batch. Retry and caching are
 * the model's wrappers' affair.
 *
 * @module
 */

import { FleetError, messageOf } from "../../core/errors.ts";
import type { HostTool, ToolContext } from "../../core/host_tool.ts";
import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { Completion, LanguageModel } from "../../core/lm.ts";
import type { Limiter, Place } from "../../lm/limiter.ts";
import { abortable } from "../../core/abortable.ts";
import type { Emitter } from "../emitter.ts";
import { isRefusal } from "../limits/budget.ts";
import { usageOfFailure } from "../limits/usage_of_failure.ts";
import { countBytes } from "../limits/call_meter.ts";
import type { Refusals } from "../limits/refusals.ts";
import type { Admission, RunAccount } from "../limits/run_account.ts";
import { hashRequest } from "../request_hash.ts";
import { askBatch, type BatchItem } from "./ask_batch.ts";
import { checkText, checkTexts } from "./check_text.ts";

/** What sub-queries need of their run. */
export interface QueryToolsOptions {
  /** The model that answers. */
  readonly model: LanguageModel;
  /** Shared by all model calls of the tree of runs. */
  readonly limiter: Limiter;
  /** Where they are reserved and booked. */
  readonly account: RunAccount;
  /** What becomes of those that do not fit. */
  readonly refusals: Refusals;
  /** Where their events go. */
  readonly emitter: Emitter;
  /** Ends all of them. */
  readonly signal: AbortSignal;
}

/** The two tools. */
export function createQueryTools(
  options: QueryToolsOptions,
): readonly [single: HostTool, batched: HostTool] {
  const queries = new Queries(options);
  return [
    {
      name: "llm_query",
      description: "Asks a language model one question.",
      parameters: [{ name: "prompt", type: "str" }],
      returns: "str",
      call: (args: JsonObject, context: ToolContext): Promise<JsonValue> =>
        queries.askOne(args["prompt"] ?? null, context),
    },
    {
      name: "llm_query_batched",
      description: "Asks a language model many questions at once; answers keep their order.",
      parameters: [{ name: "prompts", type: "list[str]" }],
      returns: "list[str]",
      call: (args: JsonObject, context: ToolContext): Promise<JsonValue> =>
        queries.askAll(args["prompts"] ?? null, context),
    },
  ];
}

const NAMES = { name: "prompts", noun: "prompt", single: "llm_query(prompt)" } as const;

interface Query {
  readonly text: string;
  readonly query: number;
  readonly admission: Admission;
}

class Queries {
  readonly #options: QueryToolsOptions;
  #cut = false;

  constructor(options: QueryToolsOptions) {
    this.#options = options;
  }

  async askOne(prompt: JsonValue, context: ToolContext): Promise<string> {
    const text = checkText(prompt, "prompt");
    const [query] = this.#admit([text]);
    return await this.#ask(query!, { signal: this.#signalOf(context), stopAt: () => {} });
  }

  async askAll(prompts: JsonValue, context: ToolContext): Promise<readonly string[]> {
    const texts = checkTexts(prompts, NAMES);
    if (texts.length === 0) return [];
    return await askBatch(this.#admit(texts), {
      signal: this.#signalOf(context),
      ask: (query, item) => this.#ask(query, item),
    });
  }

  #signalOf(context: ToolContext): AbortSignal {
    return AbortSignal.any([context.signal, this.#options.signal]);
  }

  #admit(texts: readonly string[]): readonly Query[] {
    const { account, model, refusals } = this.#options;
    const admissions = account.admitQueries(
      texts.map((text) => {
        const { id, maxOutputTokens } = model;
        return { model: id, bytes: countBytes(text), maxOutputTokens };
      }),
    );
    if (isRefusal(admissions)) return refusals.refuse(admissions);
    return texts.map((text, index) => {
      return { text, query: account.nextQuery(), admission: admissions[index]! };
    });
  }

  async #ask(query: Query, item: BatchItem): Promise<string> {
    const work = async (place: Place): Promise<string> => {
      try {
        return await this.#askNow(query, { signal: item.signal, place });
      } catch (error) {
        // Before the limiter lets the next item in.
        item.stopAt(error);
        throw error;
      }
    };
    try {
      return await this.#options.limiter.run(work, item.signal);
    } finally {
      query.admission.release();
    }
  }

  async #askNow(
    { text, query, admission }: Query,
    { signal, place }: { readonly signal: AbortSignal; readonly place: Place },
  ): Promise<string> {
    const { account, emitter, model } = this.#options;
    const step = account.iterations;
    const messages = [{ role: "user", content: text }] as const;
    const end = { type: "query-end", query, step, requestHash: hashRequest(messages) } as const;
    emitter.emit({ type: "query-start", query, step, prompt: text });
    const startedAt = performance.now();
    const { maxOutputTokens } = admission;
    const call = {
      signal,
      onThrottle: (): void => place.throttle(),
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    };
    let completion: Completion;
    try {
      completion = await abortable(model.generate(messages, call), signal);
    } catch (thrown) {
      const usage = usageOfFailure(thrown);
      admission.settle(usage);
      const durationMs = performance.now() - startedAt;
      const errorCode = thrown instanceof FleetError ? thrown.code : "internal";
      const took = usage === undefined ? {} : { usage };
      emitter.emit({ ...end, error: messageOf(thrown), errorCode, ...took, durationMs });
      throw thrown;
    }
    admission.settle(completion.usage);
    emitter.emit({ ...end, completion, durationMs: performance.now() - startedAt });
    return this.#readText(completion);
  }

  #readText(completion: Completion): string {
    if (completion.text.trim() === "") {
      throw new FleetError(
        "model-reply-invalid",
        `Sub-model response must contain text, got an empty one (${completion.finishReason})`,
      );
    }
    if (completion.finishReason === "length" && !this.#cut) {
      this.#cut = true;
      const message = "An answer to a sub-query was cut at the model's output limit";
      this.#options.emitter.emit({ type: "run-warn", message });
    }
    return completion.text;
  }
}
