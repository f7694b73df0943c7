/**
 * Markdown as styled lines of a width, for a terminal. Everything that a text says is shown: what is no
 * Markdown, or HTML, stands as it is.
 *
 * @module
 */

import type { Token, Tokens } from "marked";
import { type LineRoom, wrapSpans } from "../styled/fit_line.ts";
import { loadMeasure } from "../styled/measure.ts";
import { restyle, type Span, span, type Style, type StyledLine } from "../styled/span.ts";
import { inlineSpans } from "./inline_spans.ts";
import { tableLines } from "./table_lines.ts";

/** Turns Markdown into lines. */
export type MarkdownLines = (text: string, width: number) => readonly StyledLine[];

/** Narrowest that text is set, however deep it is indented. */
const LEAST_WIDTH = 16;

const EMPTY: StyledLine = [];

/** Loads what it takes. */
export async function loadMarkdownLines(): Promise<MarkdownLines> {
  const { Lexer } = await import("marked");
  const measure = await loadMeasure();
  return (text, width) =>
    blockLines(Lexer.lex(text), { width: Math.max(width, LEAST_WIDTH), measure });
}

/** Blocks with a blank line between them. */
function blockLines(tokens: readonly Token[], room: LineRoom): readonly StyledLine[] {
  const blocks = tokens.map((token) => linesOf(token, room)).filter((lines) => lines.length > 0);
  return blocks.flatMap((lines, index) => index === 0 ? lines : [EMPTY, ...lines]);
}

function linesOf(token: Token, room: LineRoom): readonly StyledLine[] {
  const wrap = (spans: readonly Span[]) => wrapSpans(spans, room);
  switch (token.type) {
    case "space":
    case "def":
      return [];
    case "heading": {
      const { depth, tokens } = token as Tokens.Heading;
      return wrap(
        restyle(inlineSpans(tokens), "bold", ...(depth === 1 ? ["underline"] as const : [])),
      );
    }
    case "paragraph":
      return wrap(inlineSpans((token as Tokens.Paragraph).tokens));
    case "text":
      return wrap(inlineSpans([token]));
    case "code":
      return codeLines(token as Tokens.Code, room);
    case "blockquote":
      return indented((token as Tokens.Blockquote).tokens, { ...room, mark: span("│ ", "dim") });
    case "list":
      return listLines(token as Tokens.List, room);
    case "table":
      return tableLines(token as Tokens.Table, room);
    case "hr":
      return [[span("─".repeat(room.width), "dim")]];
    default:
      return wrap([span(token.raw.trimEnd())]);
  }
}

/** Code keeps its blanks; a line that is too long goes on below. What is said to be text is plain. */
function codeLines(
  { lang, text }: Tokens.Code,
  { measure, width }: LineRoom,
): readonly StyledLine[] {
  const room = width - 2;
  const styles: readonly Style[] = lang === "text" ? [] : ["cyan"];
  return text.split("\n").flatMap((line) => {
    const blanks = /^[ \t]*/.exec(line)?.[0] ?? "";
    const margin = blanks.replaceAll("\t", "    ");
    const rest = Math.max(LEAST_WIDTH, room - margin.length);
    const code = keepBlanks(line.slice(blanks.length));
    return wrapSpans([span(code, ...styles)], { width: rest, measure }).map((part) => [
      span(`  ${margin}`),
      ...part.map((each) => ({ ...each, text: each.text.replaceAll(FIRM_SPACE, " ") })),
    ]);
  });
}

/** A space at which no line breaks. */
const FIRM_SPACE = "\u00a0";

/** Blanks in rows stay together, so that columns stay columns. */
function keepBlanks(code: string): string {
  return code.replace(/ {2,}/g, (run) => FIRM_SPACE.repeat(run.length));
}

function listLines(
  { items, loose, ordered, start }: Tokens.List,
  room: LineRoom,
): readonly StyledLine[] {
  const first = typeof start === "number" ? start : 1;
  const width = String(first + items.length - 1).length + 2;
  const blocks = items.map(({ checked, task, tokens: all }, index) => {
    const dot = task ? checked ? "☑ " : "☐ " : "• ";
    const mark = ordered ? `${first + index}. `.padStart(width) : dot;
    const tokens = all.filter(({ type }) => type !== "checkbox");
    return indented(tokens, { ...room, mark: span(mark), hang: true, isTight: !loose });
  });
  return blocks.flatMap((lines, index) => loose && index > 0 ? [EMPTY, ...lines] : lines);
}

/** Blocks behind a mark: before every line, or before the first alone. */
function indented(
  tokens: readonly Token[],
  { hang = false, isTight = false, mark, measure, width }: LineRoom & {
    readonly mark: Span;
    readonly hang?: boolean;
    readonly isTight?: boolean;
  },
): readonly StyledLine[] {
  const columns = measure(mark.text);
  const room = { measure, width: Math.max(LEAST_WIDTH, width - columns) };
  const lines = isTight
    ? tokens.flatMap((token) => linesOf(token, room))
    : blockLines(tokens, room);
  const below = span(" ".repeat(columns));
  return (lines.length === 0 ? [EMPTY] : lines)
    .map((line, index) => [hang && index > 0 ? below : mark, ...line]);
}
