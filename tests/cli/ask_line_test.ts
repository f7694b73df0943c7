import { assertEquals, assertRejects } from "@std/assert";
import { type AskOptions, createAsker } from "../../src/cli/ask_line.ts";
import { InterruptedError, UsageError } from "../../src/core/errors.ts";
import { TypedLine } from "../../src/cli/typed_line.ts";

const LINES: readonly (readonly [string, string, string, string])[] = [
  ["a line", "secret\n", "secret", ""],
  ["a carriage return", "secret\r", "secret", ""],
  ["both ends of a line", "secret\r\nnext", "secret", "next"],
  ["what follows", "one\ntwo\n", "one", "two\n"],
  ["the end of input", "half\x04", "half", ""],
  ["erased characters", "ab\x7fcé\x08d\n", "acd", ""],
  ["more erased than typed", "a\x7f\x7f\x7fb\n", "b", ""],
  ["an erased line", "wrong\x15right\n", "right", ""],
  ["control characters", "a\x00\x1b\x07b\n", "ab", ""],
  ["characters beyond ASCII", "pä🔑\n", "pä🔑", ""],
  ["nothing", "\n", "", ""],
];

Deno.test("TypedLine takes keys as a terminal sends them, in pieces of any size", () => {
  for (const [name, typed, text, rest] of LINES) {
    const bytes = new TextEncoder().encode(typed);
    for (const size of [1, 2, 1_000]) {
      const line = new TypedLine();
      let left = new Uint8Array(0);
      let at = 0;
      for (; at < bytes.length && line.state === "open"; at += size) {
        left = new Uint8Array(line.feed(bytes.subarray(at, at + size)));
      }
      assertEquals([name, line.state, line.text], [name, "complete", text]);
      const behind = new TextDecoder().decode(left) + new TextDecoder().decode(bytes.subarray(at));
      // With a piece that ends between the two bytes of a line's end, the second is the next line's.
      assertEquals([name, behind.replace(/^\n/, "")], [name, rest]);
    }
  }
});

/** A keyboard, and what was done to it. */
function keyboard(typed: readonly string[], isTerminal = true) {
  const left = [...typed];
  const modes: boolean[] = [];
  let said = "";
  const input = {
    isTerminal: () => isTerminal,
    setRaw: (isRaw: boolean) => void modes.push(isRaw),
    read(buffer: Uint8Array): Promise<number | null> {
      const text = left.shift();
      if (text === undefined) return new Promise(() => {});
      const bytes = new TextEncoder().encode(text);
      buffer.set(bytes);
      return Promise.resolve(bytes.length === 0 ? null : bytes.length);
    },
  };
  const ask = createAsker(input, (text) => void (said += text));
  return {
    ask: (question: string, options?: AskOptions) => ask(question, options),
    modes,
    said: () => said,
  };
}

Deno.test("ask shows nothing of a hidden answer and puts the terminal back", async () => {
  const { ask, modes, said } = keyboard(["as-", "secret \n"]);
  assertEquals(await ask("Token secret", { isHidden: true }), "as-secret");
  assertEquals([modes, said()], [[true, false], "Token secret: \n"]);
});

Deno.test("ask keeps what was typed ahead for the next question", async () => {
  const { ask, modes } = keyboard(["ak-one\nas-two\nrest", ""]);
  assertEquals(await ask("One"), "ak-one");
  assertEquals(await ask("Two", { isHidden: true }), "as-two");
  assertEquals(await ask("Three"), "rest");
  assertEquals(modes, [true, false]);
});

Deno.test("ask ends on Ctrl-C, when it is called off, and where nobody types", async () => {
  const interrupted = keyboard(["ab\x03"]);
  await assertRejects(() => interrupted.ask("Q", { isHidden: true }), InterruptedError);
  assertEquals(interrupted.modes, [true, false]);
  const waiting = keyboard([]);
  const controller = new AbortController();
  const answer = waiting.ask("Q", { isHidden: true, signal: controller.signal });
  controller.abort();
  await assertRejects(() => answer, InterruptedError);
  assertEquals(waiting.modes, [true, false]);
  await assertRejects(() => keyboard([], false).ask("Q"), UsageError, "no terminal");
});
