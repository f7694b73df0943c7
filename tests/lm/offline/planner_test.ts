import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Field } from "../../../src/core/field.ts";
import { runOffline } from "./_guest.ts";

const ANALYZE: readonly Field[] = [
  { name: "findings", type: { kind: "list" } },
  { name: "answer", type: { kind: "str" } },
  { name: "sections_examined", type: { kind: "int" } },
];
const SUMMARIZE: readonly Field[] = [
  { name: "summary", type: { kind: "str" } },
  { name: "key_points", type: { kind: "list" } },
  { name: "coverage_pct", type: { kind: "int" } },
];
const FILLER = "The committee met again and the minutes were read. Much was said on that day.\n";
const CLOSURE = "The bridge at Aldermoor was closed on 14 March 1931 because of a cracked pier.";
const NOTICE = "(offline, no language model)";

function annals(chapters: number, newline = "\n"): string {
  const parts = Array.from({ length: chapters }, (_, i) => {
    const told = i === chapters - 3 ? `${CLOSURE}\n` : i === 4 ? "Aldermoor had a ferry.\n" : "";
    return `## Chapter ${i}\n\n${FILLER.repeat(4)}${told}${FILLER.repeat(3)}\n`;
  });
  return `# Annals\n\nA preface.\n\n${parts.join("")}`.replaceAll("\n", newline);
}

/** Every finding must stand in the document word for word, at the line that it names. */
function checkFindings(findings: unknown, document: string): void {
  assert(Array.isArray(findings));
  const lines = document.split(document.includes("\n") ? "\n" : "\r");
  for (const finding of findings) {
    const [, place, quote = ""] = /^lines? (\d+)(?:-\d+)?: ([\s\S]+)$/.exec(finding) ?? [];
    assert(quote.length > 0 && document.includes(quote), finding);
    assertStringIncludes(lines[Number(place) - 1] ?? "", quote.split("\n")[0] ?? "?");
  }
}

