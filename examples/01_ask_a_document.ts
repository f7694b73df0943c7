// A question about a document, answered without any model: `offline` ranks and quotes passages.

import { ANALYZE_DOCUMENT, BACKENDS, createModels, openTextFile, runRlm } from "@fleet/rlm/lib";

const path = await Deno.makeTempFile({ suffix: ".md" });
try {
  await Deno.writeTextFile(
    path,
    `# Buoys

The northern buoy lost its lamp in March. It was replaced in April.

# Gauges

The tide gauge reads 12 centimetres too low. Mussels block its intake.
`,
  );
  const backend = await BACKENDS["local"]!.load({});
  const { planner } = await createModels({ planner: "offline", settings: {} });
  const { status, outputs, iterations } = await runRlm({
    signature: ANALYZE_DOCUMENT.signature,
    variables: [
      { kind: "file", name: "document", file: await openTextFile(path) },
      { kind: "value", name: "query", value: "Why does the tide gauge read too low?" },
    ],
    planner,
    backend: backend.name,
    createInterpreter: (options) => backend.createInterpreter(options),
  });
  console.log(`${status} after ${iterations} turns`);
  console.log(outputs?.["findings"]);
} finally {
  await Deno.remove(path);
}

// Prints:
// submitted after 3 turns
// [ "line 7: The tide gauge reads 12 centimetres too low." ]
