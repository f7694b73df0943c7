import { assertEquals, assertThrows } from "@std/assert";
import { seeded } from "../seeded_random.ts";
import { decode, encode } from "./protobuf_codec.ts";
import {
  bool,
  bytes,
  double,
  float,
  int32,
  int64,
  map,
  message,
  messages,
  optional,
  string,
  strings,
  uint32,
  uint64,
} from "./protobuf_schema.ts";

const SCHEMA = {
  text: string(1),
  data: bytes(2),
  flag: bool(3),
  int: int32(4),
  uint: uint32(5),
  big: uint64(6),
  signed: int64(7),
  single: float(8),
  long: double(9),
  inner: message(10, { text: string(1), numbers: messages(2, { n: int32(1) }) }),
  list: strings(16),
  env: map(17),
  perhaps: optional(uint32(2_000)),
};

const EMPTY = decode(SCHEMA, new Uint8Array(0));

const CASES: readonly (readonly [string, Parameters<typeof encode<typeof SCHEMA>>[1], string])[] = [
  ["nothing", {}, ""],
  ["defaults", { text: "", int: 0, flag: false, list: [], env: {} }, ""],
  ["text", { text: "testing" }, "0a0774657374696e67"],
  ["text beyond ASCII", { text: "é" }, "0a02c3a9"],
  ["bytes", { data: new Uint8Array([0, 255]) }, "120200ff"],
  ["a number of two bytes", { int: 150 }, "209601"],
  ["a negative number", { int: -1 }, "20ffffffffffffffffff01"],
  ["the largest of 32 bits", { uint: 4_294_967_295 }, "28ffffffff0f"],
  ["more than 32 bits", { big: 2 ** 40 + 1 }, "30818080808020"],
  ["a negative one of 64 bits", { signed: -2 }, "38feffffffffffffffff01"],
  ["floating point numbers", { single: 1.5, long: -2 }, "450000c03f4900000000000000c0"],
  ["messages", { inner: { text: "a", numbers: [{ n: 1 }, {}] } }, "52090a0161120208011200"],
  ["lists and maps", { list: ["a", ""], env: { k: "v" } }, "82010161820100" + "8a01060a016b120176"],
  ["a default that is said", { perhaps: 0 }, "807d00"],
];

Deno.test("encode writes the bytes of the standard, decode reads them", () => {
  for (const [name, value, hex] of CASES) {
    const encoded = encode(SCHEMA, value);
    assertEquals([name, encoded.toHex()], [name, hex]);
    const expected = JSON.stringify({ ...EMPTY, ...(hex === "" ? {} : value) });
    const decoded = JSON.stringify(decode(SCHEMA, encoded));
    if (name !== "messages") assertEquals([name, decoded], [name, expected]);
  }
});

Deno.test("decode skips fields that it does not know", () => {
  const known = { text: string(1) };
  const all = encode(SCHEMA, { text: "a", int: 5, long: 1, single: 2, inner: { text: "b" } });
  assertEquals(decode(known, all), { text: "a" });
});

Deno.test("decode gives back what encode took, for any message", () => {
  const random = seeded(7);
  const below = (bound: number) => Math.floor(random() * bound);
  const word = () =>
    String.fromCodePoint(...Array.from({ length: below(9) }, () => 1 + below(50_000)));
  for (let round = 0; round < 300; round++) {
    const value = {
      text: word(),
      data: Uint8Array.from({ length: below(400) }, () => below(256)),
      flag: below(2) === 1,
      int: below(2 ** 32) - 2 ** 31,
      uint: below(2 ** 32),
      big: below(2 ** 53),
      signed: (below(2) * 2 - 1) * below(2 ** 53),
      single: Math.fround(random()),
      long: random() * 10 ** below(300),
      inner: { text: word(), numbers: Array.from({ length: below(5) }, () => ({ n: below(9) })) },
      list: Array.from({ length: below(4) }, word),
      env: Object.fromEntries(Array.from({ length: below(4) }, () => [`k${word()}`, word()])),
      perhaps: below(2) === 0 ? undefined : below(3),
    };
    assertEquals(decode(SCHEMA, encode(SCHEMA, value)), value);
  }
});

Deno.test("decode ends on damaged bytes, with a message or a RangeError", () => {
  const random = seeded(11);
  const whole = encode(SCHEMA, { text: "a".repeat(40), inner: { text: "b" }, env: { a: "b" } });
  for (let round = 0; round < 2_000; round++) {
    const damaged = whole.slice(0, 1 + Math.floor(random() * whole.length));
    damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256);
    try {
      decode(SCHEMA, damaged);
    } catch (thrown) {
      assertEquals(thrown instanceof RangeError, true, String(thrown));
    }
  }
  for (const hex of ["0a", "0aff", "0affffffffffffffffff01", "ffffffffffffffffffffff", "0b"]) {
    assertThrows(() => decode(SCHEMA, Uint8Array.fromHex(hex)), RangeError);
  }
});
