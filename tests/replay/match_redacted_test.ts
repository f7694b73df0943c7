import { assertEquals } from "@std/assert";
import { matchesRecorded, matchesRecordedValue } from "../../src/replay/match_redacted.ts";

const CASES: readonly (readonly [recorded: string, actual: string, matches: boolean])[] = [
  ["", "", true],
  ["same", "same", true],
  ["same", "other", false],
  ["key [REDACTED] end", "key sk-123 end", true],
  ["key [REDACTED] end", "key  end", true],
  ["key [REDACTED] end", "key sk-123 END", false],
  ["key [REDACTED] end", "Key sk-123 end", false],
  ["[REDACTED]", "anything", true],
  ["a [REDACTED] b [REDACTED] c", "a 1 b 2 c", true],
  ["a [REDACTED] b [REDACTED] c", "a 1 2 c", false],
  ["ab[REDACTED]bc", "abc", false],
  ["[REDACTED] a [REDACTED]", "1 a 2 a 3", true],
  ["one", "one [REDACTED]", false],
];

for (const [recorded, actual, matches] of CASES) {
  Deno.test(`matchesRecorded is ${matches} for "${actual}" where "${recorded}" is on record`, () => {
    assertEquals(matchesRecorded(recorded, actual), matches);
  });
}

Deno.test("matchesRecordedValue compares values as the record has them", () => {
  assertEquals(
    matchesRecordedValue({ n: "NaN", big: 2n ** 70n }, { n: NaN, big: 2n ** 70n }),
    true,
  );
  assertEquals(matchesRecordedValue([1, 2], [2, 1]), false);
  assertEquals(matchesRecordedValue({ token: "[REDACTED]", n: 1 }, { token: "x-y", n: 1 }), true);
});
