/**
 * Signature text as a row of tokens with one position in it, and the one way in which it is refused: a
 * caret under the place. Knows words, quoted strings and punctuation; what they mean is for the
 * parsers.
 *
 * @module
 */

import { FleetError } from "../../core/errors.ts";

/** A piece of a signature. */
export interface SignatureToken {
  /** A word is any run without blanks, quotes or punctuation: a name, a type, a number. */
  readonly kind: "word" | "string" | "mark" | "end";
  /** The text; of a string what stands between its quotes, unescaped. */
  readonly text: string;
  /** Index of its first character. */
  readonly at: number;
}

const TOKEN = /\s+|->|[,:[\]|]|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|(?:(?!->)[^\s,:[\]|'"])+/gy;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

/** A position in the tokens of a signature. */
export class SignatureCursor {
  /** The whole text. */
  readonly text: string;
  readonly #tokens: readonly SignatureToken[];
  #index = 0;

  /** Cuts the text into tokens; throws `signature-invalid` at a quote that is never closed. */
  constructor(text: string) {
    this.text = text;
    this.#tokens = tokenize(text);
  }

  /** The token at the position. */
  get token(): SignatureToken {
    return this.#tokens[this.#index]!;
  }

  /** Returns the token at the position and moves on; the end is never passed. */
  next(): SignatureToken {
    const token = this.token;
    if (token.kind !== "end") this.#index++;
    return token;
  }

  /** Whether this mark is at the position. */
  isAt(mark: string): boolean {
    return this.token.kind === "mark" && this.token.text === mark;
  }

  /** Moves over this mark if it is at the position, and says whether it was. */
  take(mark: string): boolean {
    const found = this.isAt(mark);
    if (found) this.#index++;
    return found;
  }

  /** Throws `signature-invalid` at the position, or at `at`. */
  fail(problem: string, options: { readonly hint?: string; readonly at?: number } = {}): never {
    throw signatureError(
      { text: this.text, at: options.at ?? this.token.at },
      problem,
      options.hint,
    );
  }
}

/** A token as a message quotes it. */
export function quoteToken(token: SignatureToken): string {
  if (token.kind === "end") return "the end";
  return token.kind === "string" ? `the text "${token.text}"` : `"${token.text}"`;
}

function tokenize(text: string): SignatureToken[] {
  const tokens: SignatureToken[] = [];
  let at = 0;
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text)?.[0];
    if (found === undefined) throw signatureError({ text, at }, "this quote is never closed");
    if (found.trim() !== "") tokens.push(toToken(found, at));
    at += found.length;
  }
  tokens.push({ kind: "end", text: "", at: text.trimEnd().length });
  return tokens;
}

function toToken(found: string, at: number): SignatureToken {
  if (found === "->" || /^[,:[\]|]$/.test(found)) return { kind: "mark", text: found, at };
  if (!/^['"]/.test(found)) return { kind: "word", text: found, at };
  const text = found.slice(1, -1).replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
  return { kind: "string", text, at };
}

/** Where in which text something is wrong. */
interface SignaturePlace {
  /** The whole signature text. */
  readonly text: string;
  /** Index of the offending character. */
  readonly at: number;
}

/** An error with code `signature-invalid` whose message shows the line and a caret. */
function signatureError(place: SignaturePlace, problem: string, hint?: string): FleetError {
  const lineStart = place.text.slice(0, place.at).lastIndexOf("\n") + 1;
  const lineEnd = place.text.indexOf("\n", lineStart);
  const line = place.text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd).trimEnd();
  const column = place.at - lineStart;
  const caret = `${" ".repeat(column)}^`;
  return new FleetError(
    "signature-invalid",
    `Cannot parse signature: ${problem} (column ${column + 1})\n  ${line}\n  ${caret}`,
    { hint: hint ?? 'Write it like "document, query -> findings: list[str], answer"' },
  );
}
