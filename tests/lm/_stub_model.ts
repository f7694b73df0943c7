/**
 * A model made of a function, for the tests of the wrappers.
 *
 * @module
 */

import {
  type Completion,
  type GenerateOptions,
  type LanguageModel,
  NO_USAGE,
} from "../../src/core/lm.ts";

/** A reply with nothing but its text. */
export function completionOf(text: string): Completion {
  return { text, usage: NO_USAGE, finishReason: "stop" };
}

/** A model that answers its calls, numbered from 1, with what `answer` gives or throws. */
export function stubModel(
  answer: (call: number, options: GenerateOptions) => string | Promise<string>,
): LanguageModel & { readonly calls: number } {
  let calls = 0;
  return {
    id: "stub",
    get calls(): number {
      return calls;
    },
    generate: async (_messages, options = {}) => completionOf(await answer(++calls, options)),
  };
}
