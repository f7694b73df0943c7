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
const KEY = /^(["']?)([\w-]+)\1\s*:/;
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
  const fields = await readFields(source);
  if ("message" in fields) return { kind: "broken", ...fields };
  const lines = source.split("\n").map((line) => KEY.exec(line)?.[2]);
  return {
    kind: "read",
    fields: fields.fields,
    body,
    bodyLine: source.split("\n").length + 2,
    lineOf: (key) => Math.max(0, lines.indexOf(key) + 1) + 1,
  };
}

/** The values of front matter, or what is wrong with it on which line of the file. */
async function readFields(source: string): Promise<
  | { readonly fields: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly message: string }
> {
  if (source.trim() === "") return { fields: {} };
  const { CORE_SCHEMA, load, YAMLException } = await import("js-yaml");
  try {
    const value = load(source, { schema: CORE_SCHEMA });
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return { fields: value as Record<string, unknown> };
    }
    return { line: 2, message: "it is not a list of keys with values" };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { line: (error.mark?.line ?? 0) + 2, message: error.reason };
  }
}
