/**
 * `rlm_query` and `rlm_query_batched`: sub-queries that a child run answers, with a sandbox, turns and
 * sub-queries of its own, where one prompt would not do. At the greatest depth a model is asked
 * instead, as `llm_query` does.
 *
 * Shapes are those of the official runtime, `rlm_query(prompt)` and `rlm_query_batched(prompts)`, with
 * a context added that goes to the child as a variable.
 *
 * @module
 */

import { FleetError, messageOf } from "../../core/errors.ts";
import type { HostTool, ToolContext } from "../../core/host_tool.ts";
import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { Limiter } from "../../lm/limiter.ts";
import type { Emitter } from "../emitter.ts";
import { isRefusal } from "../limits/budget.ts";
import type { Refusals } from "../limits/refusals.ts";
import type { RunAccount } from "../limits/run_account.ts";
import { pythonTypeName } from "../python/python_text.ts";
import type { RunResult } from "../run_options.ts";
import { askBatch } from "../tools/ask_batch.ts";
import { checkText, checkTexts } from "../tools/check_text.ts";
import { childPrompt } from "./child_signature.ts";

/** A child to be run. */
export interface ChildRequest {
  /** Its path, such as `1.2`. */
  readonly path: string;
  /** What it is asked. */
  readonly query: string;
  /** What it is asked about; `null` is nothing. */
  readonly context: JsonValue;
  /** Its account, with what is held for its first calls. */
  readonly account: RunAccount;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** What children need of the run that asks for them. */
export interface ChildToolsOptions {
  /** Runs one. */
  run(request: ChildRequest): Promise<RunResult>;
  /** Told how many are about to be run at once. */
  expect(count: number): void;
  /** Whether the tree is deep enough for children already; then a model is asked. */
  readonly isDeepest: boolean;
  /** `llm_query` and `llm_query_batched`. */
  readonly queryTools: readonly [HostTool, HostTool];
  /** Id of the model that plans for them. */
  readonly planner: string;
  /** Lets so many of them run at once. */
  readonly limiter: Limiter;
  /** The account of the asking run. */
  readonly account: RunAccount;
  /** What becomes of those that do not fit. */
  readonly refusals: Refusals;
  /** The asking run's stream. */
  readonly emitter: Emitter;
}

/** The tools of one run, and the children that they have running. */
export class ChildTools {
  readonly #options: ChildToolsOptions;
  readonly #running = new Set<Promise<unknown>>();
  readonly #ending = new AbortController();
  #count = 0;

  /** Starts nothing. */
  constructor(options: ChildToolsOptions) {
    this.#options = options;
  }

  /** The two tools. */
  get tools(): readonly HostTool[] {
    return [
      {
        name: "rlm_query",
        description: "Has a run of its own answer one query over a context.",
        parameters: [{ name: "query", type: "str" }, { name: "context", default: null }],
        returns: "str",
        call: (args: JsonObject, context: ToolContext): Promise<JsonValue> =>
          this.#askOne(args, context),
      },
      {
        name: "rlm_query_batched",
        description: "Has runs of their own answer many queries at once.",
        parameters: [
          { name: "queries", type: "list[str]" },
          { name: "contexts", type: "list | None", default: null },
        ],
        returns: "list[str]",
        call: (args: JsonObject, context: ToolContext): Promise<JsonValue> =>
          this.#askAll(args, context),
      },
    ];
  }

  /** Ends the children that are still running and waits until their sandboxes are gone. */
  async close(): Promise<void> {
    this.#ending.abort();
    await Promise.allSettled(this.#running);
  }

  async #askOne(args: JsonObject, context: ToolContext): Promise<JsonValue> {
    const query = checkText(args["query"] ?? null, "query");
    const about = args["context"] ?? null;
    const [single] = this.#options.queryTools;
    if (this.#options.isDeepest) {
      return await single.call({ prompt: childPrompt(query, about) }, context);
    }
    const [child] = this.#admit([{ query, context: about }]);
    return await this.#ask(child!, this.#signalOf(context));
  }

  async #askAll(args: JsonObject, context: ToolContext): Promise<JsonValue> {
    const queries = checkTexts(args["queries"] ?? null, NAMES);
    const contexts = checkContexts(args["contexts"] ?? null, queries.length);
    if (queries.length === 0) return [];
    const asked = queries.map((query, index) => ({ query, context: contexts[index] ?? null }));
    const [_, batched] = this.#options.queryTools;
    if (this.#options.isDeepest) {
      const prompts = asked.map((each) => childPrompt(each.query, each.context));
      return await batched.call({ prompts }, context);
    }
    return await askBatch(this.#admit(asked), {
      signal: this.#signalOf(context),
      ask: async (child, { signal, stopAt }) => {
        try {
          return await this.#ask(child, signal);
        } catch (error) {
          stopAt(error);
          throw error;
        }
      },
    });
  }

  #signalOf(context: ToolContext): AbortSignal {
    return AbortSignal.any([context.signal, this.#ending.signal]);
  }

  #admit(asked: readonly Question[]): readonly Child[] {
    const { account, emitter, planner, refusals } = this.#options;
    const accounts = account.admitChildren(asked.length, planner);
    if (isRefusal(accounts)) return refusals.refuse(accounts);
    this.#options.expect(asked.length);
    const prefix = emitter.path === "" ? "" : `${emitter.path}.`;
    return asked.map((question, index) => {
      return { ...question, path: `${prefix}${++this.#count}`, account: accounts[index]! };
    });
  }

  async #ask(child: Child, signal: AbortSignal): Promise<string> {
    const running = this.#options.limiter.run(() => this.#run(child, signal), signal);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
      child.account.close();
    }
  }

  async #run(child: Child, signal: AbortSignal): Promise<string> {
    const { account, emitter } = this.#options;
    const step = account.iterations;
    const end = { type: "child-end", child: child.path, step } as const;
    emitter.emit({ type: "child-start", child: child.path, step, query: child.query });
    const startedAt = performance.now();
    let result: RunResult;
    try {
      result = await this.#options.run({ ...child, signal });
    } catch (thrown) {
      const durationMs = performance.now() - startedAt;
      emitter.emit({ ...end, error: messageOf(thrown), durationMs });
      throw thrown;
    }
    const { status } = result;
    const durationMs = performance.now() - startedAt;
    const answer = result.outputs?.["answer"];
    if (typeof answer === "string") {
      emitter.emit({ ...end, status, durationMs });
      return answer;
    }
    const error = `The child run ended at its limit on ${result.limit} without an answer`;
    emitter.emit({ ...end, status, error, durationMs });
    // Not `limit-reached`: that is the end of the asking run, and would end a whole batch.
    throw new FleetError("model-reply-invalid", error);
  }
}

const NAMES = { name: "queries", noun: "query", single: "rlm_query(query)" } as const;

interface Question {
  readonly query: string;
  readonly context: JsonValue;
}

type Child = Omit<ChildRequest, "signal">;

function checkContexts(contexts: JsonValue, count: number): readonly JsonValue[] {
  if (contexts === null) return [];
  if (!Array.isArray(contexts)) {
    throw new TypeError(`contexts must be a list or None, got ${pythonTypeName(contexts)}`);
  }
  if (contexts.length === count) return contexts;
  throw new TypeError(
    `contexts must have one item for each of the ${count} queries, got ${contexts.length}`,
  );
}
