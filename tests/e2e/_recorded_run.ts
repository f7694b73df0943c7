/**
 * A run of three turns with a batch of sub-queries over real HTTP, as a script for the server and for
 * a scripted model, to be recorded and put to use.
 *
 * @module
 */

import {
  type OpenAiServer,
  type RecordedRequest,
  startOpenAiServer,
} from "../fakes/openai_server.ts";
import type { ProgramResult, Workspace } from "./_program.ts";

/** Key that the server wants. */
export const KEY = "a-key-for-the-fake-server";

const fence = (code: string) => `Let me see.\n\n\`\`\`python\n${code}\n\`\`\`\n`;

/** The planner's replies. */
export const TURNS: readonly string[] = [
  fence(`lines = document.splitlines()
print(len(lines), budget()["turns"])`),
  fence(`answers = llm_query_batched(["Count the dots of: " + line for line in lines])
print(answers)`),
  fence(`SUBMIT(answer=" ".join(answers), total=sum(int(each) for each in answers))`),
];

/** The document, a line for each sub-query. */
export const DOCUMENT = Array.from({ length: 8 }, (_, index) => ".".repeat(index + 1)).join("\n");

/** What the run prints. */
export const ANSWER = "answer: 1 2 3 4 5 6 7 8\ntotal: 36\n";

function reply({ body }: RecordedRequest): string {
  const last = body.messages.at(-1)?.content ?? "";
  const dots = /^Count the dots of: (\.+)$/.exec(last)?.[1];
  if (dots !== undefined) return String(dots.length);
  return TURNS[body.messages.filter(({ role }) => role === "assistant").length] ?? "";
}

/** A server that answers the run; every reply takes `delayMs`. */
export function startModelServer(delayMs = 0): OpenAiServer {
  return startOpenAiServer({
    requiredKey: KEY,
    reply: (request) => ({ text: reply(request), delayMs }),
  });
}

/** The same replies as a file for `scripted:`. */
export function scriptLines(): string {
  const queries = Array.from({ length: 8 }, (_, index) => ({
    match: `^Count the dots of: \\.{${index + 1}}$`,
    reply: String(index + 1),
  }));
  const turns = TURNS.map((text) => ({ reply: text }));
  return [...turns, ...queries].map((line) => `${JSON.stringify(line)}\n`).join("");
}

/** Arguments of the run, with the document in the workspace; its record is `run.jsonl` there. */
export const RUN: readonly string[] = [
  "run",
  "--signature=document -> answer, total: int",
  "--input=document=@document.txt",
  "--backend=local",
  "--model=openai/fake",
  "--trajectory=run.jsonl",
];

/** Environment in which the run reaches the server. */
export function reaching(server: OpenAiServer): Readonly<Record<string, string>> {
  return { DSPY_LM_API_BASE: server.url, DSPY_LLM_API_KEY: KEY };
}

/** Records the run; the server is closed when this is over. */
export async function recordRun(
  at: Workspace,
  more: readonly string[] = [],
): Promise<ProgramResult> {
  await at.write("document.txt", DOCUMENT);
  await using server = startModelServer();
  return await at.call([...RUN, ...more], { env: reaching(server) });
}
