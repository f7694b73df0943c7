import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Field, FieldConstraints } from "../../../src/core/field.ts";
import type { JsonValue } from "../../../src/core/json.ts";
import { coerce, coerceAll } from "../../../src/rlm/signature/coerce.ts";
import { parseSignature } from "../../../src/rlm/signature/parse_signature.ts";

function field(type: string, constraints?: FieldConstraints): Field {
  const fields = constraints === undefined ? {} : { fields: { out: { constraints } } };
  return parseSignature(`a -> out: ${type}`, fields).outputs[0]!;
}

const BIG = 123456789012345678901234567890n;

/** Type, value, what it becomes. */
const ACCEPTED: readonly (readonly [string, JsonValue, JsonValue])[] = [
  ["str", "text", "text"],
  ["str", 12, "12"],
  ["str", 1.5, "1.5"],
  ["str", true, "True"],
  ["str", BIG, String(BIG)],
  ["str", NaN, "nan"],
  ["int", 5, 5],
  ["int", 12.0, 12],
  ["int", "12", 12],
  ["int", "12.0", 12],
  ["int", " 1,234 ", 1234],
  ["int", "1_000_000", 1_000_000],
  ["int", "-7", -7],
  ["int", "1e3", 1000],
  ["int", BIG, BIG],
  ["int", String(BIG), BIG],
  ["int", "+" + String(BIG), BIG],
  ["float", 1, 1],
  ["float", "2.5", 2.5],
  ["float", "1,234.5", 1234.5],
  ["float", "NaN", NaN],
  ["float", "-inf", -Infinity],
  ["float", Infinity, Infinity],
  ["float", 10n ** 20n, 1e20],
  ["bool", true, true],
  ["bool", "yes", true],
  ["bool", " False ", false],
  ["bool", "no", false],
  ["bool", 0, false],
  ["list", [1, "a", null], [1, "a", null]],
  ["list", "[1, 2]", [1, 2]],
  ["list[int]", ["1", 2.0], [1, 2]],
  ["list[str]", "['a', 'b']", ["a", "b"]],
  ["list[int]", "```json\n[1, 2,]\n```", [1, 2]],
  ["list[float]", "[NaN, 1]", [NaN, 1]],
  ["dict", '{"a": [1]}', { a: [1] }],
  ["dict[str, int]", "{'a': '1', \"b\": 2.0}", { a: 1, b: 2 }],
  ["dict[str, str]", { red: "rot" }, { red: "rot" }],
  ["dict", "{'flag': True, 'none': None}", { flag: true, none: null }],
  ["list", "[99999999999999999999]", [99999999999999999999n]],
  ["Literal['yes', 'no']", "yes", "yes"],
  ["Literal['yes', 'no']", " 'no' ", "no"],
  ["Literal['yes', 'no']", "YES", "yes"],
  ["Literal['a', 'A']", "A", "A"],
  ["Literal[1, 2]", "2", 2],
  ["Literal[True, 'x']", true, true],
  ["Literal['a', None]", null, null],
  ["int | None", null, null],
  ["int | None", "none", null],
  ["int | None", "3", 3],
  ["str | None", "None", "None"],
  ["list[int | None]", [1, null], [1, null]],
  ["Any", { a: [1, { b: null }] }, { a: [1, { b: null }] }],
];

for (const [type, value, expected] of ACCEPTED) {
  Deno.test(`coerce reads ${Deno.inspect(value)} as ${type}`, () => {
    assertEquals(coerce(value, field(type)), { ok: true, value: expected });
  });
}

