/**
 * The text of a WordprocessingML document (ECMA-376, part 1, 17): paragraphs, headings as `#` lines,
 * lists, tables with a line for each row, notes at the end. Deleted text and what only positions or
 * decorates is left out. Pure.
 *
 * @module
 */

import { attributeOf, xmlTokens } from "./xml_tokens.ts";

/** The parts of a document that text is taken from, as XML. */
export interface WordParts {
  /** `word/document.xml`. */
  readonly document: string;
  /** `word/styles.xml`. */
  readonly styles?: string;
  /** `word/footnotes.xml`. */
  readonly footnotes?: string;
  /** `word/endnotes.xml`. */
  readonly endnotes?: string;
}

/** Stands between pages: form feed, which no XML can hold. */
const PAGE_END = "\f";
/** Elements whose content is no text of the document, or is there a second time. */
const SKIPPED: ReadonlySet<string> = new Set(["mc:Fallback", "w:moveFrom", "w:sectPr"]);
const BREAKS: Readonly<Record<string, string>> = {
  "w:cr": "\n",
  "w:tab": "\t",
  "w:noBreakHyphen": "-",
};

/**
 * The text, page by page as Word last laid them out, or as page breaks part it when there is no
 * record of that; one page when there are neither.
 */
export function wordPages(parts: WordParts): readonly string[] {
  const headings = headingStyles(parts.styles ?? "");
  const isLaidOut = /<w:lastRenderedPageBreak\b/.test(parts.document);
  const read = (xml: string) => new WordReader(headings, isLaidOut).read(xml);
  const notes = [["", parts.footnotes], ["e", parts.endnotes]].flatMap(([mark, xml]) =>
    xml === undefined ? [] : read(markNotes(xml, mark ?? "")).replaceAll(PAGE_END, "").trim()
  ).filter((text) => text !== "");
  const pages = read(parts.document).split(PAGE_END).map((page) => page.trim());
  // A break after the last paragraph opens no page.
  if (pages.length > 1 && pages.at(-1) === "") pages.pop();
  return [...pages.slice(0, -1), [pages.at(-1) ?? "", ...notes].join("\n\n").trim()];
}

/** Notes with their numbers before them; the separators that Word keeps among them are gone. */
function markNotes(xml: string, mark: string): string {
  return xml.replace(
    /<w:(footnote|endnote)\s([^>]*)>([\s\S]*?)<\/w:\1>/g,
    (_all, _kind, attributes: string, content: string) => {
      const id = attributeOf(attributes, "w:id");
      if (attributeOf(attributes, "w:type") !== undefined || id === undefined) return "";
      return content.replace(/<w:r\b/, `<w:r><w:t>[^${mark}${id}]: </w:t></w:r><w:r`);
    },
  );
}

/** Level of a heading by style identifier. */
function headingStyles(xml: string): ReadonlyMap<string, number> {
  const levels = new Map<string, number>();
  let style = "";
  for (const token of xmlTokens(xml)) {
    if (token.type !== "open") continue;
    if (token.name === "w:style") style = attributeOf(token.attributes, "w:styleId") ?? "";
    if (token.name !== "w:name") continue;
    const level = headingLevel(attributeOf(token.attributes, "w:val") ?? "");
    if (level > 0) levels.set(style, level);
  }
  return levels;
}

/** 1 to 9 for "heading 1" or "Heading1", 1 for "Title", otherwise 0. */
function headingLevel(name: string): number {
  if (/^title$/i.test(name)) return 1;
  return Number(/^heading ?([1-9])$/i.exec(name)?.[1] ?? 0);
}

interface Paragraph {
  text: string;
  prefix: string;
  isTight: boolean;
}

/** Where finished paragraphs go: the body, or a cell of a table. Joined once, at its end. */
interface Container {
  readonly parts: string[];
  isTight: boolean;
  /** Whether nothing stands before the next paragraph on its page. */
  isAtStart: boolean;
}

function newContainer(): Container {
  return { parts: [], isTight: false, isAtStart: true };
}

class WordReader {
  readonly #headings: ReadonlyMap<string, number>;
  readonly #isLaidOut: boolean;
  readonly #containers: Container[] = [newContainer()];
  readonly #paragraphs: Paragraph[] = [];
  readonly #rows: string[][] = [];
  #inText = false;
  #inProperties = false;
  #skipped = 0;
  #level = 0;

