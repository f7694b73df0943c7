/**
 * The process streams, and the only file that touches them: results go to standard output, all else
 * to standard error, through the redactor once there is one.
 *
 * @module
 */

import { FleetError, messageOf } from "../core/errors.ts";
import type { AskOptions, createAsker } from "./ask_line.ts";
import { disarm } from "./disarm.ts";

/** A terminal on which lines can be drawn again: standard error, where a person looks at it. */
export interface Screen {
  /** Its size now. */
  size(): { readonly columns: number; readonly rows: number };
  /**
   * Hands everything that is written to the terminal to `above` from now on, until it is released.
   * @returns Writes to the terminal as it is.
   */
  hold(above: (text: string) => void): (text: string) => void;
  /** Lets output pass again. */
  release(): void;
  /** Takes secrets out of a text, as far as they are known by now. */
  redact(text: string): string;
}

/** Where output goes and input comes from. */
export interface Terminal {
  /** Columns that text may take: those of the terminal, or 80 without one. */
  readonly width: number;
  /** Whether standard input is typed by a person. */
  readonly isInputTyped: boolean;
  /** Whether standard output is shown to a person. */
  readonly isOutputShown: boolean;
  /** Whether standard error may carry colour: a terminal, and `NO_COLOR` not set. */
  readonly hasColor: boolean;
  /** Whether standard output may carry colour. */
  readonly hasOutputColor: boolean;
  /**
   * Standard error as a screen; absent where plain lines are wanted: in pipes and files, in CI, with
   * `NO_COLOR` set, and on terminals that cannot go back.
   */
  readonly screen?: Screen;
  /** Writes to standard output. */
  out(text: string): void;
  /**
   * Writes to standard error, redacted; control characters, which could steer the terminal, are
   * replaced. Never throws.
   */
  err(text: string): void;
  /** Standard input. */
  input(): ReadableStream<Uint8Array>;
  /**
   * Asks the person who types for a line, without spaces round it.
   * @throws {FleetError} `usage` when nobody types, `interrupted`.
   */
  ask(question: string, options?: AskOptions): Promise<string>;
  /**
   * Gives standard output to a protocol: only this stream writes there from now on, what is printed
   * otherwise goes to standard error. Unlike `out`, it waits for its reader without stopping the rest.
   */
  takeOutput(): WritableStream<Uint8Array>;
  /** From now on, everything for standard error goes through `redact`. */
  guard(redact: (text: string) => string): void;
}

/** Columns when there is no terminal to ask. */
const DEFAULT_WIDTH = 80;

/** Rows when there is no terminal to ask. */
const DEFAULT_HEIGHT = 24;

/** Options of {@linkcode createTerminal}. */
export interface TerminalOptions {
  /**
   * Makes what asks questions.
   * @default {questions are a mistake}
   */
  readonly createAsker?: typeof createAsker;
}

/** The terminal of this process. */
export function createTerminal(options: TerminalOptions = {}): Terminal {
  let redact = (text: string) => text;
  let isTaken = false;
  const out = createWriter(Deno.stdout, (error) => {
    throw new FleetError("output-failed", `Cannot write the result: ${messageOf(error)}`, {
      hint: "See whether the disk that standard output goes to is full",
      cause: error,
    });
  });
  const err = createWriter(Deno.stderr, () => {});
  const isOutputShown = Deno.stdout.isTerminal();
  let above: ((text: string) => void) | undefined;
  const say = (text: string) => (above ?? err)(disarm(redact(text)));
  const print = isOutputShown ? (text: string) => (above ?? out)(text) : out;
  const screen: Screen = {
    size: consoleSize,
    hold: (given) => {
      above = given;
      return err;
    },
    release: () => {
      above = undefined;
    },
    redact: (text) => redact(text),
  };
  return {
    get width() {
      return consoleSize().columns;
    },
    isInputTyped: Deno.stdin.isTerminal(),
    isOutputShown,
    hasColor: Deno.stderr.isTerminal() && !Deno.noColor,
    hasOutputColor: isOutputShown && !Deno.noColor,
    ...(hasScreen() ? { screen } : {}),
    out: (text) => isTaken ? say(text) : print(text),
    err: say,
    input: () => Deno.stdin.readable,
    ask: options.createAsker?.(Deno.stdin, say) ??
      (() => Promise.reject(new TypeError("This terminal asks nothing"))),
    takeOutput() {
      isTaken = true;
      console.log = console.info = console.debug = console.error;
      return Deno.stdout.writable;
    },
    guard: (given) => {
      redact = given;
    },
  };
}

interface SyncWriter {
  writeSync(bytes: Uint8Array): number;
}

/** Writes whole texts; once the reader has gone (`| head`), what follows is dropped quietly. */
function createWriter(
  stream: SyncWriter,
  onError: (error: unknown) => void,
): (text: string) => void {
  const encoder = new TextEncoder();
  let gone = false;
  return (text) => {
    let rest = encoder.encode(text);
    while (rest.length > 0 && !gone) {
      try {
        rest = rest.subarray(stream.writeSync(rest));
      } catch (error) {
        if (error instanceof Deno.errors.WouldBlock) {
          pause();
          continue;
        }
        gone = true;
        if (!(error instanceof Deno.errors.BrokenPipe)) onError(error);
      }
    }
  };
}

/** Lets the reader of a full non-blocking pipe catch up. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
}

function consoleSize(): { readonly columns: number; readonly rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    return { columns: columns || DEFAULT_WIDTH, rows: rows || DEFAULT_HEIGHT };
  } catch {
    return { columns: DEFAULT_WIDTH, rows: DEFAULT_HEIGHT };
  }
}

function hasScreen(): boolean {
  if (!Deno.stderr.isTerminal() || Deno.noColor) return false;
  const { CI = "", TERM = "" } = Deno.env.toObject();
  return TERM !== "dumb" && (CI === "" || CI === "false");
}
