/** What becomes of the elements of a Word document. */

import { assertEquals } from "@std/assert";
import { wordPages } from "../../src/inputs/word_text.ts";
import { xmlTokens } from "../../src/inputs/xml_tokens.ts";
import { paragraph, wordXml } from "../fakes/tiny_docx.ts";

const run = (content: string) => `<w:p><w:r>${content}</w:r></w:p>`;
const cell = (content: string) => `<w:tc><w:tcPr/>${content}</w:tc>`;
const item = (text: string, level: number) =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="3"/></w:numPr></w:pPr>` +
  `<w:r><w:t>${text}</w:t></w:r></w:p>`;

const BODIES: readonly (readonly [name: string, body: string, text: string])[] = [
  ["paragraphs", paragraph("one") + paragraph("two"), "one\n\ntwo"],
  ["empty paragraphs", paragraph("one") + "<w:p/><w:p></w:p>" + paragraph("two"), "one\n\ntwo"],
  ["runs", "<w:p><w:r><w:t>a </w:t></w:r><w:r><w:t>b</w:t></w:r></w:p>", "a b"],
  ["headings", paragraph("A", "Heading1") + paragraph("B", "Heading3"), "# A\n\n### B"],
  ["a title", paragraph("Book", "Title"), "# Book"],
  ["lists", item("a", 0) + item("b", 1) + item("c", 0), "- a\n  - b\n- c"],
  ["tabs and breaks", run("<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>"), "a\tb\nc"],
  [
    "tab stops, which are no tabs",
    '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>',
    "a",
  ],
  ["hyphens", run("<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t>"), "a-bc"],
  ["entities", run("<w:t>&lt;&#228;&#x1F642;&amp;amp;&nope;&gt;</w:t>"), "<ä🙂&amp;&nope;>"],
  [
    "deleted and moved text, which is gone",
    "<w:p><w:del><w:r><w:delText>no</w:delText></w:r></w:del>" +
    "<w:moveFrom><w:r><w:t>no</w:t></w:r></w:moveFrom><w:ins><w:r><w:t>yes</w:t></w:r></w:ins></w:p>",
    "yes",
  ],
  [
    "field codes, which are not shown",
    run("<w:instrText>HYPERLINK x</w:instrText><w:t>link</w:t>"),
    "link",
  ],
  [
    "a fallback, which is a second time",
    run(
      "<mc:AlternateContent><mc:Choice><w:t>a</w:t></mc:Choice><mc:Fallback><w:t>b</w:t>" +
        "</mc:Fallback></mc:AlternateContent>",
    ),
    "a",
  ],
  [
    "a table",
    `<w:tbl><w:tr>${cell(paragraph("a") + paragraph("b"))}${cell(paragraph("c"))}</w:tr>` +
    `<w:tr>${cell("<w:p/>")}${cell(paragraph("d"))}</w:tr></w:tbl>`,
    "| a b | c |\n|  | d |",
  ],
  [
    "a table in a table",
    `<w:tbl><w:tr>${cell(`<w:tbl><w:tr>${cell(paragraph("a"))}</w:tr></w:tbl>`)}</w:tr></w:tbl>`,
    "| | a | |",
  ],
  [
    "a text box in a paragraph",
    `<w:p><w:r><w:t>out</w:t><w:pict><w:txbxContent>${
      paragraph("in")
    }</w:txbxContent></w:pict></w:r></w:p>`,
    "in\n\nout",
  ],
  ["white space that is layout", "<w:p>\n  <w:r>\n <w:t>a</w:t>\n</w:r> </w:p>", "a"],
];

for (const [name, body, text] of BODIES) {
  Deno.test(`wordPages reads ${name}`, () => {
    assertEquals(wordPages({ document: wordXml(body) }), [text]);
  });
}

const BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';
const LAID = "<w:lastRenderedPageBreak/>";
const PAGES: readonly (readonly [name: string, body: string, pages: readonly string[]])[] = [
  ["page breaks", paragraph("a") + BREAK + BREAK + paragraph("b"), ["a", "", "b"]],
  ["a break at the end, which opens no page", paragraph("a") + BREAK, ["a"]],
  [
    "the pages that Word laid out, and no other breaks then",
    paragraph("a") + BREAK + run(`${LAID}<w:t>b</w:t>${LAID}<w:t>c</w:t>`),
    ["a", "b", "c"],
  ],
  [
    "a paragraph that begins a page",
    paragraph("a") + "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>b</w:t></w:r></w:p>",
    ["a", "b"],
  ],
];

for (const [name, body, pages] of PAGES) {
  Deno.test(`wordPages parts pages at ${name}`, () => {
    assertEquals(wordPages({ document: wordXml(body) }), pages);
  });
}

Deno.test("wordPages knows headings by the names of their styles, and notes by their numbers", () => {
  const note = (id: string, type: string, text: string) =>
    `<w:footnote ${type} w:id="${id}"><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:footnote>`;
  const pages = wordPages({
    document: wordXml(
      paragraph("Kapitel", "berschrift2") + run('<w:t>text</w:t><w:footnoteReference w:id="2"/>'),
    ),
    styles:
      '<w:styles><w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style></w:styles>',
    footnotes: `<w:footnotes>${note("-1", 'w:type="separator"', "no")}${
      note("2", "", "the note")
    }</w:footnotes>`,
  });
  assertEquals(pages, ["## Kapitel\n\ntext[^2]\n\n[^2]: the note"]);
});

Deno.test("xmlTokens stays linear on hostile attributes", () => {
  const xml = `<a ${'b="'.repeat(100_000)}`;
  const started = performance.now();
  assertEquals([...xmlTokens(xml)].filter((token) => token.type === "close"), []);
  if (performance.now() - started > 20_000) throw new Error("It takes quadratic time");
});
