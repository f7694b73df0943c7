/**
 * What is relied on of `@std/dotenv/parse`. Holds with the stand-in and with the real package
 * (`deno task std:real`). Nothing is relied on for `$NAME` outside single quotes, nor for
 * backslashes other than `\n` in double quotes.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { parse } from "@std/dotenv/parse";

type Case = readonly [name: string, text: string, expected: Readonly<Record<string, string>>];

const CASES: readonly Case[] = [
  ["reads plain values", "A=1\nB=two", { A: "1", B: "two" }],
  ["skips blank lines and comments", "\n# note\n\nA=1\n  # more\n", { A: "1" }],
  ["takes export and spaces round names and values", "export A=1\n B = two words \n", {
    A: "1",
    B: "two words",
  }],
  ["keeps equal signs in values", "A=b=c", { A: "b=c" }],
  ["gives an empty value the empty string", "A=\nB=''\nC=\"\"", { A: "", B: "", C: "" }],
  ["leaves inline comments out", "A=1 # one\nB='2' # two\nC=\"3\" # three", {
    A: "1",
    B: "2",
    C: "3",
  }],
  ["keeps hash signs and spaces inside quotes", "A='x # y'\nB=\" z#w \"", {
    A: "x # y",
    B: " z#w ",
  }],
  ["keeps dollar signs and backslashes in single quotes", "A='k$B\\n'", { A: "k$B\\n" }],
  ["turns \\n in double quotes into a line break", 'A="one\\ntwo"', { A: "one\ntwo" }],
  ["reads values of several lines in quotes", "A=\"one\ntwo\"\nB='three\nfour'", {
    A: "one\ntwo",
    B: "three\nfour",
  }],
  ["takes the last of several values", "A=1\nA=2", { A: "2" }],
  ["takes lines that end in CR LF", "A=1\r\nB='2'\r\n", { A: "1", B: "2" }],
];

for (const [name, text, expected] of CASES) {
  Deno.test(`parse ${name}`, () => assertEquals(parse(text), expected));
}

Deno.test("parse leaves out a key that no shell could hold, with a warning", () => {
  const warn = console.warn;
  const warnings: unknown[] = [];
  console.warn = (message: unknown) => void warnings.push(message);
  try {
    assertEquals(parse("2BAD=1\nA=1"), { A: "1" });
  } finally {
    console.warn = warn;
  }
  assertEquals(warnings.length, 1);
});
