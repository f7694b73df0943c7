// A model of your own, and many questions at once: answers keep the order of the prompts, however long
// each one takes, and no more calls are under way than you allow.

import { BACKENDS, parseSignature, runRlm } from "@fleet/rlm/lib";
import { scripted } from "./_scripted.ts";

let underWay = 0;
let most = 0;

async function answer(prompt: string): Promise<string> {
  most = Math.max(most, ++underWay);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
  underWay--;
  return String(prompt.length);
}

const backend = await BACKENDS["local"]!.load({});
const { outputs, llmCalls } = await runRlm({
  signature: parseSignature("words: list[str] -> lengths: list[int]"),
  variables: [{
    kind: "value",
    name: "words",
    value: ["a", "bb", "ccc", "dddd", "eeeee", "ffffff"],
  }],
  planner: scripted(["SUBMIT(llm_query_batched(words))"], answer),
  concurrency: 3,
  backend: backend.name,
  createInterpreter: (options) => backend.createInterpreter(options),
});
console.log(outputs?.["lengths"], `${llmCalls} sub-queries, at most ${most} at once`);

// Prints:
// [ 1, 2, 3, 4, 5, 6 ] 6 sub-queries, at most 3 at once
