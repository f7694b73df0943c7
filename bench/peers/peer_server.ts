/**
 * One fake model server for all runtimes, in a process of its own: the same cells in the same order,
 * each in the form in which a runtime wants its code, and what it was sent, counted.
 *
 * A program: serves until its input ends. A line of input forgets what was sent and says on standard
 * output what it was.
 *
 * @module
 */

import { startOpenAiServer } from "../../tests/fakes/openai_server.ts";
import { compareSent, type SentRequest } from "../sent_bytes.ts";
import { startProgram } from "./peer_program.ts";

/** The runtimes that are compared, by the planner that each asks for. */
export type Dialect = "fleet-rlm" | "dspy" | "rlms";

/** What a planner replies, cell by cell; `DOCUMENT` stands for the variable, `RESULT(x)` for the end. */
export type Script = readonly string[];

/** What planners sent since the last reset. */
export interface SentSum {
  /** Requests of planners. */
  readonly requests: number;
  /** UTF-8 bytes of all their messages. */
  readonly bytes: number;
  /** Those that do not repeat the beginning of the request before, which a prompt cache cannot serve. */
  readonly newBytes: number;
}

/** The server in another process. */
export interface PeerServer extends AsyncDisposable {
  /** Base URL, ends in `/v1`. */
  readonly url: string;
  /** Begins a new conversation by this script; what was sent before it. */
  begin(script: Script, answerAfterMs: number): Promise<SentSum>;
}

/** Starts it. */
export async function startPeerServer(): Promise<PeerServer> {
  const program = startProgram(Deno.execPath(), ["run", "-A", "--no-check", import.meta.url]);
  const url = await program.ask({}) as string;
  return {
    url,
    begin: async (script, answerAfterMs) => await program.ask({ script, answerAfterMs }) as SentSum,
    [Symbol.asyncDispose]: () => program.close(),
  };
}

/** A cell as a runtime wants it. */
export function inDialect(cell: string, dialect: Dialect): string {
  const variable = dialect === "rlms" ? "context" : "document";
  const ending = dialect === "rlms"
    ? 'answer["content"] = str($1); answer["ready"] = True'
    : "SUBMIT($1)";
  const code = cell.replaceAll("DOCUMENT", variable).replace(/RESULT\((\w+)\)/, ending);
  const thought = "I look at the next piece and keep what I find.";
  if (dialect === "dspy") {
    const fence = `\`\`\`python\n${code}\n\`\`\``;
    return `[[ ## reasoning ## ]]\n${thought}\n\n[[ ## code ## ]]\n${fence}\n\n[[ ## completed ## ]]`;
  }
  return `${thought}\n\n\`\`\`${dialect === "rlms" ? "repl" : "python"}\n${code}\n\`\`\``;
}

function sum(requests: readonly SentRequest[]): SentSum {
  const none: SentRequest = { messages: [] };
  const compared = requests.map((request, at) => compareSent(requests[at - 1] ?? none, request));
  return {
    requests: requests.length,
    bytes: compared.reduce((all, { total }) => all + total, 0),
    newBytes: compared.reduce((all, { added }) => all + added, 0),
  };
}

/** What a provider says that a call took; all runtimes read it. */
const USAGE = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };

if (import.meta.main) {
  let [script, answerAfterMs]: [Script, number] = [[], 0];
  let sent: SentRequest[] = [];
  const server = startOpenAiServer({
    reply: ({ body }) => {
      const dialect = /^planner-(.+)$/.exec(body.model)?.[1] as Dialect | undefined;
      if (dialect === undefined) {
        return { text: "An answer.", delayMs: answerAfterMs, usage: USAGE };
      }
      const { messages } = body;
      const cell = script[sent.push({ messages }) - 1];
      const text = cell === undefined ? "There is nothing left to say." : inDialect(cell, dialect);
      return { text, usage: USAGE };
    },
  });
  const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream());
  let text = "";
  for await (const piece of lines) {
    text += piece;
    if (!text.endsWith("\n")) continue;
    const request = JSON.parse(text);
    text = "";
    if (request.script === undefined) console.log(JSON.stringify({ value: server.url }));
    else {
      const value = sum(sent);
      ({ script, answerAfterMs } = request);
      sent = [];
      console.log(JSON.stringify({ value }));
    }
  }
  Deno.exit();
}
