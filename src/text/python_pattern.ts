/**
 * Regular expressions in Python's syntax, compiled to JavaScript's, so that a pattern finds the same
 * on the host as in the guest.
 *
 * The two differ quietly: in Python `^`, `$` and `.` know only `\n`, `\d`, `\w`, `\s` and `\b` know
 * all of Unicode, and `i` folds the dotted and dotless i. Not to be had here and refused: verbose
 * mode, case ignored in parts, possessive quantifiers, atomic and conditional groups, named characters.
 * Pure.
 *
 * @module
 */

import { caseClosed, type CharRange, CLASSES, classItem, literal } from "./pattern_chars.ts";

/**
 * Compiles a pattern in Python's syntax; the result is global and counts in code points.
 * `flags` are letters of Python's `(?...)`: `i`, `m`, `s`.
 * @throws {SyntaxError} When the pattern is not valid or needs what JavaScript lacks.
 */
export function compilePattern(pattern: string, flags: string): RegExp {
  try {
    const translator = new Translator(pattern);
    translator.setFlags(flags);
    const source = translator.translate();
    return new RegExp(source, translator.ignoresCase ? "giv" : "gv");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const reason = error.message.replace(/^Invalid regular expression: .*\/[a-z]*: /s, "");
    throw new SyntaxError(`Cannot compile pattern "${pattern}": ${reason}`, { cause: error });
  }
}

/** A pattern in Python's syntax that matches just `text`. */
export function escapePattern(text: string): string {
  return text.replace(/[^\p{L}\p{N}\s_]/gu, (char) => char < "\x80" ? "\\" + char : char);
}

/** What a backslash and what follows it stand for. */
type Escape =
  | { readonly kind: "char"; readonly char: string }
  | { readonly kind: "class"; readonly name: string }
  | { readonly kind: "source"; readonly source: string };

interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
}

