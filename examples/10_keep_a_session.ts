// A session of your own that outlives a run: what one run left in it, the next one finds.

import { BACKENDS, type LanguageModel, parseSignature, runRlm } from "@fleet/rlm/lib";
import { scripted } from "./_scripted.ts";

const backend = await BACKENDS["local"]!.load({});
await using session = backend.createInterpreter();

async function ask(question: string, planner: LanguageModel): Promise<unknown> {
  const { outputs } = await runRlm({
    signature: parseSignature("question -> answer"),
    variables: [{ kind: "value", name: "question", value: question }],
    planner,
    interpreter: session,
    backend: backend.name,
    createInterpreter: (options) => backend.createInterpreter(options),
  });
  return outputs?.["answer"];
}

console.log(await ask("Remember the ferry", scripted(["seen = [question]\nSUBMIT('noted')"])));
console.log(await ask("What was it?", scripted(["seen.append(question)\nSUBMIT(seen[0])"])));
console.log((await session.execute("len(seen)", { wantValue: true })).output.text.trim());

// Prints:
// noted
// Remember the ferry
// 2
