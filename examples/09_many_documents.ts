// A folder of documents as one variable: a list of their texts, read in the sandbox when it is looked at.

import { BACKENDS, openInputs, parseSignature, runRlm } from "@fleet/rlm/lib";
import { scripted } from "./_scripted.ts";

const folder = await Deno.makeTempDir();
try {
  for (
    const [name, text] of [["a.md", "The ferry leaves at seven."], ["b.md", "The lamp is lit."]]
  ) {
    await Deno.writeTextFile(`${folder}/${name}`, text!);
  }
  await using inputs = await openInputs(
    [{ kind: "file", name: "docs", path: folder, format: "auto" }],
    { stdin: () => Deno.stdin.readable },
  );
  const backend = await BACKENDS["local"]!.load({});
  const { outputs } = await runRlm({
    signature: parseSignature("docs: list -> places: list[str]"),
    variables: inputs.variables,
    planner: scripted([
      "SUBMIT([doc['path'] + ': ' + line for doc in docs for line in grep(doc['text'], 'ferry')])",
    ]),
    backend: backend.name,
    createInterpreter: (options) => backend.createInterpreter(options),
  });
  console.log(outputs?.["places"]);
} finally {
  await Deno.remove(folder, { recursive: true });
}

// Prints:
// [ "a.md: The ferry leaves at seven." ]
