import { assertEquals } from "@std/assert";
import type { CellResult, NameChange } from "../../src/core/cell_result.ts";
import { compareResults } from "../../src/replay/compare_results.ts";
import { crashed, failed, printed } from "../fakes/fake_interpreter.ts";

const submitted = (value: number): CellResult => ({ ...printed(""), status: "submitted", value });
const stopped = (stateKept: boolean): CellResult => ({
  ...printed(""),
  status: "timeout",
  timeoutMs: 5,
  stateKept,
});
const changing = (...changes: readonly NameChange[]): CellResult => ({ ...printed(""), changes });
const X: NameChange = { name: "x", kind: "added", type: "int" };

type Verdict = "same" | "bearable" | "fatal";

const CASES: readonly (readonly [string, CellResult, CellResult, Verdict])[] = [
  ["the same output in another time", printed("a"), { ...printed("a"), durationMs: 9 }, "same"],
  ["other output", printed("a"), printed("b"), "bearable"],
  ["output with a secret in it", printed("k=[REDACTED]!"), printed("k=abc!"), "same"],
  ["an error in place of none", printed("a"), failed("ValueError", "x", "a"), "fatal"],
  ["another kind of error", failed("KeyError", "x"), failed("ValueError", "x"), "fatal"],
  ["another message", failed("KeyError", "at 0x1"), failed("KeyError", "at 0x2"), "bearable"],
  ["the same submission", submitted(1), submitted(1), "same"],
  ["another submission", submitted(1), submitted(2), "fatal"],
  ["a submission in place of none", printed(""), submitted(2), "fatal"],
  ["a time limit that strikes again", stopped(true), stopped(true), "same"],
  ["a time limit that does not strike", stopped(true), printed("a"), "bearable"],
  ["a time limit that strikes now", printed("a"), stopped(true), "fatal"],
  ["state lost that was kept", stopped(true), stopped(false), "fatal"],
  ["state kept that was lost", stopped(false), stopped(true), "bearable"],
  ["a crash that does not happen again", crashed("gone"), printed("a"), "bearable"],
  ["a crash that happens now", printed("a"), crashed("gone"), "fatal"],
  ["a submission where it had crashed", crashed("gone"), submitted(1), "fatal"],
  ["the same changes", changing(X), changing(X), "same"],
  ["a variable that is missing", changing(X), changing(), "fatal"],
  ["a variable of another type", changing(X), changing({ ...X, type: "str" }), "bearable"],
];

for (const [what, recorded, actual, verdict] of CASES) {
  Deno.test(`compareResults finds ${what} ${verdict}`, () => {
    const difference = compareResults(recorded, actual);
    const found = difference === undefined ? "same" : difference.bearable ? "bearable" : "fatal";
    assertEquals(found, verdict, difference?.what);
  });
}
