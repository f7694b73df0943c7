/**
 * Answers a hook of Claude Code: the payload from standard input, the answer to standard output.
 *
 * A hook that fails must not get in the way of a prompt, and one that exits with 2 stops it: whatever
 * goes wrong is told on standard error, and the exit code is 0.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";
import type { AnswerPrompt } from "../core/scaffold.ts";
import { describeError } from "./describe_error.ts";
import { EXIT } from "./exit_code.ts";
import type { Terminal } from "./terminal.ts";

/** The one event that has an answer. */
export const PROMPT_EVENT = "user-prompt-submit";

/** Most bytes of a payload that are read. */
const MOST_BYTES = 16_777_216;

/** What an answer is made with. */
export interface AnswerHookOptions {
  /** Where the payload comes from and the answer goes. */
  readonly terminal: Terminal;
  /** Loads what answers a prompt. */
  readonly loadPromptHook: () => Promise<AnswerPrompt>;
}

/** Answers an event; never throws. */
export async function answerHook(
  event: string | undefined,
  { loadPromptHook, terminal }: AnswerHookOptions,
): Promise<number> {
  try {
    if (event !== PROMPT_EVENT) {
      throw new UsageError(`Cannot answer the hook "${event ?? ""}"`, {
        hint: `There is only ${PROMPT_EVENT}`,
      });
    }
    if (terminal.isInputTyped) {
      throw new UsageError("Cannot answer a hook without its payload", {
        hint: "Claude Code gives it on standard input",
      });
    }
    const [answer, payload] = await Promise.all([loadPromptHook(), readAll(terminal.input())]);
    terminal.out(answer(payload));
  } catch (error) {
    terminal.err(describeError(error));
  }
  return EXIT.ok;
}

async function readAll(input: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const piece of input) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new UsageError(`The payload has more than ${MOST_BYTES} bytes`);
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}
