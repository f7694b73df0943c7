/** Answers as a person sees them on a terminal. */

import { assert, assertEquals } from "@std/assert";
import { loadMarkdownLines } from "../../src/cli/markdown/markdown_lines.ts";
import { renderShownResult } from "../../src/cli/shown_result.ts";
import { paint } from "../../src/cli/styled/paint.ts";

const markdownLines = await loadMarkdownLines();
const plain = (text: string, width = 40) =>
  markdownLines(text, width).map((line) => paint(line, { hasColor: false }).trimEnd());

const RENDERED: readonly (readonly [what: string, text: string, lines: readonly string[]])[] = [
  ["nothing", "", []],
  ["headings and paragraphs", "# One\ntext\n\n## Two\nmore *text* __here__", [
    "One",
    "",
    "text",
    "",
    "Two",
    "",
    "more text here",
  ]],
  ["long lines", "The quick brown fox jumps over the lazy dog and over 日本語のテキスト.", [
    "The quick brown fox jumps over the lazy",
    "dog and over 日本語のテキスト.",
  ]],
  ["lists", "3. three\n4. four\n   - deep\n     - deeper\n- [x] done\n- [ ] open", [
    "3. three",
    "4. four",
    "   • deep",
    "     • deeper",
    "",
    "☑ done",
    "☐ open",
  ]],
  ["loose lists", "- one\n\n- two\n\n  more", ["• one", "", "• two", "", "  more"]],
  ["quotations", "> one\n> two\n>\n> - x", ["│ one", "│ two", "│", "│ • x"]],
  ["code", "```py\nif x:\n\tprint(1,   2)\n```\n\n    indented", [
    "  if x:",
    "      print(1,   2)",
    "",
    "  indented",
  ]],
  ["long code", "```\nvery_long_function_name(argument_one, argument_two)\n```", [
    "  very_long_function_name(argument_one,",
    "  argument_two)",
  ]],
  ["links", "[a](https://b.example) <https://c.example> ![pic](x.png)", [
    "a (https://b.example) https://c.example",
    "[image: pic] (x.png)",
  ]],
  ["a table", "| A | Bee |\n|--:|---|\n| 1 | two |\n| 10 | *x* |", [
    " A  Bee",
    "───────",
    " 1  two",
    "10  x",
  ]],
  [
    "a wide table",
    `| Name | What |\n|---|---|\n| a | ${"word ".repeat(12)}|\n| ${"n".repeat(30)} | b |`,
    [
      "Name                 What",
      "────────────────────────────────────────",
      "a                    word word word word",
      "                     word word word word",
      "                     word word word word",
      "nnnnnnnnnnnnnnnnnnn  b",
      "nnnnnnnnnnn",
    ],
  ],
  ["rules, breaks and escapes", "a  \nb\n\n***\n\n\\*not\\*", [
    "a",
    "b",
    "",
    "─".repeat(40),
    "",
    "*not*",
  ]],
  ["HTML and control characters as they are", "<b>x</b> \x1b[31my &amp; z\n\n<div>d</div>", [
    "<b>x</b> \ufffd[31my &amp; z",
    "",
    "<div>d</div>",
  ]],
];

Deno.test("loadMarkdownLines renders what there is in Markdown", () => {
  for (const [what, text, lines] of RENDERED) assertEquals(plain(text), lines, what);
});

Deno.test("loadMarkdownLines keeps to its width, and to a least one", () => {
  const text = RENDERED.map(([, each]) => each).join("\n\n");
  for (const width of [1, 16, 23, 80]) {
    for (const line of plain(text, width)) {
      // Tables and indented code may need more: they have a least width.
      const most = Math.max(width, 16) + 6;
      if (!/[─│]|^ ?\d/.test(line)) assert(line.length <= most, line);
    }
  }
});

Deno.test("loadMarkdownLines gives looks", () => {
  const [line] = markdownLines("**b** *i* `c` ~~s~~", 40);
  assertEquals(
    paint(line ?? [], { hasColor: true }),
    "\x1b[1mb\x1b[22m \x1b[3mi\x1b[23m \x1b[36mc\x1b[39m \x1b[9ms\x1b[29m",
  );
});

Deno.test("renderShownResult shows strings as Markdown and values as lists", async () => {
  const result = {
    answer: "# Yes\n\nIt **is**.",
    short: "only *this*",
    items: ["# no heading", "two\nlines", 3, true, null],
    table: { "a": { "b": [1, { "c": [] }] }, "long": "word ".repeat(10) },
    rows: [{ x: 1, y: "z" }, {}],
    flag: false,
    none: "",
    naïve: ["é"],
  };
  const text = await renderShownResult(result, { width: 41, hasColor: false });
  assertEquals(
    text.split("\n").map((line) => line.trimEnd()).join("\n"),
    `answer:
  Yes

  It is.

short: only this

items:
  • # no heading
  • two
    lines
  • 3
  • True
  • None

table:
  a:
    b:
      • 1
      • {"c":[]}
  long:
    word word word word word word word
    word word word

rows:
  • x: 1
    y: z
  • {}

flag: False
none:

naïve:
  • é
`,
  );
});
