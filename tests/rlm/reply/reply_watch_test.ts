import { assertEquals } from "@std/assert";
import { parseReply } from "../../../src/rlm/reply/parse_reply.ts";
import { createReplyWatch } from "../../../src/rlm/reply/reply_watch.ts";

/** Feeds a reply character by character; gives what was kept, and after how many characters. */
function feed(text: string): { readonly kept?: string; readonly at: number } {
  const watch = createReplyWatch();
  for (let at = 1; at <= text.length; at++) {
    const kept = watch(text.slice(0, at));
    if (kept !== undefined) return { kept, at };
  }
  return { at: text.length };
}

const CODE = "```python\nx = 1\n```";

const ENDING: readonly (readonly [name: string, text: string, kept: string])[] = [
  ["prose after the block", `First.\n${CODE}\nThen I see 5.`, `First.\n${CODE}`],
  ["a second block", `${CODE}\n\n${CODE}`, CODE],
  [
    "a block of another language first",
    `\`\`\`json\n{}\n\`\`\`\n${CODE}\nx`,
    `\`\`\`json\n{}\n\`\`\`\n${CODE}`,
  ],
  ["a bare block first", `\`\`\`\n1\n\`\`\`\n${CODE}\nx`, `\`\`\`\n1\n\`\`\`\n${CODE}`],
  [
    "thoughts that are over",
    `<think>\n${CODE}\n</think>\n${CODE}\nx`,
    `<think>\n${CODE}\n</think>\n${CODE}`,
  ],
  [
    "a fence inside a string",
    "```repl\ns = '''\n```\n'''\n```\nx",
    "```repl\ns = '''\n```\n'''\n```",
  ],
  ["a longer fence", "````py\n```\n1\n```\n````\nx", "````py\n```\n1\n```\n````"],
  ["tildes", "~~~python\n1\n~~~\nx", "~~~python\n1\n~~~"],
];

for (const [name, text, kept] of ENDING) {
  Deno.test(`createReplyWatch keeps the reply up to its code when there is ${name}`, () => {
    const found = feed(text);
    assertEquals(found.kept, kept);
    assertEquals(parseReply(kept).code, parseReply(text).code);
  });
}

const OPEN: readonly (readonly [name: string, text: string])[] = [
  ["nothing follows the block", `Look.\n${CODE}\n\n  `],
  ["the block is open", "```python\nx = 1\nprint(x)\n"],
  ["there is no tag", "```\nx = 1\n```\nThat is it."],
  ["the block is of another language", "```json\n{}\n```\nThat is it."],
  ["thoughts are not over", `<think>\n${CODE}\nor so`],
  ["a string is open", "```python\ns = '''\n```\nstill inside\n"],
  ["a bare fence may be the wrapping of the next", "```\n```python\nx = 1\n"],
  ["line breaks are of old", "```python\r\nx\r\n```\r\nMore"],
  ["there is no code", "Just words.\nAnd more."],
];

for (const [name, text] of OPEN) {
  Deno.test(`createReplyWatch waits for more when ${name}`, () => {
    assertEquals(feed(text).kept, undefined);
  });
}

Deno.test("createReplyWatch decides with the first word after the fence", () => {
  const text = `${CODE}\n\nThe output is 5 and`;
  assertEquals(feed(text).at, CODE.length + 3);
});

Deno.test("createReplyWatch answers alike when the text comes in larger pieces", () => {
  const text = `Plan.\n${CODE}\nOutput: 5`;
  for (let size = 1; size <= text.length; size++) {
    const watch = createReplyWatch();
    let kept: string | undefined;
    for (let at = size; kept === undefined && at < text.length + size; at += size) {
      kept = watch(text.slice(0, at));
    }
    assertEquals(kept, `Plan.\n${CODE}`, `pieces of ${size}`);
  }
});

Deno.test("createReplyWatch starts anew when the request is tried again", () => {
  const watch = createReplyWatch();
  assertEquals(watch("A long start that was lost\n\n\nand"), undefined);
  assertEquals(watch(`${CODE}\nx`), CODE);
});
