import { assertEquals, assertThrows } from "@std/assert";
import { FleetError, UsageError } from "../../../src/core/errors.ts";
import type { HostTool, ToolParameter } from "../../../src/core/host_tool.ts";
import { checkSignature } from "../../../src/rlm/signature/check_signature.ts";
import { checkTools } from "../../../src/rlm/tools/check_tools.ts";
import { parseSignature } from "../../../src/rlm/signature/parse_signature.ts";

const SIGNATURES: readonly (readonly [string, string])[] = [
  ["llm_query -> b", "Input fields conflict with built-in sandbox functions: ['llm_query']"],
  ["llm_query_batched -> b", "Input fields conflict with built-in sandbox functions"],
  ["SUBMIT, print -> b", "built-in sandbox functions: ['SUBMIT', 'print']"],
  ["a -> SUBMIT", "Output fields conflict with built-in sandbox functions: ['SUBMIT']"],
  ["a -> trajectory", "Output fields conflict with RLM result metadata: ['trajectory']"],
  ["a -> final_reasoning, b", "result metadata: ['final_reasoning']"],
  ["a -> status, usage", "result metadata: ['status', 'usage']"],
  ["a, a -> b", 'Duplicate input field "a"'],
  ["a -> b, b: int", 'Duplicate output field "b"'],
];

for (const [text, message] of SIGNATURES) {
  Deno.test(`checkSignature refuses ${JSON.stringify(text)}`, () => {
    const error = assertThrows(() => parseSignature(text), FleetError, message);
    assertEquals(error.code, "signature-invalid");
  });
}

Deno.test("checkSignature refuses fields with a tool's name", () => {
  const message = "Input fields conflict with user tools: ['lookup']";
  const signature = parseSignature("lookup -> b");
  assertThrows(() => checkSignature(signature, ["lookup"]), FleetError, message);
  const other = parseSignature("a -> lookup");
  assertThrows(() => checkSignature(other, ["lookup"]), FleetError, "Output fields conflict");
});

Deno.test("checkSignature takes the same name on both sides and an input named interpreter", () => {
  parseSignature("text, interpreter -> text");
});

Deno.test("checkSignature refuses a signature without outputs", () => {
  const signature = { instructions: "", inputs: [], outputs: [] };
  assertThrows(() => checkSignature(signature), FleetError, "at least one output field");
});

const tool = (name: string, parameters: readonly ToolParameter[] = []): HostTool => ({
  name,
  description: "",
  parameters,
  call: () => Promise.resolve(null),
});

const TOOLS: readonly (readonly [string, readonly HostTool[], string])[] = [
  ["invalid-name", [tool("invalid-name")], "must be a valid Python identifier"],
  ["123start", [tool("123start")], "must be a valid Python identifier"],
  ["for", [tool("for")], "not a keyword"],
  ["llm_query", [tool("llm_query")], "conflicts with built-in"],
  ["llm_query_batched", [tool("llm_query_batched")], "conflicts with built-in"],
  ["SUBMIT", [tool("SUBMIT")], "conflicts with built-in"],
  ["print", [tool("print")], "conflicts with built-in"],
  ["two of a name", [tool("lookup"), tool("lookup")], "Duplicate tool name 'lookup'"],
  ["not callable", [{ ...tool("x"), call: 123 } as unknown as HostTool], "must be callable"],
  ["a text", ["not a function" as unknown as HostTool], "must be callable"],
  ["a dict", {} as unknown as HostTool[], "tools must be a list, not a dict"],
  ["bad parameter", [tool("x", [{ name: "a-b" }])], "must be a valid Python identifier"],
  ["same parameter", [tool("x", [{ name: "a" }, { name: "a" }])], "is declared twice"],
  ["order", [tool("x", [{ name: "a", default: 1 }, { name: "b" }])], "is required but follows"],
];

for (const [what, tools, message] of TOOLS) {
  Deno.test(`checkTools refuses ${what}`, () => {
    assertThrows(() => checkTools(tools), UsageError, message);
  });
}

Deno.test("checkTools takes tools with and without defaults, None among them", () => {
  checkTools([tool("lookup", [{ name: "a", type: "str" }, { name: "b", default: null }])]);
});
