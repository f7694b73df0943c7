// The sandbox by itself: cells with state, output that an error does not lose, a value that is kept.

import { BACKENDS, isRecoverable } from "@fleet/rlm/lib";

const backend = await BACKENDS["local"]!.load({});
await using session = backend.createInterpreter({ cellTimeoutMs: 10_000 });
const { isolation, pythonVersion } = await session.start();
console.log(`isolation ${isolation}, Python ${pythonVersion}`);

await session.bind([{ kind: "value", name: "limits", value: [3, 2n ** 70n, null] }]);
await session.execute("total = sum(each for each in limits if each)");

const failed = await session.execute("print('before')\ntotal / 0");
if (failed.status === "error") {
  console.log(JSON.stringify(failed.output.text), failed.error.type, `line ${failed.error.line}`);
  console.log("can go on:", isRecoverable(failed));
}

const value = await session.execute("total - 3", { wantValue: true });
console.log(value.status === "ok" && value.value === 2n ** 70n);

const submitted = await session.execute("SUBMIT(total=total % 10)\nprint('never')");
console.log(submitted.status === "submitted" && submitted.value);

// Prints:
// isolation ..., Python ...
// "before\n" ZeroDivisionError line 2
// can go on: true
// true
// { total: 7 }
