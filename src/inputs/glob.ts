/**
 * Glob patterns, one path segment at a time, so that a walk enters only folders that can match. Pure.
 *
 * `*` and `?` match within a name, `[a-z]` and `[!a-z]` one character, `{a,b}` either, `**` any
 * number of folders. Wildcards pass over hidden names and over `node_modules` and `__pycache__`;
 * a name that is written out always matches.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";

type Segment =
  | { readonly kind: "folders" }
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "pattern"; readonly regex: RegExp };

/** What is still to be matched: a position in each alternative that is left. */
export type GlobState = readonly (readonly Segment[])[];

/** A parsed pattern. */
export interface Glob {
  /** The part before the first wildcard, without a slash at its end; empty for the current folder. */
  readonly base: string;
  /** What entries below the base are matched with. */
  readonly start: GlobState;
}

const MAX_ALTERNATIVES = 1000;
const PASSED_OVER: readonly string[] = ["node_modules", "__pycache__"];
const VISIBLE = `(?!\\.|(?:${PASSED_OVER.join("|")})$)`;
const FOLDERS: Segment = { kind: "folders" };
const ANY_FILE: Segment = { kind: "pattern", regex: new RegExp(`^${VISIBLE}`, "u") };

/** Whether a pattern names what wildcards pass over because it is hidden. */
export function namesHidden({ start }: Glob): boolean {
  return start.flat().some((segment) =>
    segment.kind === "name"
      ? segment.text.startsWith(".")
      : segment.kind === "pattern" && !segment.regex.source.startsWith(`^${VISIBLE}`)
  );
}

/** Everything below a folder. */
export const WHOLE_FOLDER: GlobState = [[FOLDERS, ANY_FILE]];

/** Whether a text is a pattern and not a plain path. */
export function isGlob(text: string): boolean {
  return /[*?[{]/.test(text);
}

/** Whether wildcards pass over this name. */
export function isPassedOver(name: string): boolean {
  return name.startsWith(".") || PASSED_OVER.includes(name);
}

/**
 * Parses a pattern.
 * @throws {UsageError} When it is none.
 */
export function parseGlob(pattern: string): Glob {
  const paths = expandBraces(pattern).map((text) => text.split("/"));
  const [first = [], ...others] = paths;
  let fixed = 0;
  while (
    fixed < first.length - 1 && !isGlob(first[fixed] ?? "") &&
    others.every((path) => path.length > fixed + 1 && path[fixed] === first[fixed])
  ) fixed++;
  const start = paths.map((path) => parseSegments(path.slice(fixed), pattern));
  const base = first.slice(0, fixed).join("/");
  return { base: base === "" && fixed > 0 ? "/" : base, start };
}

/** What is left to match below an entry of this name; empty when nothing can. */
export function advance(state: GlobState, name: string): GlobState {
  const next = new Set<readonly Segment[]>();
  for (const segments of state) step(segments, name, next);
  return unique([...next]);
}

/** Whether an entry with this state left is a match. */
export function isMatch(state: GlobState): boolean {
  return state.some((segments) => segments.length === 0);
}

function step(segments: readonly Segment[], name: string, next: Set<readonly Segment[]>): void {
  const [head, ...rest] = segments;
  if (head === undefined) return;
  if (head.kind === "folders") {
    if (!isPassedOver(name)) next.add(segments);
    step(rest, name, next);
  } else if (head.kind === "name" ? head.text === name : head.regex.test(name)) next.add(rest);
}

/** Positions that are the same but for their making would double with every folder. */
function unique(state: GlobState): GlobState {
  const seen = new Map<string, readonly Segment[]>();
  for (const segments of state) {
    const key = segments.map((segment) =>
      segment.kind === "folders"
        ? "**"
        : segment.kind === "name"
        ? segment.text
        : segment.regex.source
    ).join("/");
    seen.set(key, segments);
  }
  return [...seen.values()];
}

function parseSegments(path: readonly string[], pattern: string): readonly Segment[] {
  const segments: Segment[] = [];
  for (const [at, text] of path.entries()) {
    const isLast = at === path.length - 1;
    if (text === "**" || (text === "" && isLast)) {
      if (segments.at(-1)?.kind !== "folders") segments.push(FOLDERS);
    } else if (text === "..") {
      throw new UsageError(`Cannot use pattern "${pattern}": ".." after a wildcard`, {
        hint: "Name the folder before the first wildcard",
      });
    } else if (text !== "" && text !== ".") segments.push(parseSegment(text, pattern));
  }
  if (segments.at(-1)?.kind === "folders") segments.push(ANY_FILE);
  return segments;
}

function parseSegment(text: string, pattern: string): Segment {
  if (!isGlob(text)) return { kind: "name", text };
  let source = text.startsWith(".") ? "" : VISIBLE;
  for (const [part] of text.matchAll(/\[!?\]?[^\]]*\]|[\s\S]/gu)) {
    if (part === "*") source += "[\\s\\S]*";
    else if (part === "?") source += "[\\s\\S]";
    else if (part.length > 1 && part.startsWith("[")) source += characterClass(part);
    else source += part.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  }
  try {
    return { kind: "pattern", regex: new RegExp(`^${source}$`, "u") };
  } catch (cause) {
    throw new UsageError(`Cannot use pattern "${pattern}": "${text}" is malformed`, { cause });
  }
}

/** `[!a-z]` as a regular expression. */
function characterClass(text: string): string {
  const isNegated = text.startsWith("[!");
  const members = text.slice(isNegated ? 2 : 1, -1).replace(/[\\^[\]&~|(){}/]/g, "\\$&");
  return `[${isNegated ? "^" : ""}${members}]`;
}

/** The texts that `{a,b}` stands for, nested ones too. */
function expandBraces(text: string): readonly string[] {
  const open = text.indexOf("{");
  if (open < 0) return [text];
  const parts: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < text.length; at++) {
    const char = text[at];
    if (char === "{") depth++;
    if ((char === "," && depth === 1) || (char === "}" && depth === 1)) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
    if (char === "}" && --depth === 0) {
      const rests = expandBraces(text.slice(at + 1));
      const all = parts.flatMap((part) =>
        expandBraces(part).flatMap((middle) =>
          rests.map((rest) => text.slice(0, open) + middle + rest)
        )
      );
      if (all.length <= MAX_ALTERNATIVES) return all;
      throw new UsageError(`Cannot use pattern "${text}": it has too many alternatives`);
    }
  }
  throw new UsageError(`Cannot use pattern "${text}": "{" without "}"`);
}
