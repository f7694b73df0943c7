/**
 * `llm_query` and `llm_query_batched`: the sub-queries of guest code, as host tools.
 *
 * Checks what it is given before anything is spent, reserves the whole batch, keeps order, turns a
 * failed item into `[ERROR] ...`. Retry and caching are the model's wrappers' affair.
 *
 * @module
 */

import { FleetError, messageOf, throwIfAborted } from "../core/errors.ts";
import type { HostTool, ToolContext } from "../core/host_tool.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import type { Completion, LanguageModel } from "../core/lm.ts";
import type { Limiter } from "../lm/limiter.ts";
import { abortable } from "./abortable.ts";
import type { Emitter } from "./emitter.ts";
import { pythonTypeName } from "./python_text.ts";
import { hashRequest } from "./request_hash.ts";
import type { Admission, RunAccount } from "./run_account.ts";

/** What sub-queries need of their run. */
export interface QueryToolsOptions {
  /** The model that answers. */
  readonly model: LanguageModel;
  /** Shared by all sub-queries of the run. */
  readonly limiter: Limiter;
  /** Where they are reserved and booked. */
  readonly account: RunAccount;
  /** Where their events go. */
  readonly emitter: Emitter;
  /** Ends all of them. */
  readonly signal: AbortSignal;
}

/** The two tools. */
export function createQueryTools(options: QueryToolsOptions): readonly HostTool[] {
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

class Queries {
  readonly #options: QueryToolsOptions;
  #refused = false;
  #cut = false;

  constructor(options: QueryToolsOptions) {
    this.#options = options;
  }

  async askOne(prompt: JsonValue, context: ToolContext): Promise<string> {
    const text = checkPrompt(prompt, "prompt");
    const admission = this.#admit(1);
    const signal = AbortSignal.any([context.signal, this.#options.signal]);
    return await this.#ask({ text, query: admission.firstQuery, admission, signal });
  }

  async askAll(prompts: JsonValue, context: ToolContext): Promise<readonly string[]> {
    const texts = checkPrompts(prompts);
    if (texts.length === 0) return [];
    const admission = this.#admit(texts.length);
    // What is no model's failure ends the batch: then no other item need be paid for.
    const stop = new AbortController();
    const signal = AbortSignal.any([context.signal, this.#options.signal, stop.signal]);
    const asked = texts.map(async (text, index) => {
      const query = admission.firstQuery + index;
      try {
        return await this.#ask({ text, query, admission, signal, stop });
      } catch (error) {
        if (isModelFailure(error)) return `[ERROR] ${messageOf(error)}`;
        throw error;
      }
    });
    const settled = await Promise.allSettled(asked);
    const broken = settled.find((each) => each.status === "rejected" && !isStop(each.reason));
    if (broken?.status === "rejected") throw broken.reason;
    throwIfAborted(signal);
    return settled.map((each) => each.status === "fulfilled" ? each.value : "");
  }

  #admit(count: number): Admission {
    const { account, emitter } = this.#options;
    try {
      return account.admitQueries(count);
    } catch (error) {
      if (!this.#refused) {
        const max = account.limits.maxLlmCalls;
        emitter.emit({ type: "limit-reach", limit: "llm-calls", used: account.llmCalls, max });
      }
      this.#refused = true;
      throw error;
    }
  }

  #ask(item: QueryItem): Promise<string> {
    const work = async (): Promise<string> => {
      try {
        return await this.#askNow(item);
      } catch (error) {
        // Before the limiter lets the next item in.
        if (!isModelFailure(error)) item.stop?.abort(error);
        throw error;
      }
    };
    return this.#options.limiter.run(work, item.signal);
  }

  async #askNow({ text, query, admission, signal }: QueryItem): Promise<string> {
    const { account, emitter, model } = this.#options;
    const step = account.iterations;
    const messages = [{ role: "user", content: text }] as const;
    const end = { type: "query-end", query, step, requestHash: hashRequest(messages) } as const;
    emitter.emit({ type: "query-start", query, step, prompt: text });
    const startedAt = performance.now();
    let completion: Completion;
    try {
      completion = await abortable(model.generate(messages, { signal }), signal);
    } catch (thrown) {
      const durationMs = performance.now() - startedAt;
      emitter.emit({ ...end, error: messageOf(thrown), durationMs });
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

interface QueryItem {
  readonly text: string;
  readonly query: number;
  readonly admission: Admission;
  readonly signal: AbortSignal;
  /** Ends the batch that the item is part of. */
  readonly stop?: AbortController;
}

function checkPrompt(prompt: JsonValue, name: string): string {
  if (typeof prompt !== "string") {
    throw new TypeError(`${name} must be a str, got ${pythonTypeName(prompt)}`);
  }
  if (prompt.trim() === "") {
    const where = name === "prompt" ? "" : `${name}: `;
    throw new TypeError(`${where}prompt cannot be empty`);
  }
  return prompt;
}

function checkPrompts(prompts: JsonValue): readonly string[] {
  if (Array.isArray(prompts)) {
    return prompts.map((prompt, index) => checkPrompt(prompt, `prompts[${index}]`));
  }
  const remedy = typeof prompts === "string" ? "; for a single prompt use llm_query(prompt)" : "";
  throw new TypeError(`prompts must be a list of str, got ${pythonTypeName(prompts)}${remedy}`);
}

/** Whether an item failed for a reason that other items and the code can live with. */
function isModelFailure(error: unknown): boolean {
  return error instanceof FleetError && error.code !== "interrupted" &&
    error.code !== "limit-reached";
}

function isStop(reason: unknown): boolean {
  return reason instanceof FleetError && reason.code === "interrupted";
}
