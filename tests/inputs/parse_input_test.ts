import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/core/errors.ts";
import { checkDistinct, type InputSpec, parseInput } from "../../src/inputs/parse_input.ts";

const READ: readonly [text: string, spec: InputSpec][] = [
  ["q=What?", { kind: "text", name: "q", text: "What?" }],
  ["q=", { kind: "text", name: "q", text: "" }],
  ["q=a=b:c", { kind: "text", name: "q", text: "a=b:c" }],
  ["q= spaced ", { kind: "text", name: "q", text: " spaced " }],
  ["q=@@at", { kind: "text", name: "q", text: "@at" }],
  ["q=a@b", { kind: "text", name: "q", text: "a@b" }],
  ["größe=1", { kind: "text", name: "größe", text: "1" }],
  ["doc=@a b.txt", { kind: "file", name: "doc", path: "a b.txt", format: "auto" }],
  ["doc=@-", { kind: "stdin", name: "doc", format: "auto" }],
  ["doc=@docs/**/*.md", { kind: "file", name: "doc", path: "docs/**/*.md", format: "auto" }],
  ["doc:text=@docs/", { kind: "file", name: "doc", path: "docs/", format: "text" }],
  ["doc:text=docs", { kind: "text", name: "doc", text: "docs" }],
  ["doc:json=@a.json", { kind: "file", name: "doc", path: "a.json", format: "json" }],
  ["doc:json=@-", { kind: "stdin", name: "doc", format: "json" }],
  ["n:json=5", { kind: "value", name: "n", value: 5 }],
  ["n:json=null", { kind: "value", name: "n", value: null }],
  ['n:json="@x"', { kind: "value", name: "n", value: "@x" }],
  [
    "n:json=9007199254740993",
    { kind: "value", name: "n", value: 9007199254740993n },
  ],
  [
    'n:json={"a": [1, 2.5, -12345678901234567890]}',
    { kind: "value", name: "n", value: { a: [1, 2.5, -12345678901234567890n] } },
  ],
];

for (const [text, spec] of READ) {
  Deno.test(`parseInput reads ${text}`, () => assertEquals(parseInput(text), spec));
}

const REFUSED: readonly [text: string, words: string][] = [
  ["question", 'Cannot read input "question": it has no "="'],
  ["=x", 'Cannot use input name "": it must be a valid Python identifier'],
  ["2x=1", 'Cannot use input name "2x": it must be a valid Python identifier'],
  ["a-b=1", 'Cannot use input name "a-b"'],
  ["SUBMIT=1", 'Cannot use input name "SUBMIT": the sandbox has a function of that name'],
  ["a:yaml=1", 'Cannot read input "a": unknown format "yaml"'],
  ["a:json:x=1", 'Cannot read input "a": unknown format "json:x"'],
  ["a=@", 'Cannot read input "a": no path after "@"'],
  ["a:json={", 'Cannot read input "a" as JSON: '],
  ["a:json=", 'Cannot read input "a" as JSON: '],
  ["a:json=NaN", 'Cannot read input "a" as JSON: '],
  ["a:json=[1e999]", 'Cannot read input "a" as JSON: Number 1e999 is out of range'],
];

for (const [text, words] of REFUSED) {
  Deno.test(`parseInput refuses ${text}`, () => {
    const error = assertThrows(() => parseInput(text), UsageError);
    assert(error.message.startsWith(words), error.message);
  });
}

Deno.test("checkDistinct refuses a name or standard input given twice", () => {
  checkDistinct(["a=1", "b=@-"].map(parseInput));
  assertThrows(() => checkDistinct(["a=1", "a=2"].map(parseInput)), UsageError, "given twice");
  assertThrows(
    () => checkDistinct(["a=@-", "b=@-"].map(parseInput)),
    UsageError,
    'twice: for input "a" and for input "b"',
  );
});