  constructor(headings: ReadonlyMap<string, number>, isLaidOut: boolean) {
    this.#headings = headings;
    this.#isLaidOut = isLaidOut;
  }

  read(xml: string): string {
    for (const token of xmlTokens(xml)) {
      if (token.type === "text") {
        if (this.#inText && this.#skipped === 0) this.#add(token.text);
      } else if (SKIPPED.has(token.name)) this.#skipped += token.type === "open" ? 1 : -1;
      else if (this.#skipped > 0) continue;
      else if (token.type === "open") this.#open(token.name, token.attributes);
      else this.#close(token.name);
    }
    return this.#containers[0]?.parts.join("") ?? "";
  }

  #open(name: string, attributes: string): void {
    const value = () => attributeOf(attributes, "w:val") ?? "";
    if (this.#inProperties) return this.#property(name, value);
    switch (name) {
      case "w:p":
        this.#paragraphs.push({ text: "", prefix: "", isTight: false });
        return;
      case "w:pPr":
        this.#inProperties = true;
        return;
      case "w:t":
        this.#inText = true;
        return;
      case "w:br":
        if (attributeOf(attributes, "w:type") !== "page") this.#add("\n");
        else if (!this.#isLaidOut) this.#add(PAGE_END);
        return;
      case "w:lastRenderedPageBreak":
        return this.#add(PAGE_END);
      case "w:footnoteReference":
        return this.#add(`[^${attributeOf(attributes, "w:id") ?? ""}]`);
      case "w:endnoteReference":
        return this.#add(`[^e${attributeOf(attributes, "w:id") ?? ""}]`);
      case "w:tr":
        this.#rows.push([]);
        return;
      case "w:tc":
        this.#containers.push(newContainer());
        return;
      default:
        return this.#add(BREAKS[name] ?? "");
    }
  }

  #property(name: string, value: () => string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph === undefined) return;
    if (name === "w:ilvl") this.#level = Number(value()) || 0;
    else if (name === "w:numId" && value() !== "0" && paragraph.prefix === "") {
      paragraph.prefix = `${"  ".repeat(Math.min(this.#level, 8))}- `;
      paragraph.isTight = true;
    } else if (name === "w:pStyle") {
      const level = this.#headings.get(value()) ?? headingLevel(value());
      if (level > 0) paragraph.prefix = `${"#".repeat(Math.min(level, 6))} `;
    } else if (
      name === "w:pageBreakBefore" && !this.#isLaidOut && !/^(0|false|off)$/.test(value())
    ) {
      paragraph.text = PAGE_END + paragraph.text;
    }
  }

  #close(name: string): void {
    if (name === "w:pPr") {
      this.#inProperties = false;
      this.#level = 0;
    } else if (name === "w:t") this.#inText = false;
    else if (name === "w:p") this.#endParagraph();
    else if (name === "w:tc") this.#endCell();
    else if (name === "w:tr") this.#endRow();
  }

  #add(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph !== undefined) paragraph.text += text;
  }

  #endParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    if (paragraph === undefined) return;
    const [, pages = "", text = ""] = /^(\f*)([\s\S]*)$/.exec(paragraph.text) ?? [];
    if (text.trim() === "") this.#append(pages, false);
    else this.#append(pages + paragraph.prefix + text, paragraph.isTight);
  }

  #endCell(): void {
    const cell = this.#containers.length > 1 ? this.#containers.pop() : undefined;
    this.#rows.at(-1)?.push((cell?.parts.join("") ?? "").trim().replace(/\n+/g, " "));
  }

  #endRow(): void {
    const cells = this.#rows.pop() ?? [];
    if (cells.some((cell) => cell !== "")) this.#append(`| ${cells.join(" | ")} |`, true);
  }

  /** A paragraph, list item or row; items and rows stand close together. */
  #append(text: string, isTight: boolean): void {
    const container = this.#containers.at(-1);
    if (container === undefined || text === "") return;
    const gap = container.isAtStart ? "" : isTight && container.isTight ? "\n" : "\n\n";
    container.parts.push(gap, text);
    container.isTight = isTight;
    container.isAtStart = text.endsWith(PAGE_END);
  }
}
