/**
 * The models of a recorded run: replies come from the record as long as the run is on it, then from
 * live models, if there are any.
 *
 * Planner replies go by run and step, and their requests must have the recorded hash; sub-queries go
 * by the hash of their prompt alone, so that their order does not matter.
 *
 * @module
 */

import { type ErrorCode, FleetError, throwIfAborted } from "../core/errors.ts";
import type {
  Completion,
  GenerateOptions,
  LanguageModel,
  Message,
  PlannerBrief,
} from "../core/lm.ts";
import { VERSION } from "../core/version.gen.ts";
import { hashRequest } from "../rlm/request_hash.ts";
import { isRedacted, matchesRecorded } from "./match_redacted.ts";
import { findRedactedReply } from "./redacted_reply.ts";
import type { RecordedReply } from "./run_record.ts";
import { serveAnswer } from "./serve_answer.ts";
import type { ServedRun } from "./served_run.ts";
import { findUnaskedPrompt } from "./unasked_prompt.ts";

/** The models of a run. */
export interface ServedModels {
  /** Writes the code. */
  readonly planner: LanguageModel;
  /** Answers sub-queries. */
  readonly subModel: LanguageModel;
}

/** Options of {@linkcode createServedModels}. */
export interface ServedModelsOptions {
  /** Who answers once the run has left its record; needed to go on after it. */
  readonly live?: ServedModels;
  /** The reply of the step after those that are served, such as one that was edited. */
  readonly nextReply?: Completion;
  /**
   * Whether requests must be those of the record. Not so when limits have changed, which every
   * request mentions.
   * @default {true}
   */
  readonly checksRequests?: boolean;
}

/** Creates the models of a served run. They carry the names of the live ones, if there are any. */
export function createServedModels(
  run: ServedRun,
  options: ServedModelsOptions = {},
): ServedModels {
  const { planner, recipe, subModel } = run.record.start;
  const bounds = recipe.replyBounds ?? {};
  return {
    planner: {
      ...boundOf(options.live?.planner ?? recordedBound(bounds, planner)),
      id: options.live?.planner.id ?? planner,
      generate: (messages, given = {}) =>
        Promise.try(() => answerPlanner(run, { messages, given, options })),
    },
    subModel: {
      ...boundOf(options.live?.subModel ?? recordedBound(bounds, subModel)),
      id: options.live?.subModel.id ?? subModel,
      generate: (messages, given = {}) =>
        Promise.try(() => answerQuery(run, { messages, given, options })),
    },
  };
}

type Bound = Pick<LanguageModel, "maxOutputTokens">;

/** What the record says of the tokens that a model could be bound to. */
function recordedBound(bounds: Readonly<Record<string, number | null>>, model: string): Bound {
  const bound = Object.hasOwn(bounds, model) ? bounds[model] : undefined;
  return bound === undefined ? {} : { maxOutputTokens: bound ?? Infinity };
}

/** What a model says of the tokens that it can be bound to. */
function boundOf({ maxOutputTokens }: Bound): Bound {
  return maxOutputTokens === undefined ? {} : { maxOutputTokens };
}

const OTHER_HASH = "the planner's request has another hash than recorded";

const REDACTED_ANSWER =
  "An answer on record reads [REDACTED] where a secret may have been; guest code is given it so";

interface Call {
  readonly messages: readonly Message[];
  readonly given: GenerateOptions;
  readonly options: ServedModelsOptions;
}

function answerPlanner(run: ServedRun, call: Call): Completion | Promise<Completion> {
  const { given, messages, options } = call;
  throwIfAborted(given.signal);
  const { brief } = given;
  if (brief === undefined) return answerQuery(run, call);
  const turn = brief.purpose === "turn" ? brief.turn : brief.turn + 1;
  run.enter(brief.run, turn);
  if (!run.isServed) {
    const isNext = brief.run === undefined && brief.purpose === "turn" && turn === run.steps + 1;
    if (isNext && options.nextReply !== undefined) return options.nextReply;
    return askLive(options.live?.planner, call);
  }
  const reply = findReply(run, brief);
  if (reply === undefined) return failAsRecorded(run, brief);
  if (hashRequest(messages) !== reply.requestHash) differInRequest(run, { ...call, brief, reply });
  if (reply.completion !== undefined) return reply.completion;
  throw new FleetError("model-rejected", reply.error ?? "The recorded call failed");
}

