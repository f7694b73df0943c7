/**
 * A terminal that keeps what is written to it, for tests.
 *
 * @module
 */

import type { Terminal } from "../../src/cli/terminal.ts";

/** A terminal with its record. */
export interface MemoryTerminal extends Terminal {
  /** All of standard output so far. */
  readonly stdout: string;
  /** All of standard error so far. */
  readonly stderr: string;
}

/** Creates one; `input` is what standard input holds. */
export function createMemoryTerminal(input = ""): MemoryTerminal {
  let stdout = "";
  let stderr = "";
  let redact = (text: string) => text;
  return {
    width: 80,
    isInputTyped: false,
    hasColor: false,
    out: (text) => void (stdout += text),
    err: (text) => void (stderr += redact(text)),
    input: () => ReadableStream.from(input === "" ? [] : [new TextEncoder().encode(input)]),
    guard: (given) => void (redact = given),
    get stdout() {
      return stdout;
    },
    get stderr() {
      return stderr;
    },
  };
}
