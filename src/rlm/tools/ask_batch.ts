/**
 * Many questions side by side: answers keep the order of the questions, one that failed becomes
 * `[ERROR] ...`, and what is no failure of an answer ends the whole batch.
 *
 * @module
 */

import { FleetError, messageOf, throwIfAborted } from "../../core/errors.ts";

/** What a question is told of its batch. */
export interface BatchItem {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Ends the batch, if the error is such that no other item need be paid for. */
  stopAt(error: unknown): void;
}

/** How a batch is asked. */
export interface AskBatchOptions<T> {
  /** Ends all of it. */
  readonly signal: AbortSignal;
  /** Asks one question. */
  ask(question: T, item: BatchItem): Promise<string>;
}

/** Asks all of the questions. */
export async function askBatch<T>(
  questions: readonly T[],
  options: AskBatchOptions<T>,
): Promise<readonly string[]> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const stopAt = (error: unknown): void => {
    if (!isAnswerFailure(error)) stop.abort(error);
  };
  const asked = questions.map(async (question) => {
    try {
      return await options.ask(question, { signal, stopAt });
    } catch (error) {
      if (isAnswerFailure(error)) return `[ERROR] ${messageOf(error)}`;
      throw error;
    }
  });
  const settled = await Promise.allSettled(asked);
  const broken = settled.find((each) => each.status === "rejected" && !isStop(each.reason));
  if (broken?.status === "rejected") throw broken.reason;
  throwIfAborted(signal);
  return settled.map((each) => each.status === "fulfilled" ? each.value : "");
}

/** Whether a question failed for a reason that the others and the code can live with. */
function isAnswerFailure(error: unknown): boolean {
  return error instanceof FleetError && error.code !== "interrupted" &&
    error.code !== "limit-reached";
}

function isStop(reason: unknown): boolean {
  return reason instanceof FleetError && reason.code === "interrupted";
}
