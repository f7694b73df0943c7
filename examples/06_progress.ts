// Everything that happens in a run, as it happens: a listener of its events.

import { BACKENDS, parseSignature, runRlm } from "@fleet/rlm/lib";
import { scripted } from "./_scripted.ts";

const backend = await BACKENDS["local"]!.load({});
await runRlm({
  signature: parseSignature("number: int -> square: int"),
  variables: [{ kind: "value", name: "number", value: 12 }],
  planner: scripted(["print(number)\n1 / 0", "square = number ** 2", "SUBMIT(square)"]),
  listeners: [(event) => {
    switch (event.type) {
      case "step-start":
        return console.log(`turn ${event.step}`);
      case "code-end": {
        const { status, output, changes } = event.result;
        const changed = changes.map(({ name, type }) => `${name}: ${type}`).join(", ");
        return console.log(`  ${status}`, JSON.stringify(output.text), changed);
      }
      case "run-end":
        return console.log(event.status, event.outputs);
    }
  }],
  backend: backend.name,
  createInterpreter: (options) => backend.createInterpreter(options),
});

// Prints:
// turn 1
//   error "12\n"
// turn 2
//   ok "" square: int
// turn 3
//   submitted ""
// submitted { square: 144 }
