import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { FleetError } from "../../../src/core/errors.ts";
import type { FieldType } from "../../../src/core/field.ts";
import { describeType } from "../../../src/rlm/signature/field_type.ts";
import { parseSignature } from "../../../src/rlm/signature/parse_signature.ts";

const typeOf = (text: string): FieldType => parseSignature(`a -> b: ${text}`).outputs[0]!.type;

Deno.test("parseSignature reads names on both sides", () => {
  const signature = parseSignature("context, query -> summary, key_facts");
  assertEquals(signature.inputs.map((field) => field.name), ["context", "query"]);
  assertEquals(signature.outputs.map((field) => field.name), ["summary", "key_facts"]);
  assert(signature.inputs.every((field) => field.type.kind === "str"));
});

const TYPES: readonly (readonly [string, FieldType])[] = [
  ["str", { kind: "str" }],
  ["int", { kind: "int" }],
  ["float", { kind: "float" }],
  ["bool", { kind: "bool" }],
  ["Any", { kind: "any" }],
  ["list", { kind: "list" }],
  ["List[int]", { kind: "list", items: { kind: "int" } }],
  ["typing.Dict[str, float]", { kind: "dict", values: { kind: "float" } }],
  ["dict", { kind: "dict" }],
  ["list[dict[str, list[bool]]]", {
    kind: "list",
    items: { kind: "dict", values: { kind: "list", items: { kind: "bool" } } },
  }],
  ["Literal['a, b', \"c->d\", 3, -1.5, True, None]", {
    kind: "literal",
    options: ["a, b", "c->d", 3, -1.5, true, null],
  }],
  ["Literal['it\\'s',]", { kind: "literal", options: ["it's"] }],
  ["Optional[int]", { kind: "optional", inner: { kind: "int" } }],
  ["int | None", { kind: "optional", inner: { kind: "int" } }],
  ["None | int", { kind: "optional", inner: { kind: "int" } }],
  ["Optional[Optional[int] | None]", { kind: "optional", inner: { kind: "int" } }],
  ["list[str | None]", { kind: "list", items: { kind: "optional", inner: { kind: "str" } } }],
];

for (const [text, type] of TYPES) {
  Deno.test(`parseSignature reads the type ${text}, and what describeType makes of it`, () => {
    assertEquals(typeOf(text), type);
    assertEquals(typeOf(describeType(type)), type);
  });
}

Deno.test("parseSignature takes blanks, line breaks and trailing commas", () => {
  const signature = parseSignature("\n  a ,\n  b : int,\n  ->\n  c:list [ str ] ,\n");
  assertEquals(signature.inputs.map((field) => describeType(field.type)), ["str", "int"]);
  assertEquals(describeType(signature.outputs[0]!.type), "list[str]");
});

Deno.test("parseSignature takes no inputs and names of other scripts", () => {
  assertEquals(parseSignature("-> größe: int").inputs, []);
});

Deno.test("parseSignature adds instructions, descriptions and bounds", () => {
  const signature = parseSignature("a -> b: int", {
    instructions: "Do it.",
    fields: { b: { description: "A share", constraints: { minimum: 0 } } },
  });
  assertEquals(signature.instructions, "Do it.");
  assertEquals(signature.outputs, [
    { name: "b", type: { kind: "int" }, description: "A share", constraints: { minimum: 0 } },
  ]);
});

