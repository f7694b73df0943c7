import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { z } from "zod";
import { FleetError } from "../../../src/core/errors.ts";
import type { Field } from "../../../src/core/field.ts";
import type { JsonValue } from "../../../src/core/json.ts";
import { coerce } from "../../../src/rlm/signature/coerce.ts";
import { describeField } from "../../../src/rlm/signature/field_type.ts";
import { signatureFromZod } from "../../../src/rlm/signature/signature_from_zod.ts";
import { planned } from "../../fakes/scripted_model.ts";
import { startRun } from "../run_fixture.ts";

function fieldOf(schema: z.ZodType): Field {
  return signatureFromZod({ outputs: z.object({ x: schema }) }).outputs[0]!;
}

const Person = z.object({
  name: z.string().min(1).describe("As written"),
  age: z.int().min(0).optional(),
  tags: z.array(z.string()),
});

/** A schema and the line by which the planner knows it. */
const SCHEMAS: readonly (readonly [z.ZodType, string])[] = [
  [z.string(), "`x` (str)"],
  [z.string().describe("Who\n wrote"), "`x` (str): Who wrote"],
  [z.string().min(2).max(9), "`x` (str; at least 2 characters, at most 9 characters)"],
  [z.string().regex(/^a/), "`x` (str; matching the regular expression ^a)"],
  [z.int(), "`x` (int)"],
  [z.int().min(0).max(5), "`x` (int; greater than or equal to 0, less than or equal to 5)"],
  [z.number().positive(), "`x` (float; greater than 0)"],
  [z.number().lt(1), "`x` (float; less than 1)"],
  [z.boolean(), "`x` (bool)"],
  [z.enum(["yes", "no"]), "`x` (Literal['yes', 'no'])"],
  [z.literal("a"), "`x` (Literal['a'])"],
  [z.literal([1, "a", null]), "`x` (Literal[1, 'a', None])"],
  [z.string().optional(), "`x` (str | None)"],
  [z.string().nullable(), "`x` (str | None)"],
  [z.int().min(1).nullish(), "`x` (int | None; greater than or equal to 1)"],
  [z.array(z.string()), "`x` (list[str])"],
  [z.array(z.string()).min(1), "`x` (list[str]; at least 1 item)"],
  [z.array(z.array(z.int())), "`x` (list[list[int]])"],
  [z.array(z.unknown()), "`x` (list)"],
  [z.record(z.string(), z.number()), "`x` (dict[str, float])"],
  [z.record(z.string(), z.array(z.string())), "`x` (dict[str, list[str]])"],
  [z.any(), "`x` (Any)"],
  [
    z.array(z.int().min(0)),
    '`x` (list[int]; must adhere to the JSON schema {"type":"array","items":' +
    '{"type":"integer","minimum":0}})',
  ],
  [
    z.array(Person).describe("Everyone"),
    '`x` (list[dict]; must adhere to the JSON schema {"type":"array","items":{"type":"object",' +
    '"properties":{"name":{"type":"string","minLength":1,"description":"As written"},' +
    '"age":{"anyOf":[{"type":"integer","minimum":0},{"type":"null"}]},' +
    '"tags":{"type":"array","items":{"type":"string"}}},"required":["name","tags"]}}): Everyone',
  ],
];

for (const [schema, line] of SCHEMAS) {
  Deno.test(`signatureFromZod gives ${line.slice(0, 70)}`, () => {
    assertEquals(describeField(fieldOf(schema)), line);
  });
}

Deno.test("signatureFromZod keeps inputs, their order and the instructions", () => {
  const signature = signatureFromZod({
    inputs: z.object({ document: z.string(), query: z.string().describe("What to find") }),
    outputs: z.object({ answer: z.string() }),
    instructions: "Answer it.",
  });
  assertEquals(signature, {
    instructions: "Answer it.",
    inputs: [
      { name: "document", type: { kind: "str" } },
      { name: "query", type: { kind: "str" }, description: "What to find" },
    ],
    outputs: [{ name: "answer", type: { kind: "str" } }],
  });
});

