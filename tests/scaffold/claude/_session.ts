/**
 * A session of Claude Code with a model that follows a script: started as a program of its own, so that
 * it and everything that it starts can be put where there is no network but loopback.
 *
 * Its one argument is a JSON object, see {@linkcode SessionOptions}; it prints a {@linkcode SessionResult}.
 *
 * @module
 */

import {
  type AnswerBlock,
  type MessagesRequest,
  startMessagesApi,
} from "../../fakes/messages_api.ts";

/** What a session is made of. */
export interface SessionOptions {
  /** The program of Claude Code. */
  readonly program: string;
  /** Its environment, but for the address of the model. */
  readonly env: Readonly<Record<string, string>>;
  /** Where it runs. */
  readonly cwd: string;
  /** What is typed. */
  readonly prompt: string;
  /** What the model answers in the main conversation, one after the other. */
  readonly answers: readonly AnswerBlock[];
}

/** What came of it. */
export interface SessionResult {
  /** Exit code of Claude Code. */
  readonly code: number;
  /** What it printed. */
  readonly stdout: string;
  /** What it said besides. */
  readonly stderr: string;
  /** All requests to the model. */
  readonly requests: readonly MessagesRequest[];
}

/** Whether a request belongs to the conversation that the prompt began. */
export function isMain(request: MessagesRequest, prompt: string): boolean {
  const [first] = request.messages;
  return JSON.stringify(first?.content ?? "").includes(prompt) && (request.tools ?? []).length > 1;
}

if (import.meta.main) {
  const options = JSON.parse(Deno.args[0] ?? "") as SessionOptions;
  let given = 0;
  await using api = startMessagesApi((request) =>
    isMain(request, options.prompt) && given < options.answers.length
      ? options.answers[given++]!
      : { type: "text", text: "That is all." }
  );
  const tools = options.answers.flatMap((each) => each.type === "tool_use" ? [each.name] : []);
  const { code, stdout, stderr } = await new Deno.Command(options.program, {
    args: ["-p", options.prompt, "--allowedTools", tools.join(",")],
    cwd: options.cwd,
    clearEnv: true,
    env: { ...options.env, ANTHROPIC_BASE_URL: api.url },
    stdin: "null",
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  const result: SessionResult = {
    code,
    stdout: decode(stdout),
    stderr: decode(stderr),
    requests: api.requests,
  };
  console.log(JSON.stringify(result));
}
