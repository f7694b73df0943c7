import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/core/errors.ts";
import { checkInputNames } from "../../src/inputs/match_signature.ts";
import { parseInput } from "../../src/inputs/parse_input.ts";
import { parseSignature } from "../../src/rlm/signature/parse_signature.ts";

const signature = parseSignature("doc, n: int -> x");

Deno.test("checkInputNames names what is unknown or missing", () => {
  checkInputNames(["n=1", "doc=2"].map(parseInput), signature);
  const cases: readonly [inputs: string[], words: string][] = [
    [["doc=1", "m=2"], 'Unknown input "m": not in the signature'],
    [["doc=1"], 'Missing input "n"'],
    [[], 'Missing input "doc", "n"'],
  ];
  for (const [inputs, words] of cases) {
    const error = assertThrows(() => checkInputNames(inputs.map(parseInput), signature));
    assert(error instanceof UsageError);
    assertEquals(error.message, words);
    assert(error.hint?.includes('"doc", "n"'), error.hint);
  }
});