/** What is submitted for a person, and what is kept or why it is refused. */
const SUBMITTED: readonly (readonly [JsonValue, JsonValue | RegExp])[] = [
  [{ name: "Ann", age: "7", tags: ["a", 1] }, { name: "Ann", age: 7, tags: ["a", "1"] }],
  [{ name: "Ann", tags: [], more: 1 }, { name: "Ann", tags: [] }],
  [{ name: "Ann", age: null, tags: [] }, { name: "Ann", age: null, tags: [] }],
  ["{'name': 'Ann', 'tags': []}", { name: "Ann", tags: [] }],
  [{ tags: [] }, /^x\['name'\]: missing$/],
  [{ name: "", tags: [] }, /^x\['name'\]: expected at least 1 character, got 0$/],
  [{ name: "A", age: -1, tags: [] }, /^x\['age'\]: expected a number greater than or equal to 0/],
  [{ name: "A", tags: "none" }, /^x\['tags'\]: expected list\[str\], got str: 'none'$/],
  [["Ann"], /^x: expected dict, got list: \['Ann'\]$/],
];

for (const [value, expected] of SUBMITTED) {
  Deno.test(`coerce reads an object: ${JSON.stringify(value)}`, () => {
    const read = coerce(value, fieldOf(Person));
    if (expected instanceof RegExp) assertEquals(expected.test(read.ok ? "" : read.message), true);
    else assertEquals(read, { ok: true, value: expected });
  });
}

Deno.test("coerce keeps the bounds of values inside a list", () => {
  const read = coerce([1, "x", -1], fieldOf(z.array(z.int().min(0))));
  assertEquals(read, {
    ok: false,
    message: "x[1]: expected int, got str: 'x'; " +
      "x[2]: expected a number greater than or equal to 0, got -1",
  });
});

/** What a pattern, and bounds that exclude their end, refuse. */
const BOUNDS: readonly (readonly [z.ZodType, JsonValue, string])[] = [
  [
    z.string().regex(/^\d+$/),
    "12a",
    "x: expected a str that matches the regular expression ^\\d+$",
  ],
  [z.number().gt(0), 0, "x: expected a number greater than 0, got 0"],
  [z.number().lt(1), 1, "x: expected a number less than 1, got 1"],
  [z.email(), "nobody", "x: expected a str that matches"],
];

for (const [schema, value, message] of BOUNDS) {
  Deno.test(`coerce refuses ${JSON.stringify(value)}: ${message}`, () => {
    const read = coerce(value, fieldOf(schema));
    assertStringIncludes(read.ok ? "" : read.message, message);
  });
}

interface Tree {
  readonly children: readonly Tree[];
}
const Tree: z.ZodType<Tree> = z.object({ children: z.array(z.lazy(() => Tree)) });

const One = z.object({ t: z.literal("one") });
const Other = z.object({ t: z.literal("other") });

const REFUSED: readonly (readonly [string, z.ZodType, string])[] = [
  ["a union", z.union([z.string(), z.int()]), '"outputs.x": of unions only those with null'],
  ["a tuple", z.tuple([z.string(), z.int()]), '"outputs.x": a tuple is nothing'],
  ["something nested", z.array(z.object({ y: z.tuple([z.int()]) })), '"outputs.x[].y": a tuple'],
  ["alternatives", z.discriminatedUnion("t", [One, Other]), '"oneOf" is nothing'],
  ["a date", z.date(), "Cannot make fields of the outputs: Date"],
  ["itself inside", Tree, "contains itself"],
];

for (const [what, schema, message] of REFUSED) {
  Deno.test(`signatureFromZod refuses ${what}`, () => {
    const error = assertThrows(() => fieldOf(schema), FleetError, message);
    assertEquals(error.code, "signature-invalid");
  });
}

Deno.test("signatureFromZod refuses names as parseSignature does", () => {
  const outputs = z.object({ trajectory: z.string() });
  assertThrows(() => signatureFromZod({ outputs }), FleetError, "RLM result metadata");
  assertThrows(() => signatureFromZod({ outputs: z.object({}) }), FleetError);
});

Deno.test("runRlm gives outputs that the schema takes, and explains those it does not", async () => {
  const outputs = z.object({ people: z.array(Person).min(1), mood: z.enum(["good", "bad"]) });
  const run = startRun({
    replies: [planned("SUBMIT(x)"), planned("SUBMIT(x)")],
    cells: [[
      { submit: { people: [{ name: "Ann" }], mood: "fine" } },
      { submit: { people: [{ name: "Ann", tags: ["a"] }], mood: "Good" } },
    ]],
    variables: [],
    options: { signature: signatureFromZod({ outputs }) },
  });
  const result = await run.result;
  assertEquals(outputs.parse(result.outputs), {
    people: [{ name: "Ann", tags: ["a"] }],
    mood: "good",
  });
  assertStringIncludes(result.steps[0]!.output, "people[0]['tags']: missing");
  assertStringIncludes(result.steps[0]!.output, "mood: expected Literal['good', 'bad']");
});
