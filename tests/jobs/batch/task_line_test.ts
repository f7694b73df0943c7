/** Lines of a file of tasks: what they ask for, and what is wrong with those that ask for nothing. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import { FleetError } from "../../../src/core/errors.ts";
import { readTaskFile } from "../../../src/jobs/batch/task_file.ts";
import { createTaskLineReader } from "../../../src/jobs/batch/task_line.ts";
import { testFolder } from "../../inputs/_folder.ts";

const OWN = '"signature":"a -> b","values":{"a":"x"}';

const BAD: readonly (readonly [line: string, message: string])[] = [
  ["[1]", "It is no JSON object"],
  ["{", "It is no JSON: "],
  ['{"task":"nope"}', 'There is no task "nope": the tasks are answer-question, '],
  ["{}", 'It needs either "task" or "signature"'],
  [`{"task":"answer-question",${OWN}}`, 'It needs either "task" or "signature"'],
  ['{"task":"answer-question","instructions":"x"}', '"instructions" go with "signature" alone'],
  ['{"task":"answer-question"}', 'Missing input "question"'],
  ['{"signature":"a -> b","values":{"a":1,"c":2}}', 'Unknown input "c": not in the signature'],
  [`{${OWN},"paths":{"a":"doc.txt"}}`, 'Cannot use input "a": it is in paths and in values'],
  ['{"signature":"a: int -> b","values":{"a":"x"}}', "Cannot bind input a: expected int"],
  ['{"signature":"a -> b","values":{"SUBMIT":1}}', 'Cannot use input name "SUBMIT"'],
  ['{"signature":"a -> b","paths":{"a":"gone.txt"}}', 'gone.txt" for "a": no such file'],
  ['{"signature":"a ->","values":{"a":"x"}}', ""],
  ['{"signature":"a -> word_count","values":{"a":"x"}}', "conflict with"],
  [`{${OWN},"extra":1}`, 'Unrecognized key: "extra"'],
  [`{${OWN},"id":""}`, "id: Too small"],
  [`{${OWN},"limits":{"max_iterations":0}}`, "limits.max_iterations: Too small"],
  [`{${OWN},"limits":{"max_turns":1}}`, 'limits: Unrecognized key: "max_turns"'],
];

Deno.test("createTaskLineReader says what is wrong with a line", async () => {
  await using folder = await testFolder({ "doc.txt": "x" });
  const read = await createTaskLineReader({ cwd: folder.path, toolNames: ["word_count"] });
  for (const [line, message] of BAD) {
    const error = await assertRejects(() => read(line), FleetError, undefined, line);
    assert(error.message.includes(message), `${line}: ${error.message}`);
  }
});

Deno.test("createTaskLineReader reads tasks, inputs, models and limits", async () => {
  await using folder = await testFolder({ "doc.txt": "x", "n.json": "1", "docs/a.md": "x" });
  const read = await createTaskLineReader({ cwd: folder.path });
  const line = await read(
    JSON.stringify({
      id: "one",
      signature: "doc, docs: list, all: str, n: int, big: int -> b",
      instructions: "Look.",
      paths: { doc: "doc.txt", docs: "docs", all: "docs/*.md", n: "n.json" },
      values: { big: 1 },
      model: "openai/a",
      sub_model: "openai/b",
      limits: { max_iterations: 3, max_cost_usd: 0.5, timeout_s: 0.0001, cell_timeout_s: 2 },
    }).replace('"big":1', '"big":12345678901234567890'),
  );
  const at = (name: string) => `${folder.path}/${name}`;
  assertEquals(line.task.signature.instructions, "Look.");
  assertEquals(line.inputs, [
    { kind: "file", name: "doc", path: at("doc.txt"), format: "text" },
    { kind: "file", name: "docs", path: at("docs"), format: "auto" },
    { kind: "file", name: "all", path: at("docs/*.md"), format: "text" },
    { kind: "file", name: "n", path: at("n.json"), format: "json" },
    { kind: "value", name: "big", value: 12345678901234567890n },
  ]);
  assertEquals(line.models, { model: "openai/a", subModel: "openai/b" });
  assertEquals(line.limits, { maxIterations: 3, maxCostUsd: 0.5 });
  assertEquals([line.timeoutMs, line.cellTimeoutMs], [1, 2_000]);
});

Deno.test("readTaskFile names tasks by id or by what they ask for, and knows doubles", async () => {
  const same = `{${OWN}}`;
  await using folder = await testFolder({
    "tasks.jsonl":
      `\uFEFF{"id":"a",${OWN}}\n\n${same}\nnone\n{"values":{"a":"x"},"signature":"a -> b"}\n` +
      `{"id":"a",${OWN}}\n{"id":"other",${OWN}}`,
  });
  const read = await createTaskLineReader({ cwd: folder.path });
  const entries = await Array.fromAsync(readTaskFile(`${folder.path}/tasks.jsonl`, read));
  const hash = entries.flatMap((entry) => entry.kind === "task" ? entry.task.sha256 : [])[0] ?? "";
  assertEquals(
    entries.map((entry) =>
      entry.kind === "task"
        ? [entry.task.line, entry.task.id, entry.task.sha256]
        : [entry.badLine.line, entry.badLine.message.slice(0, 30)]
    ),
    [
      [1, "a", hash],
      [3, hash.slice(0, 12), hash],
      [4, "It is no JSON: Unexpected toke"],
      [5, `${hash.slice(0, 12)}-2`, hash],
      [6, 'Its id "a" is that of line 1'],
      [7, "other", hash],
    ],
  );
  const gone = readTaskFile(`${folder.path}/gone.jsonl`, read);
  const error = await assertRejects(() => gone.next(), FleetError);
  assertEquals(error.code, "input-missing");
});