function findReply(run: ServedRun, brief: PlannerBrief): RecordedReply | undefined {
  const turns = run.turnsOf(brief.run);
  return brief.purpose === "extract" ? turns?.extract : turns?.steps[brief.turn - 1]?.reply;
}

/** A planner that never replied: the end of the record, or the end that a child run came to. */
function failAsRecorded(run: ServedRun, brief: PlannerBrief): never {
  if (brief.run === undefined) return run.endOfRecord();
  const error = run.turnsOf(brief.run)?.end?.error;
  if (error !== undefined) throw new FleetError(error.code as ErrorCode, error.message);
  return run.diverge({
    kind: "request",
    step: brief.turn,
    run: brief.run,
    what: "its planner was not asked for this turn when it was recorded",
  });
}

function differInRequest(
  run: ServedRun,
  call: Call & { readonly brief: PlannerBrief; readonly reply: RecordedReply },
): void {
  const { brief, messages, options, reply } = call;
  const added = messages.slice(messages.findLastIndex((each) => each.role === "assistant") + 1);
  const [recorded, actual] = [textOf(reply.messages), textOf(added)];
  const alike = matchesRecorded(recorded, actual);
  const divergence = {
    kind: "request",
    step: brief.turn,
    ...(brief.run === undefined ? {} : { run: brief.run }),
    what: alike ? explainHash(run, brief) : `${OTHER_HASH}${mentionVersion(run)}`,
    ...(alike ? {} : { recorded, actual }),
  } as const;
  // What is left of shared limits, which a child is told, depends on how far its siblings are.
  if (run.purpose === "replay" && brief.run === undefined) run.diverge(divergence);
  if (options.checksRequests ?? true) run.bear(divergence);
}

/** What most often changes the prompts: another version of the program. */
function mentionVersion({ record }: ServedRun): string {
  const { version } = record.start.recipe.program;
  return version === VERSION ? "" : ` (by fleet-rlm ${version}; this is ${VERSION})`;
}

/** Why a request can have another hash although nothing that it adds is different. */
function explainHash(run: ServedRun, brief: PlannerBrief): string {
  const before = run.turnsOf(brief.run)?.steps.slice(0, brief.turn) ?? [];
  const step = findRedactedReply(before);
  if (step !== undefined) {
    return `${OTHER_HASH}: a secret was taken out of the reply at step ${step}`;
  }
  return `${OTHER_HASH}, though it adds nothing else: the record was edited or redacted`;
}

function answerQuery(run: ServedRun, call: Call): Completion | Promise<Completion> {
  const { given, messages, options } = call;
  throwIfAborted(given.signal);
  const hash = hashRequest(messages);
  const answer = run.takeAnswer(run.record.queries, hash);
  if (answer !== undefined) {
    if (isRedacted(answer.value?.text ?? "")) run.note(REDACTED_ANSWER);
    return serveAnswer(run, answer, given.signal);
  }
  if (!run.isServed) return askLive(options.live?.subModel, call);
  return differInQuery(run, { hash, prompt: textOf(messages) });
}

async function differInQuery(
  run: ServedRun,
  { hash, prompt }: { readonly hash: string; readonly prompt: string },
): Promise<never> {
  const what = run.record.queries.has(hash)
    ? "a sub-query was made more often than recorded"
    : "a sub-query is not on record";
  const { step } = run;
  const recorded = await findUnaskedPrompt(run) ?? "";
  return run.diverge({ kind: "query", step, what, recorded, actual: prompt });
}

function askLive(model: LanguageModel | undefined, call: Call): Promise<Completion> {
  if (model !== undefined) return model.generate(call.messages, call.given);
  throw new FleetError("internal", "Cannot go on after the record: there is no live model");
}

function textOf(messages: readonly Message[]): string {
  return messages.map((each) => each.content).join("\n\n");
}
