import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { JsonObject } from "../../../src/core/json.ts";
import { parseSignature } from "../../../src/rlm/signature/parse_signature.ts";
import {
  createSubmitContract,
  describeSubmitCall,
} from "../../../src/rlm/signature/submit_contract.ts";

const { outputs } = parseSignature("a -> answer, count: int, verdict: Literal['yes', 'no']");
const contract = createSubmitContract(outputs);

Deno.test("createSubmitContract names the outputs in order", () => {
  assertEquals(contract.names, ["answer", "count", "verdict"]);
  assertEquals(describeSubmitCall(outputs), "SUBMIT(answer, count, verdict)");
});

Deno.test("createSubmitContract accepts and types what fits", () => {
  const verdict = contract.accept({ verdict: "Yes", count: "3", answer: 5 });
  assertEquals(verdict, { accepted: true, value: { answer: "5", count: 3, verdict: "yes" } });
});

/** Values, parts of the refusal. */
const REFUSED: readonly (readonly [JsonObject, readonly string[]])[] = [
  [{ answer: "x" }, [
    "Missing output fields: ['count', 'verdict']. Use SUBMIT(answer, count, verdict)",
  ]],
  [{ answer: "x", count: 1, verdict: "maybe" }, [
    "[Type Error] verdict: expected Literal['yes', 'no'], got str: 'maybe'",
  ]],
  [{ answer: null, count: "many", verdict: "no" }, [
    "[Type Error] answer: expected str, got NoneType: None; count: expected int, got str: 'many'",
  ]],
  [{ count: "many", verdict: "no" }, ["Missing output fields: ['answer']", "count: expected int"]],
  [{ answer: "x", count: 1, verdict: "no", more: 1 }, [
    "Unexpected output fields: ['more']. Use SUBMIT(",
  ]],
];

for (const [values, parts] of REFUSED) {
  Deno.test(`createSubmitContract refuses ${JSON.stringify(values)}`, () => {
    const verdict = contract.accept(values);
    assert(!verdict.accepted);
    for (const part of parts) assertStringIncludes(verdict.message, part);
  });
}

Deno.test("createSubmitContract refuses what is no dict", () => {
  const verdict = contract.accept([1] as unknown as JsonObject);
  assert(!verdict.accepted);
  assertStringIncludes(
    verdict.message,
    "FINAL returned list, expected dict with fields: ['answer'",
  );
});
