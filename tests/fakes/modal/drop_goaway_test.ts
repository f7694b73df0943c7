import { assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import { seeded } from "../seeded_random.ts";
import { dropGoaway } from "./drop_goaway.ts";

const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

function frame(type: number, length: number): Buffer {
  const bytes = Buffer.alloc(9 + length, type + 1);
  bytes.writeUIntBE(length, 0, 3);
  bytes.writeUInt8(type, 3);
  return bytes;
}

Deno.test("dropGoaway passes all on but for GOAWAY, however it is cut", () => {
  const random = seeded(3);
  const below = (bound: number) => Math.floor(random() * bound);
  for (let round = 0; round < 30; round++) {
    const frames = Array.from({ length: 8 }, () => frame(below(10), below(3) * below(70_000)));
    const sent = Buffer.concat([PREFACE, ...frames]);
    const kept = Buffer.concat([PREFACE, ...frames.filter((bytes) => bytes[3] !== 7)]);
    const filter = dropGoaway();
    const passed: Buffer[] = [];
    for (let at = 0; at < sent.length;) {
      const size = 1 + below(round % 2 === 0 ? 40 : 100_000);
      passed.push(filter(sent.subarray(at, at + size)));
      at += size;
    }
    assertEquals(Buffer.concat(passed).equals(kept), true);
  }
});
