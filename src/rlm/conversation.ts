/**
 * The messages between engine and planner. Append-only: every request's messages are those of the
 * request before, then more; so the prompt caches of providers hit.
 *
 * @module
 */

import type { Message } from "../core/lm.ts";
import { countBytes } from "./limits/call_meter.ts";

/** A conversation that only grows. */
export class Conversation {
  readonly #messages: Message[];
  #pending: string[] = [];
  #bytes: number;

  /** Starts with the system prompt. */
  constructor(system: string) {
    this.#messages = [{ role: "system", content: system }];
    this.#bytes = countBytes(system);
  }

  /** UTF-8 bytes of the next request, about. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Says something to the planner; what is said between two requests makes one user message. */
  say(text: string): void {
    this.#pending.push(text);
    this.#bytes += countBytes(text);
  }

  /** The messages of the next request. */
  request(): readonly Message[] {
    if (this.#pending.length > 0) {
      this.#messages.push({ role: "user", content: this.#pending.join("\n\n") });
      this.#pending = [];
    }
    return [...this.#messages];
  }

  /** Keeps the planner's reply verbatim; an empty one, which providers refuse, as `(empty reply)`. */
  reply(text: string): void {
    this.#messages.push({ role: "assistant", content: text === "" ? "(empty reply)" : text });
    this.#bytes += countBytes(text);
  }
}
