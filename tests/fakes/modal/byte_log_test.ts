import { assertEquals } from "@std/assert";
import { ByteLog } from "./byte_log.ts";

const NEVER = new AbortController().signal;
const encode = (text: string) => new TextEncoder().encode(text);

async function readAll(log: ByteLog, offset: number, signal = NEVER): Promise<string> {
  let text = "";
  for await (const data of log.read(offset, signal)) text += new TextDecoder().decode(data);
  return text;
}

Deno.test("ByteLog gives what comes to every reader, from any offset", async () => {
  const log = new ByteLog();
  log.push(encode("abc"));
  const readers = [0, 1, 3, 4].map((offset) => readAll(log, offset));
  log.push(encode("de"));
  await Promise.resolve();
  log.push(encode("f"));
  log.end();
  log.push(encode("late"));
  assertEquals(await Promise.all(readers), ["abcdef", "bcdef", "def", "ef"]);
  assertEquals(await readAll(log, 2), "cdef");
  assertEquals([log.size, await readAll(log, 6)], [6, ""]);
});

Deno.test("ByteLog lets a reader go when it is called off", async () => {
  const log = new ByteLog();
  const gone = new AbortController();
  const reading = readAll(log, 0, gone.signal);
  log.push(encode("a"));
  await new Promise((next) => setTimeout(next));
  gone.abort();
  assertEquals(await reading, "a");
});

Deno.test("ByteLog forgets the oldest bytes and says from where on it has them", async () => {
  const log = new ByteLog();
  const block = new Uint8Array(100 * 2 ** 20);
  for (let i = 0; i < 3; i++) log.push(block);
  log.end();
  assertEquals([log.start, log.size], [block.length, 3 * block.length]);
  let got = 0;
  for await (const data of log.read(0, NEVER)) got += data.length;
  assertEquals(got, 2 * block.length);
});
