/**
 * The model `offline`: no language model, no network, always the same reply to the same request.
 *
 * As a planner it reads the brief, writes real Python that ranks and quotes a document, and says so.
 * As a sub-model it quotes from the prompt. What it cannot do it refuses with `task-unsuited`.
 *
 * @module
 */

import { throwIfAborted } from "../../core/errors.ts";
import { isJsonObject, type JsonValue } from "../../core/json.ts";
import {
  type GenerateOptions,
  type LanguageModel,
  type Message,
  NO_USAGE,
  type PlannerBrief,
} from "../../core/lm.ts";
import { OFFLINE } from "../local_model.ts";
import { answerQuery } from "./answer_query.ts";
import { writeTurn } from "./cells.ts";
import { unsuited } from "./unsuited.ts";

/** Turns that it plans: explore, rank and quote, submit. */
const TURNS = 3;

/** Creates the model. Its `generate` throws `task-unsuited` for tasks that quoting cannot do. */
export function createOfflineModel(): LanguageModel {
  return {
    id: OFFLINE,
    generate: (messages: readonly Message[], options: GenerateOptions = {}) =>
      Promise.try(() => {
        throwIfAborted(options.signal);
        const text = options.brief === undefined
          ? answerQuery(messages.findLast((each) => each.role === "user")?.content ?? "")
          : plan(options.brief, messages);
        return { text, usage: NO_USAGE, finishReason: "stop" };
      }),
  };
}

function plan(brief: PlannerBrief, messages: readonly Message[]): string {
  if (brief.purpose === "extract") return extract(brief, messages);
  const text = writeTurn(brief);
  // It has nothing to change about a SUBMIT that was refused: better to say so than to go round.
  if (brief.turn > TURNS) throw unsuited("its SUBMIT was not accepted");
  return text;
}

/** The outputs that its second turn printed, if that turn was reached, as a JSON object. */
function extract(brief: PlannerBrief, messages: readonly Message[]): string {
  for (const message of messages.toReversed()) {
    if (message.role !== "user") continue;
    for (const [, line] of message.content.matchAll(/^\s*Prepared outputs: (\{.*\})\s*$/gm)) {
      const value = parse(line ?? "");
      if (isJsonObject(value) && brief.outputs.every((field) => field.name in value)) {
        return `Extractive (offline, no language model).\n\n\`\`\`json\n${line}\n\`\`\``;
      }
    }
  }
  throw unsuited(`it needs ${TURNS} turns`);
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return null;
  }
}
