/** Frames and streams of a keeper's link: any pieces, any noise. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { HostFrames, type HostState } from "../../sandbox/keeper/host_frames.ts";
import { type KeeperFrame, KeeperFrames } from "../../sandbox/keeper/keeper_frames.ts";
import { UnreadBytes } from "../../sandbox/keeper/unread_bytes.ts";
import { seeded } from "../fakes/seeded_random.ts";

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The frames in a text that comes in pieces of random sizes; data that belongs together is joined. */
function framesOf(text: string, random: () => number): readonly KeeperFrame[] {
  const frames: KeeperFrame[] = [];
  const parser = new KeeperFrames((frame) => {
    const last = frames.at(-1);
    if (frame.kind !== "data" || last?.kind !== "data") return void frames.push(frame);
    if (last.offset + last.bytes.length !== frame.offset) return void frames.push(frame);
    const bytes = new Uint8Array([...last.bytes, ...frame.bytes]);
    frames[frames.length - 1] = { kind: "data", offset: last.offset, bytes };
  });
  for (let bytes = encode(text); bytes.length > 0;) {
    const size = Math.ceil(random() * 7);
    parser.push(bytes.subarray(0, size));
    bytes = bytes.subarray(size);
  }
  return frames;
}

Deno.test("KeeperFrames cuts frames out of bytes in any pieces", () => {
  const text = "w 12\nd 5 11\nline 1\nlinea 99\ni 3\nx was ended by SIGKILL (é)\n";
  for (let seed = 0; seed < 200; seed++) {
    assertEquals(framesOf(text, seeded(seed)), [
      { kind: "welcome", received: 12 },
      { kind: "data", offset: 5, bytes: encode("line 1\nline") },
      { kind: "taken", offset: 99 },
      { kind: "interrupted", number: 3 },
      { kind: "ended", reason: "was ended by SIGKILL (é)" },
    ]);
  }
});

Deno.test("KeeperFrames shows no reason that could steer a terminal, and none without end", () => {
  const [frame] = framesOf(`r \x1b[31mred\x07\u202e${"x".repeat(900)}\n`, () => 1);
  assert(frame?.kind === "refused");
  assert(/^\[31mred x+$/.test(frame.reason), frame.reason);
  assert(frame.reason.length <= 500);
});

for (
  const noise of [
    ...["\n", "hello\n", "w\n", "w -1\n", "w 1e3\n", "d 0\n", "d 0 99999999\n", "a x\n", "W 1\n"],
    "x".repeat(5_000),
  ]
) {
  Deno.test(`KeeperFrames refuses ${JSON.stringify(noise.slice(0, 20))}`, () => {
    assertThrows(() => framesOf(noise, () => 1), TypeError);
  });
}

Deno.test("KeeperFrames takes random bytes without any other error", () => {
  const random = seeded(5);
  const letters = encode("wdairx 0123456789\n\n  ");
  for (let round = 0; round < 5_000; round++) {
    const parser = new KeeperFrames(() => {});
    try {
      for (let i = 0; i < 20; i++) {
        parser.push(
          Uint8Array.from(
            { length: 9 },
            () => random() < 0.1 ? random() * 256 : letters[Math.floor(random() * letters.length)]!,
          ),
        );
      }
    } catch (thrown) {
      assert(thrown instanceof TypeError, String(thrown));
    }
  }
});

Deno.test("UnreadBytes gives every byte from any offset and forgets those before", () => {
  const random = seeded(9);
  const unread = new UnreadBytes();
  let all = "";
  for (let round = 0; round < 500; round++) {
    const piece = String.fromCharCode(97 + round % 26).repeat(Math.floor(random() * 9));
    unread.push(encode(piece));
    all += piece;
    if (random() < 0.3) unread.forget(unread.base + Math.floor(random() * (unread.size + 1)));
    const offset = unread.base + Math.floor(random() * (unread.size + 1));
    const most = Math.floor(random() * 30);
    const got = unread.from(offset, most).map(decode).join("");
    assertEquals(got, all.slice(offset, offset + most));
    assertEquals([unread.end, unread.base + unread.size], [all.length, all.length]);
  }
});

function state(text: string): HostState {
  const unread = new UnreadBytes();
  unread.push(encode(text));
  return { unread, received: 0, interrupt: 0, isQuitting: false };
}

Deno.test("HostFrames greets, sends, acknowledges with what it sends, and interrupts last", () => {
  const host = state("hello\n");
  const frames = new HostFrames(host, "h k 0\n", true);
  assertEquals(decode(frames.compose()), "h k 0\nd 0 6\nhello\n");
  host.received = 10;
  assertEquals(decode(frames.compose()), "");
  host.unread.push(encode("more\n"));
  host.interrupt = 1;
  assertEquals(decode(frames.compose()), "a 10\nd 6 5\nmore\ni 1\n");
  host.received = 12;
  frames.ping();
  assertEquals(decode(frames.compose()), "a 12\np\n");
  assertEquals(decode(frames.compose()), "");
});

Deno.test("HostFrames holds back what the keeper may have until it has said so", () => {
  const host = state("hello\n");
  host.interrupt = 1;
  const frames = new HostFrames(host, "h k 0\n", false);
  assertEquals(decode(frames.compose()), "h k 0\n");
  frames.welcome(2);
  assertEquals(decode(frames.compose()), "d 2 4\nllo\ni 1\n");
});

Deno.test("HostFrames sends no more than a window ahead of the driver", () => {
  const host = state("x".repeat(20 << 20));
  const frames = new HostFrames(host, "h k 0\n", true);
  while (frames.compose().length > 0);
  assertEquals(frames.position, 8 << 20);
  host.interrupt = 1;
  assertEquals(decode(frames.compose()), "i 1\n");
  host.unread.forget(4 << 20);
  while (frames.compose().length > 0);
  assertEquals(frames.position, 12 << 20);
});
