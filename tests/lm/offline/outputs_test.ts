import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError } from "../../../src/core/errors.ts";
import type { Field, FieldType } from "../../../src/core/field.ts";
import type { PlannerBrief } from "../../../src/core/lm.ts";
import { createOfflineModel } from "../../../src/lm/offline/offline_model.ts";
import { briefOf, runOffline } from "./_guest.ts";

const DOCUMENT =
  "## Roads\n\nThe road was widened.\n\n## Bridges\n\nThe bridge was closed in 1931.\n" +
  "A new bridge came later.\n";
const QUERY = "When was the bridge closed?";
const CLOSED = "The bridge was closed in 1931.";
const ANSWER: readonly Field[] = [{ name: "answer", type: { kind: "str" } }];
const list = (items: FieldType): FieldType => ({ kind: "list", items });
const dict = (values: FieldType): FieldType => ({ kind: "dict", values });
const STR: FieldType = { kind: "str" };
const INT: FieldType = { kind: "int" };

const CASES: readonly (readonly [string, FieldType, unknown])[] = [
  ["quotes", list(STR), [`line 7: ${CLOSED}`]],
  ["anything", { kind: "any" }, CLOSED],
  ["line", INT, 7],
  ["line_numbers", list(INT), [7]],
  ["total_matches", INT, 1],
  ["findings_count", INT, 1],
  ["sections_examined", INT, 2],
  ["doc_chars", INT, DOCUMENT.length],
  ["match_score", { kind: "float" }, 1],
  ["is_found", { kind: "bool" }, true],
  ["by_section", { kind: "dict" }, { Bridges: CLOSED }],
  ["text_by_section", dict(STR), { Bridges: CLOSED }],
  ["texts_by_section", dict(list(STR)), { Bridges: [CLOSED] }],
  ["count_by_section", dict(INT), { Bridges: 1 }],
  ["records", list({ kind: "dict" }), [{ line: 7, section: "Bridges", quote: CLOSED }]],
  ["text_records", list(dict(STR)), [{ line: "7", section: "Bridges", quote: CLOSED }]],
  ["level", { kind: "optional", inner: { kind: "literal", options: ["a", "b"] } }, null],
  ["place", { kind: "optional", inner: INT }, 1],
];

Deno.test("createOfflineModel fills outputs by type and name", async () => {
  const outputs = [...ANSWER, ...CASES.map(([name, type]) => ({ name, type }))];
  const run = await runOffline({ document: DOCUMENT, query: QUERY }, outputs);
  assertEquals(Object.keys(run.outputs), outputs.map((each) => each.name));
  for (const [name, _, expected] of CASES) {
    assertEquals(run.outputs[name], expected as never, name);
  }
});

Deno.test("createOfflineModel marks the first text as no language model's, and only that", async () => {
  const outputs: readonly Field[] = [{ name: "reason", type: STR }, { name: "proof", type: STR }];
  const run = await runOffline({ document: DOCUMENT, query: QUERY }, outputs);
  assertStringIncludes(String(run.outputs.reason), "(offline, no language model)");
  assertEquals(run.outputs.proof, CLOSED);
});

Deno.test("createOfflineModel keeps lists within their constraint", async () => {
  const constraints = { maxLength: 0 };
  const outputs: readonly Field[] = [{ name: "quotes", type: list(STR), constraints }];
  const run = await runOffline({ document: DOCUMENT, query: QUERY }, outputs);
  assertEquals(run.outputs.quotes, []);
});

const TEXT = "word ".repeat(200);
const REFUSED: readonly (readonly [string, PlannerBrief, string])[] = [
  ["a question alone", briefOf({ question: "Why?" }, ANSWER), "none of its inputs is a document"],
  ["a long question", briefOf({ question: TEXT }, ANSWER), "none of its inputs is a document"],
  ["short values", briefOf({ a: "1", b: "2" }, ANSWER), "none of its inputs is a document"],
  ["no inputs", briefOf({}, ANSWER), "none of its inputs is a document"],
  [
    "a choice",
    briefOf({ text: TEXT }, [{ name: "mood", type: { kind: "literal", options: ["a"] } }]),
    "output 'mood'",
  ],
  [
    "a judgement",
    briefOf({ text: TEXT }, [{ name: "is_fair", type: { kind: "bool" } }]),
    "'is_fair'",
  ],
  ["a measure", briefOf({ text: TEXT }, [{ name: "price", type: { kind: "float" } }]), "'price'"],
  [
    "a list of floats",
    briefOf({ text: TEXT }, [{ name: "x", type: list({ kind: "float" }) }]),
    "'x'",
  ],
  ["a refused SUBMIT", briefOf({ text: TEXT }, ANSWER, { turn: 4 }), "SUBMIT was not accepted"],
  [
    "an early extraction",
    briefOf({ text: TEXT }, ANSWER, { purpose: "extract", turn: 1 }),
    "it needs 3 turns",
  ],
];

Deno.test("createOfflineModel refuses what quoting cannot do and says what to do", async () => {
  const model = createOfflineModel();
  for (const [name, brief, says] of REFUSED) {
    const error = await assertRejects(() => model.generate([], { brief }), FleetError, says, name);
    assertEquals(error.code, "task-unsuited", name);
    assertStringIncludes(error.message, "model 'offline'");
    assertStringIncludes(error.hint ?? "", "--model");
  }
});

Deno.test("createOfflineModel finds the document by name, then by size", async () => {
  const long = "x ".repeat(400);
  const longer = "y ".repeat(600);
  const cases: readonly (readonly [Record<string, string>, string])[] = [
    [{ query: "q", context: "tiny" }, "context"],
    [{ notes: long, topic: "t" }, "notes"],
    [{ a: long, b: longer, question: "q" }, "b"],
    [{ service_logs: "short", a: longer }, "service_logs"],
    [{ prompt: "z ".repeat(4_000) }, "prompt"],
  ];
  for (const [variables, expected] of cases) {
    const { text } = await createOfflineModel().generate([], {
      brief: briefOf(variables, ANSWER),
    });
    assertStringIncludes(text, `_doc = ${expected}\n`);
  }
});

Deno.test("createOfflineModel extracts what its second turn printed", async () => {
  const run = await runOffline({ document: DOCUMENT, query: QUERY }, ANSWER);
  const brief = briefOf({ document: DOCUMENT, query: QUERY }, ANSWER, {
    purpose: "extract",
    turn: 2,
  });
  const { text } = await createOfflineModel().generate([
    { role: "user", content: `Output:\n${run.printed[1]}` },
    { role: "user", content: "Now give the outputs as JSON" },
  ], { brief });
  assertEquals(JSON.parse(/```json\n(.*)\n```/.exec(text)?.[1] ?? ""), run.outputs);
});