/** Text, part of the message, column of the caret, part of the hint. */
const REFUSED: readonly (readonly [string, string, number, string])[] = [
  ["", "expected the name of an input field", 1, "document, query"],
  ["a, b", 'expected "->"', 5, "document, query"],
  ["a ->", "expected an output field", 5, "document, query"],
  ["a -> b -> c", 'exactly one "->"', 8, "document, query"],
  ["a b -> c", 'found "b"', 3, "document, query"],
  ["a -> b c", 'found "c"', 8, "document, query"],
  ["a,, b -> c", 'found ","', 3, "document, query"],
  ["a -> b:", "expected a type, found the end", 8, "document, query"],
  ["a -> b: list[", "expected a type, found the end", 14, "document, query"],
  ["a -> b: list[int", 'expected "]"', 17, "document, query"],
  ["a -> b: list[int, str]", "one item type", 17, "list[T]"],
  ["a -> b: int[str]", "takes no type in brackets", 12, "document, query"],
  ["a -> b: dict[int, str]", "keys of a dict are str", 14, "dict[str, T]"],
  ["a -> b: dict[str]", "dict takes two types", 17, "dict[str, T]"],
  ["a -> b: str | int", "of unions only T | None", 13, "Optional[T]"],
  ["a -> b: None", '"None" alone', 9, "document, query"],
  ["a -> b: Literal", "Literal needs its values", 16, "Literal['a', 'b', 3]"],
  ["a -> b: Literal[]", "expected a quoted text", 17, "Literal["],
  ["a -> b: Literal[yes]", "expected a quoted text", 17, "'yes'"],
  ["a -> b: Literal['yes]", "this quote is never closed", 17, "document, query"],
  ["a -> b: string", 'unknown type "string"', 9, 'Did you mean "str"?'],
  ["a -> b: integer", 'unknown type "integer"', 9, 'Did you mean "int"?'],
  ["a -> b: number", 'unknown type "number"', 9, 'Did you mean "float"?'],
  ["a -> b: boolean", 'unknown type "boolean"', 9, 'Did you mean "bool"?'],
  ["a -> b: tuple", 'unknown type "tuple"', 9, 'Did you mean "list"?'],
  ["a -> b: lsit[str]", 'unknown type "lsit"', 9, 'Did you mean "list"?'],
  ["a -> b: literal['x']", 'unknown type "literal"', 9, 'Did you mean "Literal"?'],
  ["a -> b: DataFrame", 'unknown type "DataFrame"', 9, "Known types: str, int"],
  ["invalid-name -> b", "must be a valid Python identifier", 1, "document, query"],
  ["a, 1st -> b", "must be a valid Python identifier", 4, "document, query"],
  ["for -> b", "not a keyword", 1, "document, query"],
  ["__name__ -> b", "Python itself uses", 1, "document, query"],
];

for (const [text, problem, column, hint] of REFUSED) {
  Deno.test(`parseSignature refuses ${JSON.stringify(text)} and points to column ${column}`, () => {
    const error = assertThrows(() => parseSignature(text), FleetError, problem);
    assertEquals(error.code, "signature-invalid");
    const caret = error.message.split("\n").at(-1)!;
    assertEquals(caret.indexOf("^") - 2, column - 1);
    assertStringIncludes(error.message, `(column ${column})`);
    assertStringIncludes(error.hint ?? "", hint);
  });
}

Deno.test("parseSignature points into the right line of several", () => {
  const error = assertThrows(() => parseSignature("a,\nb -> c: strin\n, d"), FleetError);
  assertStringIncludes(error.message, "(column 9)\n  b -> c: strin\n          ^");
});

Deno.test("parseSignature refuses types nested without end instead of overflowing", () => {
  const text = `a -> b: ${"list[".repeat(10_000)}`;
  assertThrows(() => parseSignature(text), FleetError, "nested more than");
});

Deno.test("parseSignature gives a signature or one error of ours, whatever it is given", () => {
  const pieces = [
    "a",
    "b1",
    "->",
    ",",
    ":",
    "[",
    "]",
    "|",
    "'x'",
    '"',
    "'",
    "\\",
    " ",
    "\n",
    "None",
  ];
  const types = ["str", "list", "dict", "Literal", "Optional", "3", "-", "😀", "\ud800", "__x__"];
  const all = [...pieces, ...types];
  let seed = 11;
  for (let round = 0; round < 3_000; round++) {
    let text = "";
    for (let piece = 0; piece < round % 16; piece++) {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      text += all[seed % all.length];
    }
    try {
      parseSignature(text);
    } catch (error) {
      assert(error instanceof FleetError && error.code === "signature-invalid", text);
    }
  }
});
