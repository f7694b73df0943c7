/**
 * A model whose replies are written down, so that the examples need no account. Use
 * `createModels({ planner: "openai/gpt-5-mini", settings: {} })` for a real one.
 *
 * @module
 */

import { type LanguageModel, NO_USAGE } from "@fleet/rlm/lib";

/** A planner that runs these cells in order; `answer` replies to sub-queries. */
export function scripted(
  cells: readonly string[],
  answer: (prompt: string) => string | Promise<string> = () => "yes",
): LanguageModel {
  return {
    id: "scripted",
    generate: async (messages, options) => {
      const brief = options?.brief;
      const last = messages.at(-1)?.content ?? "";
      const cell = brief?.purpose === "turn" ? cells[brief.turn - 1] : undefined;
      const text = cell === undefined ? await answer(last) : `\`\`\`python\n${cell}\n\`\`\``;
      return { text, usage: NO_USAGE, finishReason: "stop" };
    },
  };
}
