/**
 * The fake model server in a process of its own, so that its work and memory are not the engine's. A
 * program: it reads {@linkcode ModelServerOptions} as JSON from its one argument, prints its address and
 * serves until its input ends.
 *
 * @module
 */

import type { LanguageModel } from "../src/core/lm.ts";
import { createModels } from "../src/lm/mod.ts";
import { type RecordedRequest, startOpenAiServer } from "../tests/fakes/openai_server.ts";

/** What the models of the server reply. */
export interface ModelServerOptions {
  /** Replies of the planner, by the number of replies that it has given in the conversation. */
  readonly turns: readonly string[];
  /** Milliseconds until a sub-query is answered; those that begin with `now` are answered at once. */
  readonly answerAfterMs: number;
}

/** A server in another process. */
export interface ModelServer extends AsyncDisposable {
  /** Base URL, ends in `/v1`. */
  readonly url: string;
}

/** Starts a server. */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.url, JSON.stringify(options)],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  let url = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    url += text;
    if (url.endsWith("\n")) break;
  }
  return {
    url: url.trim(),
    async [Symbol.asyncDispose](): Promise<void> {
      await child.stdin.close();
      await child.status;
    },
  };
}

/** The reply to a request. */
export function replyTo(
  { body }: RecordedRequest,
  { turns, answerAfterMs }: ModelServerOptions,
): { readonly text: string; readonly delayMs?: number } {
  if (body.model === "planner") {
    const turn = body.messages.filter(({ role }) => role === "assistant").length;
    return { text: turns[turn] ?? "There is nothing left to say." };
  }
  const isAtOnce = body.messages.at(-1)?.content.startsWith("now") ?? true;
  return { text: "An answer.", ...(isAtOnce ? {} : { delayMs: answerAfterMs }) };
}

/** The two models of a server, wrapped as the program wraps them. */
export async function modelsAt(
  url: string,
): Promise<{ readonly planner: LanguageModel; readonly subModel: LanguageModel }> {
  const settings = { apiBase: url, apiKey: "none" };
  return await createModels({ planner: "openai/planner", subModel: "openai/sub", settings });
}

/** A reply of a planner that runs this code. */
export function planned(code: string): string {
  return `I go on with the next piece and keep what I find.\n\n\`\`\`repl\n${code}\n\`\`\``;
}

if (import.meta.main) {
  const options: ModelServerOptions = JSON.parse(Deno.args[0] ?? "{}");
  const server = startOpenAiServer({ reply: (request) => replyTo(request, options) });
  console.log(server.url);
  for await (const _ of Deno.stdin.readable);
  // Nobody waits for what is held back.
  Deno.exit();
}
