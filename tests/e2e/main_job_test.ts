/** The main job over real HTTP: a long document, planner turns, a batch of sub-queries, an answer. */

import { assert, assertEquals } from "@std/assert";
import { type RecordedRequest, startOpenAiServer } from "../fakes/openai_server.ts";
import { createWorkspace } from "./_program.ts";

const LINES = 64_000;
const SUB_QUERY = "How many entries of the ledger are overdue?";

/** A ledger of a bit more than 5 MB; every line can be told from every other. */
function ledger(): string {
  const lines: string[] = [];
  for (let number = 0; number < LINES; number++) {
    const state = number % 7 === 0 ? "overdue" : "settled";
    lines.push(
      `Entry ${String(number).padStart(6, "0")}: invoice for café supplies, payment ${state};`
        .padEnd(81, ".") + "\n",
    );
  }
  return lines.join("");
}

const fence = (code: string) => `Let me see.\n\n\`\`\`python\n${code}\n\`\`\`\n`;

const TURNS: readonly string[] = [
  fence(`lines = document.splitlines()
print(len(document), len(lines))`),
  fence(`size = len(lines) // 20
chunks = ["\\n".join(lines[at * size:(at + 1) * size]) for at in range(20)]
replies = llm_query_batched(["${SUB_QUERY}\\n" + chunk for chunk in chunks])
counts = [int(reply) for reply in replies]
print(counts)`),
  fence(`SUBMIT(answer=f"{sum(counts)} entries are overdue", total=sum(counts),
       per_part=counts, share=sum(counts) / len(lines), found=True)`),
];

const isSubQuery = ({ body }: RecordedRequest) =>
  body.messages.some(({ content }) => content.startsWith(SUB_QUERY));

Deno.test("a run reads a long document, asks a batch and submits typed values", async () => {
  await using at = await createWorkspace();
  const text = ledger();
  const path = await at.write("ledger.txt", text);
  let turn = 0;
  await using server = startOpenAiServer({
    requiredKey: "a-key-for-the-fake",
    reply: (request) => {
      if (!isSubQuery(request)) return TURNS[turn++] ?? "";
      const prompt = request.body.messages.map(({ content }) => content).join("");
      return String(prompt.match(/payment overdue/g)?.length ?? 0);
    },
  });
  const { code, stdout, stderr } = await at.run([
    "run",
    "--signature",
    "document, query -> answer, total: int, per_part: list[int], share: float, found: bool",
    "--input",
    `document=@${path}`,
    "--input",
    "query=How many entries are overdue?",
    "--backend=local",
    "--model=openai/fake",
    "--json",
    "--verbose",
  ], { env: { DSPY_LM_API_BASE: server.url, DSPY_LLM_API_KEY: "a-key-for-the-fake" } });
  assertEquals(code, 0, stderr);

  const result = JSON.parse(stdout);
  const total = Math.ceil(LINES / 7);
  assertEquals(result.status, "submitted");
  assertEquals(result.outputs.total, total);
  assertEquals(result.outputs.answer, `${total} entries are overdue`);
  assertEquals(result.outputs.per_part.length, 20);
  assertEquals(result.outputs.share, total / LINES);
  assertEquals(result.outputs.found, true);
  assertEquals([result.iterations, result.llm_calls], [3, 20]);
  assert(result.usage.input_tokens > 0 && result.usage.output_tokens > 0);
  assert(!stderr.includes("a-key-for-the-fake"));

  const subQueries = server.requests.filter(isSubQuery);
  const planner = server.requests.filter((request) => !isSubQuery(request));
  assertEquals([planner.length, subQueries.length], [3, 20]);
  assert(server.inFlightMax > 1, "The batch ran one by one");
  checkPrivacy(planner, text);
  checkAppendOnly(planner);
  await checkTrajectory(result.trajectory, text);
});

/** No line of the document but those of the preview's head and tail reaches the planner. */
function checkPrivacy(planner: readonly RecordedRequest[], text: string): void {
  const preview = text.slice(0, 500) + text.slice(-500);
  for (const { body } of planner) {
    const said = body.messages.map(({ content }) => content).join("\n");
    for (const entry of said.match(/Entry \d{6}/g) ?? []) {
      assert(preview.includes(entry), `${entry} was sent to the planner`);
    }
    assert(said.length < 30_000, `The planner was sent ${said.length} characters`);
  }
}

function checkAppendOnly(planner: readonly RecordedRequest[]): void {
  for (const [index, { body }] of planner.entries()) {
    const before = planner[index - 1]?.body.messages ?? [];
    assert(body.messages.length > before.length);
    assertEquals(body.messages.slice(0, before.length), [...before]);
  }
}

async function checkTrajectory(path: string, text: string): Promise<void> {
  const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
  const types = lines.map((line) => JSON.parse(line).type ?? "header");
  assertEquals([types[0], types[1], types.at(-1)], ["header", "run-start", "run-end"]);
  assertEquals(types.filter((type) => type === "query-end").length, 20);
  const digest = new Uint8Array(
    await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)),
  );
  assertEquals(JSON.parse(lines[1] ?? "").files, { document: digest.toHex() });
  assert(!lines.join("").includes("a-key-for-the-fake"));
}