/** Type, value, part of the message. */
const REFUSED: readonly (readonly [string, JsonValue, string])[] = [
  ["str", null, "out: expected str, got NoneType: None"],
  ["str", ["a"], "out: expected str, got list: ['a']"],
  ["int", 1.5, "out: expected int, got float: 1.5"],
  ["int", "twelve", "out: expected int, got str: 'twelve'"],
  ["int", "1,23", "out: expected int, got str: '1,23'"],
  ["int", true, "out: expected int, got bool: True"],
  ["int", NaN, "out: expected int, got float: nan"],
  ["int", "", "out: expected int, got str: ''"],
  ["float", "1.2.3", "out: expected float, got str"],
  ["float", false, "out: expected float, got bool: False"],
  ["bool", "maybe", "out: expected bool, got str: 'maybe'"],
  ["bool", 2, "out: expected bool, got int: 2"],
  ["list", "hello", "out: expected list, got str: 'hello'"],
  ["list[int]", { a: 1 }, "out: expected list[int], got dict: {'a': 1}"],
  ["list[str]", ["a", "b", { a: 1 }], "out[2]: expected str, got dict: {'a': 1}"],
  ["list[list[int]]", [[1], ["x"]], "out[1][0]: expected int, got str: 'x'"],
  ["dict", [1], "out: expected dict, got list: [1]"],
  ["dict[str, int]", { a: "x" }, "out['a']: expected int, got str: 'x'"],
  ["dict[str, list[int]] | None", { a: [true] }, "out['a'][0]: expected int, got bool"],
  ["Literal['yes', 'no']", "maybe", "out: expected Literal['yes', 'no'], got str: 'maybe'"],
  ["Literal['ab', 'AB']", "Ab", "expected Literal['ab', 'AB'], got str: 'Ab'"],
  ["int | None", "x", "out: expected int | None, got str: 'x'"],
];

for (const [type, value, message] of REFUSED) {
  Deno.test(`coerce refuses ${Deno.inspect(value)} as ${type}`, () => {
    const coercion = coerce(value, field(type));
    assert(!coercion.ok);
    assertStringIncludes(coercion.message, message);
  });
}

/** Type, bounds, value within, value beyond, part of the message. */
const BOUNDS: readonly (readonly [string, FieldConstraints, JsonValue, JsonValue, string])[] = [
  ["int", { minimum: 0, maximum: 100 }, 100, 101, "less than or equal to 100, got 101"],
  ["int", { minimum: 0 }, "0", "-1", "greater than or equal to 0, got -1"],
  ["int", { maximum: 5 }, 5, BIG, "less than or equal to 5"],
  ["float", { minimum: 0 }, 0.5, NaN, "greater than or equal to 0, got NaN"],
  ["str", { maxLength: 2 }, "😀😀", "abc", "at most 2 characters, got 3"],
  ["list[str]", { minLength: 1 }, ["a"], [], "at least 1 item, got 0"],
  ["dict", { maxLength: 1 }, { a: 1 }, { a: 1, b: 2 }, "at most 1 item, got 2"],
  ["int | None", { minimum: 1 }, null, 0, "greater than or equal to 1, got 0"],
];

for (const [type, bounds, within, beyond, message] of BOUNDS) {
  Deno.test(`coerce keeps ${type} within ${JSON.stringify(bounds)}`, () => {
    assert(coerce(within, field(type, bounds)).ok);
    const coercion = coerce(beyond, field(type, bounds));
    assert(!coercion.ok);
    assertStringIncludes(coercion.message, message);
  });
}

Deno.test("coerce names several bad items and counts the rest", () => {
  const coercion = coerce(["a", "b", "c", "d", "e", "f", "g"], field("list[int]"));
  assert(!coercion.ok);
  assertStringIncludes(coercion.message, "out[4]: expected int");
  assertStringIncludes(coercion.message, "; and 2 more");
});

Deno.test("coerce cuts a long value short in its message", () => {
  const coercion = coerce("x".repeat(100_000), field("int"));
  assert(!coercion.ok);
  assert(coercion.message.length < 120);
});

Deno.test("coerceAll reports everything together and leaves other names out", () => {
  const { outputs } = parseSignature("a -> b: int, c, d: bool");
  const bad = coerceAll({ b: "x", d: "perhaps" }, outputs);
  assert(!bad.ok);
  assertEquals([bad.missing, bad.messages.length], [["c"], 2]);
  const good = coerceAll({ d: "no", c: 1, b: "2", more: 3 }, outputs);
  assertEquals(good, { ok: true, values: { b: 2, c: "1", d: false } });
});
