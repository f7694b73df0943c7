import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/core/errors.ts";
import { checkInputNames } from "../../src/inputs/check_input_names.ts";
import { parseSignature } from "../../src/rlm/signature/parse_signature.ts";

const signature = parseSignature("doc, n: int -> x");

Deno.test("checkInputNames names what is unknown or missing", () => {
  checkInputNames(["n", "doc"], signature);
  const cases: readonly [inputs: string[], words: string][] = [
    [["doc", "m"], 'Unknown input "m": not in the signature'],
    [["doc"], 'Missing input "n"'],
    [[], 'Missing input "doc", "n"'],
  ];
  for (const [inputs, words] of cases) {
    const error = assertThrows(() => checkInputNames(inputs, signature));
    assert(error instanceof UsageError);
    assertEquals(error.message, words);
    assert(error.hint?.includes('"doc" (str), "n" (int)'), error.hint);
  }
});
