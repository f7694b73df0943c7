/** Records that were changed or made elsewhere are refused with one error that says where. */

import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import { readRecord } from "../../src/replay/read_record.ts";
import { createWorkspace } from "../e2e/_program.ts";

const CHANGES: readonly (readonly [
  name: string,
  change: (lines: string[]) => void,
  message: string,
])[] = [
  ["a signature that is none", (lines) => edit(lines, "run-start", { signature: {} }), "signature"],
  ["steps that do not follow", (lines) => edit(lines, "step-start", { step: 7 }), "Step 7 follows"],
  ["a reply that is no text", (lines) => edit(lines, "plan-end", { completion: 3 }), "completion"],
  ["an unknown event", (lines) => lines.splice(2, 0, '{"type":"hm","atMs":1}'), '"hm" is no event'],
];

function edit(lines: string[], type: string, fields: Record<string, unknown>): void {
  const at = lines.findIndex((line) => line.includes(`"type":"${type}"`));
  lines[at] = JSON.stringify({ ...JSON.parse(lines[at]!), ...fields });
}

for (const [name, change, message] of CHANGES) {
  Deno.test(`readRecord refuses ${name}`, async () => {
    await using at = await createWorkspace();
    const script = await at.write("s.jsonl", '{"reply":"```python\\nSUBMIT(1)\\n```"}\n');
    const path = `${at.folder}/r.jsonl`;
    const run = await at.run([
      ...["run", "--signature=q -> n: int", "--input=q=1", "--backend=local"],
      ...[`--model=scripted:${script}`, `--trajectory=${path}`],
    ]);
    assertEquals(run.stdout, "n: 1\n", run.stderr);
    await readRecord(path);
    const lines = (await Deno.readTextFile(path)).split("\n");
    change(lines);
    await Deno.writeTextFile(path, lines.join("\n"));
    const error = await assertRejects(() => readRecord(path), FleetError);
    assertEquals(error.code, "input-invalid");
    assertStringIncludes(error.message, message);
  });
}
