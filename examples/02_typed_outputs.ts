// Outputs with types and bounds, from a zod schema. The first SUBMIT is refused with every reason at
// once; the planner corrects it.

import { BACKENDS, runRlm, signatureFromZod } from "@fleet/rlm/lib";
import { z } from "zod";
import { scripted } from "./_scripted.ts";

const outputs = z.object({
  senders: z.array(z.string()).min(1).describe("Who wrote, one name an item"),
  mood: z.enum(["good", "bad"]),
  pages: z.number().int().min(1),
});

const backend = await BACKENDS["local"]!.load({});
const result = await runRlm({
  signature: signatureFromZod({
    instructions: "Who wrote these letters, and in which mood?",
    inputs: z.object({ letters: z.array(z.string()) }),
    outputs,
  }),
  variables: [{ kind: "value", name: "letters", value: ["Dear all, the boat sank. Ottoline"] }],
  planner: scripted([
    "SUBMIT(senders=[], mood='sad', pages='none')",
    "SUBMIT(senders=['Ottoline'], mood='Bad', pages='1')",
  ]),
  backend: backend.name,
  createInterpreter: (options) => backend.createInterpreter(options),
});

console.log(result.steps[0]?.output.match(/TypeError: .*/)?.[0]);
const { senders, mood, pages } = outputs.parse(result.outputs); // typed from here on
console.log(senders, mood, pages);

// Prints:
// TypeError: [Type Error] senders: ...mood: ...pages: ...
// [ "Ottoline" ] bad 1
