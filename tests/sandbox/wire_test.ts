/** The host's half of the wire: lines, messages, values, output. */

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import type { JsonValue } from "../../src/core/json.ts";
import { LineSplitter } from "../../sandbox/line_splitter.ts";
import { parseMessage } from "../../sandbox/messages.ts";
import { OutputLog } from "../../sandbox/output_log.ts";
import { needsTags, tag, untag } from "../../sandbox/wire_value.ts";
import { seeded } from "../fakes/seeded_random.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

Deno.test("LineSplitter gives the same lines however the bytes are cut", () => {
  const text = "one\n\ntwo é🙂\n" + "x".repeat(1000) + "\nlast\n";
  const bytes = encoder.encode(text);
  for (let seed = 1; seed <= 50; seed++) {
    const random = seeded(seed);
    const lines: string[] = [];
    const splitter = new LineSplitter((line) => lines.push(decoder.decode(line)), 1 << 20);
    for (let at = 0; at < bytes.length;) {
      const end = Math.min(bytes.length, at + 1 + Math.floor(random() * 40));
      splitter.push(bytes.slice(at, end));
      at = end;
    }
    assertEquals(lines, text.split("\n").slice(0, -1));
  }
});

Deno.test("LineSplitter refuses a line that grows past its limit", () => {
  const splitter = new LineSplitter(() => {}, 10);
  splitter.push(encoder.encode("12345678"));
  assertThrows(() => splitter.push(encoder.encode("90123")), RangeError, "longer than 10 bytes");
});

Deno.test("LineSplitter takes a block of two million empty lines in linear time", () => {
  let count = 0;
  new LineSplitter(() => count++, 10).push(new Uint8Array(2_000_000).fill(10));
  assertEquals(count, 2_000_000);
});

const TRIPS: readonly JsonValue[] = [
  null,
  NaN,
  -Infinity,
  2n ** 100n,
  { $f: "nan" },
  { $o: { $i: "1" } },
  { $x: [NaN, { $i: 3 }] },
  { a: 1, $b: Infinity },
  [[{ __proto__x: 1n }]],
  "text",
];

Deno.test("untag gives back what tag took", () => {
  for (const value of TRIPS) {
    const travelled = JSON.parse(JSON.stringify(tag(value)));
    assertEquals(Deno.inspect(untag(travelled), { depth: 9 }), Deno.inspect(value, { depth: 9 }));
  }
});

Deno.test("needsTags is true for just what JSON cannot say", () => {
  assertEquals(TRIPS.map(needsTags), [
    false,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    false,
  ]);
});

const WRONG_LINES: readonly (readonly [line: string, message: string])[] = [
  ["", "JSON"],
  ["12", "not an object"],
  ["[]", "not an object"],
  ['{"type":"nope"}', "unknown type"],
  ['{"type":"tool-call","id":"1","cell":null,"name":"x","args":{}}', '"id" is not a number'],
  ['{"type":"tool-call","id":1,"cell":null,"name":"x","args":[]}', '"args" is not an object'],
  ['{"type":"result","id":"a","status":"great"}', "unknown status"],
  ['{"type":"result","id":"a","status":"ok","output":{"head":1}}', '"head" is not a string'],
  ['{"type":"bound","id":"a","variables":[1]}', '"variables" is not an object'],
];

for (const [line, message] of WRONG_LINES) {
  Deno.test(`parseMessage refuses ${line || "an empty line"}`, () => {
    assertStringIncludes(
      assertThrows(() => parseMessage(encoder.encode(line)), Error).message,
      message,
    );
  });
}

Deno.test("parseMessage takes random bytes and mutated messages without any other error", () => {
  const random = seeded(7);
  const valid =
    '{"type":"result","id":"ab","status":"ok","output":{"head":"","tail":"","chars":0},' +
    '"changes":[["a","added","int"]],"ms":1.5}';
  parseMessage(encoder.encode(valid));
  for (let round = 0; round < 3000; round++) {
    const bytes = encoder.encode(valid);
    for (let k = 0; k < 1 + random() * 4; k++) {
      bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    }
    try {
      parseMessage(bytes);
    } catch (error) {
      if (!(error instanceof TypeError) && !(error instanceof SyntaxError)) throw error;
    }
  }
});

Deno.test("OutputLog joins streamed head, rest and tail and tells the gap in code points", () => {
  const log = new OutputLog(10);
  log.add("a🙂");
  assertEquals(log.finish({ head: "bc", tail: "yz", chars: 20 }), {
    text: "a🙂bc\n... (14 characters omitted) ...\nyz",
    chars: 20,
    omittedChars: 14,
  });
});

Deno.test("OutputLog holds no more than its limit of what a hostile guest streams", () => {
  const log = new OutputLog(10);
  for (let i = 0; i < 1000; i++) log.add("x".repeat(1000));
  const { text, omittedChars } = log.partial();
  assertEquals([text.length, omittedChars], [36, 1_000_000 - 36]);
});
