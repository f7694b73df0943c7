import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type ErrorCode, FleetError } from "../../src/core/errors.ts";
import type { LanguageModel } from "../../src/core/lm.ts";
import { createModels } from "../../src/lm/create_models.ts";
import { briefOf } from "./offline/_guest.ts";

const BRIEF = briefOf({}, []);
const NO_TOKENS = { inputTokens: 0, outputTokens: 0, cachedTokens: 0 };

async function withScript(
  text: string,
  use: (load: () => Promise<LanguageModel>, file: string) => Promise<void>,
): Promise<void> {
  const file = await Deno.makeTempFile({ suffix: ".jsonl" });
  try {
    await Deno.writeTextFile(file, text);
    const options = { planner: `scripted:${file}`, settings: {} };
    await use(async () => (await createModels(options)).planner, file);
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("loadScriptedModel answers turns in order and sub-queries by first match", async () => {
  const script = [
    '{"reply": "first", "usage": {"input_tokens": 5, "cached_tokens": 2}}',
    "",
    '{"match": "Wh(o|at).*\\\\?", "reply": "somebody"}\r',
    '{"match": "Who", "reply": "never reached for questions"}',
    '{"reply": "second"}',
  ].join("\n");
  await withScript(script, async (load, file) => {
    const model = await load();
    const turn = () => model.generate([{ role: "user", content: "Who?" }], { brief: BRIEF });
    const query = async (content: string) =>
      (await model.generate([{ role: "user", content }])).text;
    assertEquals(model.id, `scripted:${file}`);
    assertEquals(await turn(), {
      text: "first",
      usage: { inputTokens: 5, outputTokens: 0, cachedTokens: 2 },
      finishReason: "stop",
    });
    assertEquals(await query("Who\nis it?"), "somebody");
    assertEquals(await query("Whom"), "never reached for questions");
    assertEquals(await query("What is it?"), "somebody");
    assertEquals((await turn()).usage, NO_TOKENS);
    const ended = await assertRejects(turn, FleetError);
    assertStringIncludes(ended.message, "Cannot answer planner turn 3");
    assertStringIncludes(ended.message, "has 2 planner replies");
    const long = "z".repeat(100);
    const unmatched = await assertRejects(() => query(long), FleetError);
    assertEquals(unmatched.code, "model-rejected");
    assertStringIncludes(unmatched.message, `'${"z".repeat(80)}…'`);
  });
});

const BAD_LINES: readonly (readonly [string, string])[] = [
  ["not json", "not JSON"],
  ["# comment", "not JSON"],
  ["[1]", "not a JSON object"],
  ["null", "not a JSON object"],
  ['{"text": "x"}', "unknown key 'text'"],
  ['{"match": "x"}', "'reply' is not a string"],
  ['{"reply": 1}', "'reply' is not a string"],
  ['{"reply": "x", "match": 2}', "'match' is not a string"],
  ['{"reply": "x", "match": "("}', "Invalid regular expression"],
  ['{"reply": "x", "usage": 3}', "'usage' is not an object"],
  ['{"reply": "x", "usage": {"tokens": 3}}', "unknown key 'tokens'"],
  ['{"reply": "x", "usage": {"input_tokens": -3}}', "'input_tokens' is not a count"],
];

Deno.test("loadScriptedModel names the line that is wrong", async () => {
  for (const [line, says] of BAD_LINES) {
    await withScript(`{"reply": "fine"}\n\n${line}\n`, async (load, file) => {
      const error = await assertRejects(load, FleetError);
      assertEquals(error.code, "input-invalid");
      assertStringIncludes(error.message, `Cannot read line 3 of '${file}'`);
      assertStringIncludes(error.message, says);
    });
  }
});

Deno.test("loadScriptedModel says when the file cannot be read", async () => {
  const folder = await Deno.makeTempDir();
  const cases: readonly (readonly [string, ErrorCode])[] = [
    [`${folder}/none.jsonl`, "input-missing"],
    [folder, "input-unreadable"],
  ];
  for (const [file, code] of cases) {
    const options = { planner: `scripted:${file}`, settings: {} };
    const error = await assertRejects(() => createModels(options), FleetError);
    assertEquals(error.code, code);
    assertStringIncludes(error.message, `'${file}'`);
  }
  await Deno.remove(folder);
});
