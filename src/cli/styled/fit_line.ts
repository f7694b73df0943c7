/**
 * Styled text made to fit: a line cut to a width, or text broken into lines of that width. Pure.
 *
 * @module
 */

import type { Measure } from "./measure.ts";
import type { Span, StyledLine } from "./span.ts";

/** Where lines are set. */
export interface LineRoom {
  /** Columns that there are. */
  readonly width: number;
  /** How wide text is. */
  readonly measure: Measure;
}

/** Columns that a line takes. */
export function lineWidth(line: StyledLine, measure: Measure): number {
  return line.reduce((sum, { text }) => sum + measure(text), 0);
}

/** The line, or its beginning with an ellipsis when it is wider than `width`. */
export function cutLine(line: StyledLine, { measure, width }: LineRoom): StyledLine {
  if (lineWidth(line, measure) <= width) return line;
  const cut: Span[] = [];
  let left = width - 1;
  for (const each of line) {
    const wide = measure(each.text);
    if (wide <= left) {
      cut.push(each);
      left -= wide;
      continue;
    }
    cut.push({ ...each, text: `${headOf(each.text, { width: left, measure })}…` });
    break;
  }
  return width < 1 ? [] : cut;
}

const SEGMENTER = new Intl.Segmenter();

/** As much of a text as fits, whole characters alone. */
function headOf(text: string, { measure, width }: LineRoom): string {
  let head = "";
  let left = width;
  for (const { segment } of SEGMENTER.segment(text)) {
    left -= measure(segment);
    if (left < 0) break;
    head += segment;
  }
  return head;
}

/** A word with the blanks before it. */
interface Word {
  readonly blanks: Span;
  readonly spans: readonly Span[];
}

/**
 * Breaks text into lines at blanks, or within a word that is wider than a line; a line feed always
 * breaks. There is at least one line.
 */
export function wrapSpans(spans: readonly Span[], room: LineRoom): readonly StyledLine[] {
  const least = { ...room, width: Math.max(1, room.width) };
  return paragraphsOf(spans).flatMap((paragraph) => wrapParagraph(paragraph, least));
}

function wrapParagraph(spans: readonly Span[], room: LineRoom): readonly StyledLine[] {
  const { measure, width } = room;
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { blanks, spans: word } of wordsOf(spans)) {
    const gap = used === 0 ? 0 : blanks.text.length;
    const wide = lineWidth(word, measure);
    if (used > 0 && used + gap + wide > width) {
      lines.push([]);
      used = 0;
    } else if (gap > 0) {
      lines.at(-1)?.push(blanks);
      used += gap;
    }
    for (const part of breakWord(word, room)) {
      if (used > 0 && used + lineWidth(part, measure) > width) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push(...part);
      used += lineWidth(part, measure);
    }
  }
  return lines;
}

/** A word as parts that each fit on a line. */
function breakWord(word: readonly Span[], room: LineRoom): readonly (readonly Span[])[] {
  if (lineWidth(word, room.measure) <= room.width) return [word];
  return word.flatMap((each) => {
    const parts: Span[][] = [];
    for (let rest = each.text; rest !== "";) {
      const head = headOf(rest, room) || rest.slice(0, 1);
      parts.push([{ ...each, text: head }]);
      rest = rest.slice(head.length);
    }
    return parts;
  });
}

function wordsOf(spans: readonly Span[]): readonly Word[] {
  const words: { blanks: Span; spans: Span[] }[] = [];
  let isOpen = false;
  for (const each of spans) {
    for (const [, blanks = "", text = ""] of each.text.matchAll(/([ \t]*)([^ \t]*)/g)) {
      if (blanks === "" && text === "") continue;
      if (blanks !== "" || !isOpen) {
        words.push({ blanks: { ...each, text: blanks.replace(/\t/g, " ") }, spans: [] });
      }
      isOpen = true;
      if (text !== "") words.at(-1)?.spans.push({ ...each, text });
    }
  }
  return words;
}

function paragraphsOf(spans: readonly Span[]): readonly (readonly Span[])[] {
  const paragraphs: Span[][] = [[]];
  for (const each of spans) {
    for (const [index, text] of each.text.split("\n").entries()) {
      if (index > 0) paragraphs.push([]);
      paragraphs.at(-1)?.push({ ...each, text });
    }
  }
  return paragraphs;
}