Deno.test("createOfflineModel answers a query with quotes and their lines", async () => {
  const document = annals(60);
  const query = "Why was the bridge at Aldermoor closed?";
  const run = await runOffline({ document, query }, ANALYZE);
  const { findings, answer, sections_examined } = run.outputs;
  checkFindings(findings, document);
  const line = document.slice(0, document.indexOf(CLOSURE)).split("\n").length;
  assertEquals((findings as string[])[0], `line ${line}: ${CLOSURE}`);
  assertStringIncludes(String(answer), NOTICE);
  assertStringIncludes(String(answer), `"${CLOSURE}" (line ${line}, Chapter 57)`);
  assertEquals(sections_examined, 61);
  assertEquals(Object.keys(run.outputs), ANALYZE.map((each) => each.name));
  assertStringIncludes(run.printed[0] ?? "", "61 headers");
  assertMatch(run.printed[1] ?? "", /Ranked 61 chunks with BM25[\s\S]*Prepared outputs: \{/);
  assertStringIncludes(run.replies[0] ?? "", "no language model");
  assertEquals(run.prompts.length, 2);
});

Deno.test("createOfflineModel writes the same turns for the same task", async () => {
  const variables = { document: annals(30), query: "Was there a ferry at Aldermoor?" };
  const [one, two] = [await runOffline(variables, ANALYZE), await runOffline(variables, ANALYZE)];
  assertEquals(one, two);
});

Deno.test("createOfflineModel summarizes under a focus, and says when nothing is on it", async () => {
  const document = annals(60);
  const on = await runOffline({ document, focus: "Aldermoor" }, SUMMARIZE);
  assertStringIncludes(String(on.outputs.summary), NOTICE);
  assertStringIncludes(String(on.outputs.summary), CLOSURE);
  checkFindings(on.outputs.key_points, document);
  assertEquals(on.outputs.coverage_pct, 4);
  const off = await runOffline({ document, focus: "zebra" }, SUMMARIZE);
  assertStringIncludes(String(off.outputs.summary), "no word of the focus found");
  checkFindings(off.outputs.key_points, document);
  const open = await runOffline({ document }, SUMMARIZE);
  assertEquals(String(open.outputs.summary).includes("focus"), false);
});

Deno.test("createOfflineModel says so when no passage has a word of the query", async () => {
  const { outputs } = await runOffline({ document: annals(9), query: "zebra?" }, ANALYZE);
  assertEquals(outputs.findings, []);
  assertStringIncludes(
    String(outputs.answer),
    "no passage of the document has a word of the query",
  );
});

const ODD: readonly (readonly [string, string, string])[] = [
  ["empty", "", "anything"],
  ["blank", " \n\n \t\n", "anything"],
  ["one word", "bridge", "bridge"],
  ["without headers", FILLER.repeat(90) + CLOSURE + "\n" + FILLER.repeat(90), "bridge Aldermoor"],
  ["one huge line", FILLER.repeat(900).replaceAll("\n", " ") + CLOSURE, "cracked pier"],
  ["one huge word", "x".repeat(90_000), "x"],
  ["with CRLF", annals(40, "\r\n"), "Why was the bridge closed?"],
  ["with CR alone", annals(40, "\r"), "Why was the bridge closed?"],
  ["Russian", "## Мост\n\nМост закрыли в 1931 году. Паром ходил дальше.\n", "Когда закрыли мост?"],
  ["Chinese", "序言。桥梁于一九三一年关闭。渡船照常运行。\n".repeat(3), "桥梁什么时候关闭？"],
  ["headers alone", "# A\n## B\n### C bridge\n", "bridge"],
  ["of emoji and quotes", 'He said "the 🌉 bridge \\" fell".\n'.repeat(300), "bridge"],
  ["a table", "| name | year |\n|---|---|\n| bridge | 1931 |\n", "bridge year"],
  ["with stop words as query", annals(9), "what is it"],
  ["with an empty query", annals(9), ""],
];

for (const [name, document, query] of ODD) {
  Deno.test(`createOfflineModel gets through a document that is ${name}`, async () => {
    const { outputs } = await runOffline({ document, query }, ANALYZE);
    checkFindings(outputs.findings, document);
    assertStringIncludes(String(outputs.answer), NOTICE);
    if (name !== "empty" && name !== "blank") assert(Number(outputs.sections_examined) >= 1);
    if (document.includes(CLOSURE) && query.includes("bridge")) {
      assertStringIncludes(String((outputs.findings as string[])[0]), CLOSURE);
    }
  });
}

Deno.test("createOfflineModel quotes a sentence that the chunk's end or a line's end cuts", async () => {
  const wrapped = "The old bridge was closed for good because the northern pier\n" +
    "had cracked from top to bottom in the winter flood.";
  const before = "Nothing here. ".repeat(140);
  const document = `${before}${wrapped} ${before}`;
  const { outputs } = await runOffline({ document, query: "Why was the bridge closed?" }, ANALYZE);
  assertEquals((outputs.findings as string[])[0], `lines 1-2: ${wrapped}`);
});

Deno.test("createOfflineModel quotes by rank when sub-queries fail or reply something else", async () => {
  const variables = { document: annals(60), query: "Why was the bridge at Aldermoor closed?" };
  const replies = [
    null,
    () => "[ERROR] model-busy: no",
    () => "It was closed since a pier had cracked.",
    () => "",
  ];
  for (const subReply of replies) {
    const { outputs, printed } = await runOffline(variables, ANALYZE, { subReply });
    assertStringIncludes(String((outputs.findings as string[])[0]), CLOSURE);
    checkFindings(outputs.findings, variables.document);
    assertEquals((printed[1] ?? "").includes("Sub-queries not answered"), subReply === null);
  }
});

Deno.test("createOfflineModel takes what the sub-model picks when it is in the passage", async () => {
  const variables = { document: annals(60), query: "Why was the bridge at Aldermoor closed?" };
  const subReply = (): string => `Sure:\n"Much was said on that day."`;
  const { outputs } = await runOffline(variables, ANALYZE, { subReply });
  assertMatch(String((outputs.findings as string[])[0]), /: Much was said on that day\.$/);
});

Deno.test("createOfflineModel ranks a word by how much of its chunk it is", async () => {
  const long = (i: number): string =>
    `## Long ${i}\n\n${FILLER.repeat(12)}The bridge number ${i}.\n\n`;
  const document = Array.from({ length: 9 }, (_, i) => long(i)).join("") +
    "## Short\n\nThe bridge.\n";
  const { outputs } = await runOffline({ document, query: "bridge" }, ANALYZE);
  assertEquals((outputs.findings as string[]).length, 6);
  assertMatch(String((outputs.findings as string[])[0]), /: The bridge\.$/);
});

Deno.test("createOfflineModel takes its query from instructions when no variable holds one", async () => {
  const outputs: readonly Field[] = [{ name: "bridge_events", type: { kind: "list" } }];
  const instructions = 'Find the closed ```bridges``` in the "document".';
  const run = await runOffline({ docs: annals(60) }, outputs, { instructions });
  assertStringIncludes(String((run.outputs.bridge_events as string[])[0]), CLOSURE);
});

Deno.test("createOfflineModel reads 5 MB of text", async () => {
  const document = FILLER.repeat(60_000) + CLOSURE;
  const { outputs } = await runOffline({ document, query: "cracked pier" }, ANALYZE);
  assertEquals((outputs.findings as string[])[0], `line 60001: ${CLOSURE}`);
});
