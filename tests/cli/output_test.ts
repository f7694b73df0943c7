import { assertEquals } from "@std/assert";
import { renderJson, renderJsonLine, renderLines, renderSortedJson } from "../../src/cli/output.ts";

Deno.test("renderLines writes an entry a key, further lines indented, values as Python prints them", () => {
  const text = renderLines({
    answer: 'two\nlines, "as they are"',
    empty: "",
    findings: ["é", { a: [1, 2.5, true], b: null }],
    table: {},
    none: null,
    yes: true,
    count: 3,
    big: 12345678901234567890n,
    not: NaN,
  });
  assertEquals(
    text,
    [
      'answer: two\n  lines, "as they are"',
      "empty: ",
      'findings: ["\\u00e9", {"a": [1, 2.5, true], "b": null}]',
      "table: {}",
      "none: None",
      "yes: True",
      "count: 3",
      "big: 12345678901234567890",
      'not: "NaN"',
      "",
    ].join("\n"),
  );
});

Deno.test("renderJson and renderJsonLine give the same object", () => {
  const value = { b: "ü\u2028", a: [1n, { c: "\ud800" }] };
  assertEquals(JSON.parse(renderJson(value)), JSON.parse(renderJsonLine(value)));
  assertEquals(renderJsonLine({ a: ["é", 1] }), '{"a":["é",1]}\n');
  assertEquals(renderJson({ a: [1] }), '{\n  "a": [\n    1\n  ]\n}\n');
});

Deno.test("renderSortedJson sorts keys by code point at every level and stays in ASCII", () => {
  const value = { b: { "\u{1f600}": 1, "\ufb01": [], "10": {}, "9": "\x7f" }, a: ["é, ok"], aa: 0 };
  assertEquals(
    renderSortedJson(value),
    [
      "{",
      '  "a": [',
      '    "\\u00e9, ok"',
      "  ],",
      '  "aa": 0,',
      '  "b": {',
      '    "10": {},',
      '    "9": "\\u007f",',
      '    "\\ufb01": [],',
      '    "\\ud83d\\ude00": 1',
      "  }",
      "}",
      "",
    ].join("\n"),
  );
  assertEquals(JSON.parse(renderSortedJson(value)), value);
});