const CONTROL: Readonly<Record<string, string>> = {
  a: "\x07",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

const BOUNDARY = `(?:(?<=${CLASSES.w})(?!${CLASSES.w})|(?<!${CLASSES.w})(?=${CLASSES.w}))`;
const NO_BOUNDARY = `(?:(?<=${CLASSES.w})(?=${CLASSES.w})|(?<!${CLASSES.w})(?!${CLASSES.w}))`;

/** V8 tries a pattern that begins by looking back between the halves of a surrogate pair, too. */
const NOT_WITHIN_PAIR = "(?:^|(?<=[^]))";

/** One pass over one pattern. */
class Translator {
  readonly #pattern: string;
  #position = 0;
  #flags: Flags = { i: false, m: false, s: false };
  #looksBehind = false;
  readonly #outer: Flags[] = [];

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  get ignoresCase(): boolean {
    return this.#flags.i;
  }

  setFlags(letters: string, value = true): void {
    for (const letter of letters) {
      if (letter === "u") continue;
      if (!"ims".includes(letter)) throw new SyntaxError(`flag "${letter}" is not supported`);
      this.#flags = { ...this.#flags, [letter]: value };
    }
  }

  translate(): string {
    const global = this.#take(/\(\?([a-zA-Z]+)\)/y);
    if (global) this.setFlags(global[1] ?? "");
    let source = "";
    while (this.#position < this.#pattern.length) source += this.#next();
    if (this.#outer.length > 0) throw new SyntaxError("missing ), unterminated group");
    return this.#looksBehind ? `${NOT_WITHIN_PAIR}(?:${source})` : source;
  }

  #next(): string {
    const repeat = this.#take(/\{(\d*)(,?)(\d*)\}/y);
    if (repeat) return this.#repeat(repeat);
    const char = this.#char();
    switch (char) {
      case "*":
      case "+":
      case "?":
      case "|":
        return char;
      case "(":
        return this.#open();
      case ")":
        this.#flags = this.#outer.pop() ?? fail("unbalanced parenthesis");
        return ")";
      case "[":
        return this.#set();
      case ".":
        return this.#flags.s ? "[^]" : "[^\\n]";
      case "^":
        return this.#flags.m ? "(?:^|(?<=\\n))" : "^";
      case "$":
        return this.#flags.m ? "(?=\\n|$)" : "(?=\\n?$)";
      case "\\": {
        const escape = this.#escape(false);
        if (escape.kind === "source") return escape.source;
        return escape.kind === "class" ? CLASSES[escape.name] ?? "" : this.#literal(escape.char);
      }
      default:
        return this.#literal(char);
    }
  }

  #repeat(match: RegExpExecArray): string {
    const [whole, least = "", comma = "", most = ""] = match;
    if (comma === "" && (least === "" || most !== "")) {
      return Array.from(whole, (char) => this.#literal(char)).join("");
    }
    return `{${least === "" ? "0" : least}${comma}${most}}`;
  }

  #open(): string {
    if (this.#take(/\?#[^)]*\)/y)) return "";
    const reference = this.#take(/\?P=([^)]*)\)/y);
    if (reference) return `(?:\\k<${reference[1]}>)`;
    this.#outer.push(this.#flags);
    const plain = this.#take(/\?(?:[:=!]|<[=!])/y);
    if (plain) {
      this.#looksBehind ||= plain[0].startsWith("?<");
      return `(${plain[0]}`;
    }
    const named = this.#take(/\?P<([^>]*)>/y);
    if (named) return `(?<${named[1]}>`;
    const scoped = this.#take(/\?([a-zA-Z]*)(?:-([a-zA-Z]+))?:/y);
    if (scoped) {
      const before = this.#flags.i;
      this.setFlags(scoped[1] ?? "");
      this.setFlags(scoped[2] ?? "", false);
      // V8 has `(?i:...)`, but lets it spill over: /(?i:s){0,3}[a-z]/v matches "A".
      if (before !== this.#flags.i) fail('flag "i" for a part is not supported');
      return "(?:";
    }
    if (this.#pattern[this.#position] === "?") fail("this kind of group is not supported");
    return "(";
  }

  #set(): string {
    const negated = this.#take(/\^/y) !== null;
    const ranges: CharRange[] = [];
    let items = "";
    for (let first = true;; first = false) {
      const low = this.#setItem();
      if (low === "]" && !first) break;
      const isRange = this.#take(/-(?!\])/y) !== null;
      if (typeof low === "object") {
        items += isRange ? fail("bad character range") : CLASSES[low.name];
        continue;
      }
      const high = isRange ? this.#setItem() : low;
      const range: CharRange = typeof high === "string"
        ? { low: low.replace(/^\\/, ""), high: high.replace(/^\\/, "") }
        : fail("bad character range");
      if (codeOf(range.low) > codeOf(range.high)) fail("bad character range");
      ranges.push(range);
    }
    for (const range of this.#flags.i ? caseClosed(ranges) : ranges) items += classItem(range);
    return `[${negated ? "^" : ""}${items}]`;
  }

  /** A class, or a character; one that was escaped keeps a backslash, so that `\]` is not `]`. */
  #setItem(): string | { readonly name: string } {
    if (this.#position >= this.#pattern.length) fail("unterminated character set");
    const char = this.#char();
    if (char !== "\\") return char;
    const escape = this.#escape(true);
    if (escape.kind === "class") return escape;
    return "\\" + (escape.kind === "char" ? escape.char : fail("bad escape in character set"));
  }

  #escape(inSet: boolean): Escape {
    const octal = this.#take(inSet ? /[0-7]{1,3}/y : /0[0-7]{0,2}|[0-3][0-7]{2}/y);
    if (octal) return { kind: "char", char: String.fromCodePoint(parseInt(octal[0], 8)) };
    const group = inSet ? null : this.#take(/[1-9]\d?/y);
    if (group) return { kind: "source", source: `(?:\\${group[0]})` };
    const hex = this.#take(/x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})/y);
    if (hex) {
      const code = parseInt(hex[1] ?? hex[2] ?? hex[3] ?? "", 16);
      if (code > 0x10ffff) fail("bad escape");
      return { kind: "char", char: String.fromCodePoint(code) };
    }
    if (this.#position >= this.#pattern.length) fail("bad escape (end of pattern)");
    const char = this.#char();
    if (char in CLASSES) return { kind: "class", name: char };
    if (char === "b" && inSet) return { kind: "char", char: "\b" };
    if (char === "b" || char === "B") {
      this.#looksBehind = true;
      return { kind: "source", source: char === "b" ? BOUNDARY : NO_BOUNDARY };
    }
    if (char === "A") return { kind: "source", source: "^" };
    if (char === "Z") return { kind: "source", source: "$" };
    if (/[a-zA-Z0-9]/.test(char)) {
      return { kind: "char", char: CONTROL[char] ?? fail(`bad escape \\${char}`) };
    }
    return { kind: "char", char };
  }

  #literal(char: string): string {
    const ranges = this.#flags.i ? caseClosed([{ low: char, high: char }]) : [];
    return ranges.length > 1 ? `[${ranges.map(classItem).join("")}]` : literal(char);
  }

  #char(): string {
    const char = String.fromCodePoint(this.#pattern.codePointAt(this.#position) ?? 0);
    this.#position += char.length;
    return char;
  }

  #take(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = this.#position;
    const match = sticky.exec(this.#pattern);
    if (match) this.#position = sticky.lastIndex;
    return match;
  }
}

function codeOf(char: string): number {
  return char.codePointAt(0) ?? 0;
}

function fail(reason: string): never {
  throw new SyntaxError(reason);
}
