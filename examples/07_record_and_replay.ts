// A run is recorded, and done again from its record: the real code in a real sandbox, every answer of
// the model from the record. A replay that goes another way says where.

import {
  BACKENDS,
  openTrajectory,
  parseSignature,
  readRecord,
  replayRun,
  runRlm,
} from "@fleet/rlm/lib";
import { scripted } from "./_scripted.ts";

const folder = await Deno.makeTempDir();
try {
  const backend = await BACKENDS["local"]!.load({});
  const variables = [{ kind: "value", name: "text", value: "one two three" }] as const;
  {
    using trajectory = await openTrajectory(`${folder}/run.jsonl`);
    await runRlm({
      signature: parseSignature("text -> words: int, colour"),
      variables,
      planner: scripted(
        ["words = len(text.split())", "SUBMIT(words, llm_query('Which colour?'))"],
        () => "blue",
      ),
      listeners: [trajectory.listener],
      backend: backend.name,
      createInterpreter: (options) => backend.createInterpreter(options),
    });
  }
  const record = await readRecord(`${folder}/run.jsonl`);
  const { result, cut, warnings } = await replayRun({
    record,
    variables,
    createInterpreter: (options) => backend.createInterpreter(options),
    onWarn: console.warn,
  });
  console.log(result?.outputs, { cut, warnings });
} finally {
  await Deno.remove(folder, { recursive: true });
}

// Prints:
// { words: 3, colour: "blue" } { cut: false, warnings: 0 }
