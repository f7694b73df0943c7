import { assert, assertEquals } from "@std/assert";
import { describeError } from "../../src/cli/describe_error.ts";
import { EXIT, exitCodeOf } from "../../src/cli/exit_code.ts";
import { type ErrorCode, FleetError, rootOf, UsageError } from "../../src/core/errors.ts";

Deno.test("describeError gives the message, the hint and on demand the causes", () => {
  const error = new FleetError("model-unreachable", 'Cannot reach "http://x"', {
    hint: "Check --api-base",
    cause: new Error("connection refused", { cause: "deep down" }),
  });
  const short = 'Error: Cannot reach "http://x"\nHint: Check --api-base\n';
  assertEquals(describeError(error), short);
  assertEquals(
    describeError(error, { verbose: true }),
    `${short}Cause: connection refused\nCause: deep down\n`,
  );
  assertEquals(describeError(new UsageError("Missing command")), "Error: Missing command\n");
});

Deno.test("describeError owns up to an error that nobody foresaw", () => {
  const error = new TypeError("x is undefined");
  assert(describeError(error).includes("--verbose shows where"));
  assert(describeError(error, { verbose: true }).includes("describe_error_test.ts"));
  assertEquals(describeError("thrown text").split("\n")[0], "Error: thrown text");
});

Deno.test("describeError ends on causes that go in circles", () => {
  const error = new Error("a");
  error.cause = error;
  assertEquals(describeError(error, { verbose: true }).match(/Cause: a/g)?.length, 1);
});

Deno.test("rootOf finds the error under failures of cleaning up", () => {
  const first = new Error("first");
  const twice = new SuppressedError("third", new SuppressedError("second", first));
  assertEquals(rootOf(twice), first);
  assertEquals(rootOf(first), first);
});

Deno.test("exitCodeOf follows the code of the error", () => {
  const cases: readonly [code: ErrorCode, exit: number][] = [
    ["usage", EXIT.usage],
    ["signature-invalid", EXIT.usage],
    ["limit-reached", EXIT.limit],
    ["interrupted", EXIT.interrupted],
    ["input-missing", EXIT.failure],
    ["model-auth", EXIT.failure],
  ];
  for (const [code, exit] of cases) assertEquals(exitCodeOf(new FleetError(code, "x")), exit);
  assertEquals(exitCodeOf(new Error("x")), EXIT.failure);
});
