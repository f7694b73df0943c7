/**
 * A run as people have them, made by the real program against a model server: it looks, fails once,
 * asks a batch of sub-queries, starts child runs, and submits. To be shown on a page.
 *
 * @module
 */

import type { Workspace } from "../e2e/_program.ts";
import {
  type OpenAiServer,
  type RecordedRequest,
  type ServerReply,
  startOpenAiServer,
} from "../fakes/openai_server.ts";

const SECTIONS = 24;

const NAMES = ["Northern buoy", "Tide gauge", "Slipway", "Harbour lamp", "Fog horn", "Pilot boat"];

/** The document: short sections, each with a defect or without. */
export const DOCUMENT = Array.from({ length: SECTIONS }, (_, index) => {
  const name = NAMES[index % NAMES.length];
  const defect = index % 3 === 0
    ? `It was found to read ${index + 2} centimetres too low; mussels block its intake.`
    : "It was looked over and is in order.";
  return `## ${name} ${index + 1}\n\nInspected in week ${index + 1}. ${defect}\n`;
}).join("\n");

/** What is asked. */
export const QUESTION = "Which installations of the harbour read wrong, and by how much?";

const fence = (prose: string, code: string) => `${prose}\n\n\`\`\`python\n${code}\n\`\`\`\n`;

/** What the planner of the outermost run replies, turn by turn. */
export const TURNS: readonly string[] = [
  fence(
    "I look at the document first: how long it is, and how it is divided.",
    `# Its shape, before anything is asked of a model
parts = chunk_by_headers(document)
print(len(document), len(parts))
for part in parts[:3]:
    print(repr(part["header"]))
print(budget()["llm_calls"])`,
  ),
  fence(
    "Every section is short, so one question for each of them will do.",
    `prompts = [f"Is there a defect?\\n\\n{section['content']}" for section in sections]
answers = llm_query_batched(prompts)`,
  ),
  fence(
    "The variable is called `parts`. I ask again.",
    `prompts = [
    f"Name the defect in one sentence, or say 'none'.\\n\\n{part['header']}\\n{part['content']}"
    for part in parts
]
answers = llm_query_batched(prompts)
defects = {part["header"]: answer for part, answer in zip(parts, answers) if answer != "none"}
print(f"{len(defects)} defects")
for name, defect in defects.items():
    print(f"{name:24} {defect}")`,
  ),
  fence(
    "Two of them deserve a closer look. Each gets a run of its own.",
    `closer = rlm_query_batched(
    ["How bad is the defect of the tide gauges?", "Can the northern buoys wait until spring?"],
    [document, document],
)
print("\\n".join(closer))`,
  ),
  fence(
    "That answers the question.",
    `SUBMIT(
    answer="Eight installations read too low. The worst is off by 23 centimetres.\\n\\n"
    "The tide gauges cannot wait; the buoys can.",
    findings=[f"{name}: {defect}" for name, defect in defects.items()],
    sections_examined=len(parts),
)`,
  ),
];

/** What the planner of a child run replies. */
const CHILD_TURNS: readonly string[] = [
  fence(
    "I read what there is about it.",
    `import re
found = re.findall(r"read (\\d+) centimetres", context)
views = llm_query_batched([f"Is {each} centimetres much for a gauge?" for each in found[:6]])
print(views)`,
  ),
  fence("Now I can answer.", `SUBMIT(answer=f"{len(found)} readings; " + views[0])`),
];

function replyTo({ body }: RecordedRequest, index: number): ServerReply {
  const { messages } = body;
  const last = messages.at(-1)?.content ?? "";
  const turn = messages.filter(({ role }) => role === "assistant").length;
  if (messages.length === 1) {
    const centimetres = /read (\d+) centimetres/.exec(last)?.[1];
    const text = last.startsWith("Is ")
      ? "Yes: ten is the most that is allowed."
      : centimetres === undefined
      ? "none"
      : `It reads ${centimetres} centimetres too low, since mussels block its intake.`;
    return { text, delayMs: 10 + (index * 37) % 90 };
  }
  const isChild = messages.some(({ content }) => content.includes("Variable: \`query\`"));
  const text = (isChild ? CHILD_TURNS : TURNS)[turn] ?? "";
  const prompt = Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / 4);
  return {
    text,
    delayMs: 120,
    usage: {
      prompt_tokens: prompt,
      completion_tokens: Math.ceil(text.length / 4),
      prompt_tokens_details: { cached_tokens: turn === 0 ? 0 : Math.floor(prompt * 0.7) },
    },
  };
}

/** Arguments of the run; its record is `run.jsonl` in the workspace. */
export const RUN: readonly string[] = [
  ...["run", "--backend=local", "--model=openai/fake", "--trajectory=run.jsonl", "--max-depth=2"],
  "--signature=document, question -> answer, findings: list[str], sections_examined: int",
  ...["--input=document=@document.md", `--input=question=${QUESTION}`],
  ...["--price=0.25,2,0.025", "--max-llm-calls=60", "--concurrency=8"],
];

/** A server that answers the run. */
export function startSampleServer(): OpenAiServer {
  return startOpenAiServer({ reply: replyTo });
}

/** Environment in which the run reaches the server. */
export function reaching(server: OpenAiServer): Readonly<Record<string, string>> {
  return { DSPY_LM_API_BASE: server.url, DSPY_LLM_API_KEY: "a-key-for-the-fake-server" };
}

/** Records the run; gives the path of its record. */
export async function recordSampleRun(at: Workspace): Promise<string> {
  await at.write("document.md", DOCUMENT);
  await using server = startSampleServer();
  const { code, stderr } = await at.run(RUN, { env: reaching(server) });
  if (code !== 0) throw new Error(`The sample run ended with ${code}: ${stderr}`);
  return `${at.folder}/run.jsonl`;
}
