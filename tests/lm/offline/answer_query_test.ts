import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createOfflineModel } from "../../../src/lm/offline/offline_model.ts";
import { splitPrompt } from "../../../src/lm/offline/split_prompt.ts";

const TEXT = "The harbour opened in 1844. The bridge closed in 1931.\nFerries run on Sundays.";
const BRIDGE = "The bridge closed in 1931.";

async function ask(content: string): Promise<string> {
  return (await createOfflineModel().generate([{ role: "user", content }])).text;
}

const CASES: readonly (readonly [string, string, string])[] = [
  ["marked parts", `Question: When did the bridge close?\n\nPassage:\n${TEXT}`, BRIDGE],
  ["an instruction first", `Be brief.\nQ: the bridge?\nContext: ${TEXT}`, BRIDGE],
  ["the question last", `Text:\n${TEXT}\n\nQuestion: the bridge?`, BRIDGE],
  ["a bare question last", `${TEXT}\n\nWhat of the bridge?`, BRIDGE],
  ["a first paragraph", `Say what happened to the bridge.\n\n${TEXT}`, BRIDGE],
  ["a first line", `What of the bridge\n${TEXT}`, BRIDGE],
  ["one line with a colon", `Find the bridge: ${TEXT.replace("\n", " ")}`, BRIDGE],
  ["a question before the text", `What of the bridge? ${TEXT.replace("\n", " ")}`, BRIDGE],
  ["CRLF", `Question: the bridge?\r\n\r\nPassage:\r\n${TEXT.replace("\n", "\r\n")}`, BRIDGE],
  ["bold marks", `**Question:** the bridge?\n\n**Document:**\n${TEXT}`, BRIDGE],
  ["no word in common", `Question: zebras?\n\nPassage:\n${TEXT}`, "The harbour opened in 1844."],
  ["headings", `Question: bridge\n\nText:\n# Bridge\n${TEXT}`, BRIDGE],
  ["Chinese", "问题\n\n渡船照常运行。桥梁于一九三一年关闭。", "渡船照常运行。"],
  [
    "Chinese words",
    "Question: 桥梁何时关闭？\nText: 渡船照常运行。桥梁于一九三一年关闭。",
    "桥梁于一九三一年关闭。",
  ],
];

for (const [name, prompt, expected] of CASES) {
  Deno.test(`createOfflineModel answers a sub-query with ${name}`, async () => {
    assertEquals(await ask(prompt), expected);
  });
}

Deno.test("createOfflineModel quotes two lines when they are as good", async () => {
  const reply = await ask("Question: ferry\n\nText:\nA ferry left.\nNothing.\nA ferry came.");
  assertEquals(reply, "A ferry left.\nA ferry came.");
});

Deno.test("createOfflineModel keeps a quote short and word for word", async () => {
  const line = `${"some words ".repeat(200)}the bridge closed then ${"more words ".repeat(200)}`;
  const reply = await ask(`Question: When did the bridge close?\n\nPassage:\n${line}`);
  assert(reply.length <= 300 && line.includes(reply), reply);
  assertStringIncludes(reply, "the bridge closed then");
});

Deno.test("createOfflineModel owns up when a prompt holds no text", async () => {
  for (const prompt of ["What is the capital of France?", "", "Question: Why?"]) {
    assertStringIncludes(await ask(prompt), "no language model");
  }
});

Deno.test("splitPrompt leaves questions inside the text alone", () => {
  const body = "Question: one?\nAnswer: yes.\nText: more.";
  assertEquals(splitPrompt(`Question: real?\n\nPassage:\n${body}`), { question: "real?", body });
  assertEquals(splitPrompt(`Passage:\n${body}\n\nQuestion: real?`), { question: "real?", body });
});
