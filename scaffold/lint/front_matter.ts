/**
 * The front matter of a Markdown file: YAML between two lines of three hyphens, read by a real parser.
 *
 * @module
 */

/** What a file begins with. */
export type FrontMatter =
  | { readonly kind: "none"; readonly body: string }
  | { readonly kind: "broken"; readonly line: number; readonly message: string }
  | ReadFrontMatter;

/** Front matter that could be read. */
export interface ReadFrontMatter {
  readonly kind: "read";
  /** Values by key. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** What follows it. */
  readonly body: string;
  /** Line of the file on which the body begins, from 1. */
  readonly bodyLine: number;
  /** Line of the file on which a key stands, from 1; that of the opening hyphens for a key that is not there. */
  lineOf(key: string): number;
}

const OPENING = /^---[ \t]*\n/;
const CLOSING = /^---[ \t]*(?:\n|$)/m;

/** Reads the beginning of a text. */
export async function readFrontMatter(text: string): Promise<FrontMatter> {
  const opening = OPENING.exec(text);
  if (opening === null) return { kind: "none", body: text };
  const rest = text.slice(opening[0].length);
  const closing = CLOSING.exec(rest);
  if (closing === null) return { kind: "broken", line: 1, message: "it is not closed with ---" };
  const source = rest.slice(0, closing.index);
  const body = rest.slice(closing.index + closing[0].length);
  const { isMap, isScalar, LineCounter, parseDocument } = await import("yaml");
  const lineCounter = new LineCounter();
  const document = parseDocument(source, { lineCounter, uniqueKeys: true, version: "1.2" });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = lineCounter.linePos(error.pos[0]).line + 1;
    return {
      kind: "broken",
      line,
      message: (error.message.split("\n")[0] ?? "").replace(/:$/, ""),
    };
  }
  const { contents } = document;
  if (contents !== null && !isMap(contents)) {
    return { kind: "broken", line: 2, message: "it is not a list of keys with values" };
  }
  const lines = new Map<string, number>();
  for (const { key } of contents?.items ?? []) {
    if (!isScalar(key)) continue;
    lines.set(String(key.value), lineCounter.linePos(key.range?.[0] ?? 0).line + 1);
  }
  return {
    kind: "read",
    fields: (document.toJS() ?? {}) as Record<string, unknown>,
    body,
    bodyLine: source.split("\n").length + 2,
    lineOf: (key) => lines.get(key) ?? 1,
  };
}
