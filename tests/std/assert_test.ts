/**
 * What is relied on of `@std/assert`. Holds with the stand-in and with the real package
 * (`deno task std:real`), so messages are checked only in the words that both have.
 *
 * @module
 */

import {
  assert,
  assertAlmostEquals,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotMatch,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  fail,
} from "@std/assert";

/** The message of the AssertionError that `fn` must throw. */
function failure(fn: () => void): string {
  try {
    fn();
  } catch (error) {
    if (error instanceof AssertionError) return error.message;
    throw error;
  }
  throw new Error("The assertion held");
}

type Case = readonly [name: string, holds: () => void, fails: () => void];

const list: unknown[] = [1];

const CASES: readonly Case[] = [
  ["assert", () => assert(1), () => assert("")],
  ["assertFalse", () => assertFalse(0), () => assertFalse("0")],
  ["assertExists", () => assertExists(0), () => assertExists(null)],
  ["assertEquals", () => assertEquals([{ a: NaN }], [{ a: NaN }]), () => assertEquals(1, 2)],
  ["assertNotEquals", () => assertNotEquals([1], [2]), () => assertNotEquals([1], [1])],
  ["assertStrictEquals", () => assertStrictEquals(list, list), () => assertStrictEquals(list, [1])],
  ["assertInstanceOf", () => assertInstanceOf([], Array), () => assertInstanceOf({}, Date)],
  ["assertStringIncludes", () => assertStringIncludes("ab", "b"), () => {
    assertStringIncludes("ab", "c");
  }],
  ["assertMatch", () => assertMatch("ab", /^a/), () => assertMatch("ab", /^b/)],
  ["assertNotMatch", () => assertNotMatch("ab", /^b/), () => assertNotMatch("ab", /^a/)],
  ["assertArrayIncludes", () => assertArrayIncludes([{ a: 1 }, 2, 3], [3, { a: 1 }]), () => {
    assertArrayIncludes([1, 2], [3]);
  }],
  ["assertGreater", () => assertGreater(2, 1), () => assertGreater(1, 1)],
  ["assertGreaterOrEqual", () => assertGreaterOrEqual(1, 1), () => assertGreaterOrEqual(0, 1)],
  ["assertLess", () => assertLess(1, 2), () => assertLess(1, 1)],
  ["assertLessOrEqual", () => assertLessOrEqual(1, 1), () => assertLessOrEqual(2, 1)],
  ["assertAlmostEquals", () => assertAlmostEquals(0.1 + 0.2, 0.3), () => {
    assertAlmostEquals(0.1, 0.2);
  }],
  ["assertObjectMatch", () => assertObjectMatch({ a: 1, b: 2 }, { a: 1 }), () => {
    assertObjectMatch({ a: 1 }, { a: 2 });
  }],
  ["assertThrows", () => void assertThrows(() => JSON.parse("{")), () => {
    assertThrows(() => 1);
  }],
];

for (const [name, holds, fails] of CASES) {
  Deno.test(`${name} returns when it holds and throws an AssertionError when it does not`, () => {
    holds();
    failure(fails);
  });
}

Deno.test("fail throws with the words given", () => {
  assertStringIncludes(failure(() => fail("not here")), "not here");
});

Deno.test("assertEquals tells an absent key from an undefined one, and classes apart", () => {
  failure(() => assertEquals<unknown>({ a: undefined }, {}));
  failure(() => assertEquals<unknown>(new (class A {})(), new (class B {})()));
});

Deno.test("assertEquals compares dates, maps, sets, bytes, URLs and expressions by content", () => {
  assertEquals(new Map([["a", new Set([1])]]), new Map([["a", new Set([1])]]));
  assertEquals(new Date(5), new Date(5));
  assertEquals(new Uint8Array([1, 2]), new Uint8Array([1, 2]));
  assertEquals(new URL("http://a/"), new URL("http://a/"));
  failure(() => assertEquals(new URL("http://a/"), new URL("http://b/")));
  failure(() => assertEquals(/a/, /a/g));
  failure(() => assertEquals(new Uint8Array([1]), new Uint8Array([2])));
});

Deno.test("assertEquals shows what differs and the words given", () => {
  const message = failure(() => assertEquals({ colour: "red" }, { colour: "blue" }, "paint"));
  for (const part of ["not equal", "red", "blue", "paint"]) assertStringIncludes(message, part);
});

Deno.test("assertAlmostEquals takes a tolerance", () => {
  assertAlmostEquals(1, 1.05, 0.1);
  failure(() => assertAlmostEquals(1, 1.05, 0.01));
});

Deno.test("assertObjectMatch ignores what is only in actual, at every depth", () => {
  assertObjectMatch({ a: { b: [{ c: 1, d: 2 }], e: 3 } }, { a: { b: [{ c: 1 }] } });
  failure(() => assertObjectMatch({ a: { b: 1 } }, { a: { b: 1, c: 2 } }));
  failure(() => assertObjectMatch({ a: [1] }, { a: [1, 2] }));
});

Deno.test("assertThrows returns the error when class and message fit", () => {
  const thrown = new RangeError("too far away");
  const error = assertThrows(
    () => {
      throw thrown;
    },
    RangeError,
    "too far",
  );
  assertStrictEquals(error, thrown);
});

Deno.test("assertThrows fails when class or message differs", () => {
  const throwing = () => {
    throw new RangeError("too far away");
  };
  assertStringIncludes(failure(() => assertThrows(throwing, TypeError)), "TypeError");
  assertStringIncludes(failure(() => assertThrows(throwing, RangeError, "close")), "close");
});

Deno.test("assertRejects returns the error when class and message fit", async () => {
  const error = await assertRejects(
    () => Promise.reject(new TypeError("wrong kind")),
    TypeError,
    "wrong",
  );
  assertEquals(error.message, "wrong kind");
});

Deno.test("assertRejects fails when nothing is rejected, or something else", async () => {
  await assertRejects(() => assertRejects(() => Promise.resolve(1)), AssertionError);
  await assertRejects(
    () => assertRejects(() => Promise.reject(new TypeError("a")), RangeError),
    AssertionError,
    "RangeError",
  );
});

Deno.test("assertRejects fails when the function throws before it returns a promise", async () => {
  await assertRejects(
    () =>
      assertRejects(() => {
        throw new Error("at once");
      }),
    AssertionError,
  );
});

Deno.test("assertions narrow the type of what they checked", () => {
  const value: string | undefined = ["a"].at(0);
  assertExists(value);
  assertEquals(value.length, 1);
  const error: unknown = new TypeError("b");
  assertInstanceOf(error, TypeError);
  assertEquals(error.message, "b");
});
