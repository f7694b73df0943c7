// A run that comes to a limit: one last call extracts an answer from what was found, and the result says
// which limit it was. A batch that does not fit is refused before any call is made.

import { BACKENDS, parseSignature, runRlm } from "@fleet/rlm/lib";
import { scripted } from "./_scripted.ts";

let calls = 0;

const backend = await BACKENDS["local"]!.load({});
const { status, limit, outputs, steps } = await runRlm({
  signature: parseSignature("-> answer"),
  variables: [],
  planner: scripted(
    ["print('so far: the lamp')", "llm_query_batched(['one', 'two', 'three'])"],
    () => {
      calls++;
      return '{"answer": "the lamp"}';
    },
  ),
  limits: { maxIterations: 2, maxLlmCalls: 2 },
  backend: backend.name,
  createInterpreter: (options) => backend.createInterpreter(options),
});
console.log(status, limit, outputs);
console.log(steps[1]?.output.match(/RuntimeError: .*/)?.[0]);
console.log(`${calls} call besides those of the two turns`);

// Prints:
// extracted iterations { answer: "the lamp" }
// RuntimeError: ...3 > 2...
// 1 call besides those of the two turns
