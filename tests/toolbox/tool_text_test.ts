/** Tools in one line of text: what is read from it, and what is wrong with it. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../src/core/errors.ts";
import { parseCallText, parseToolText, type ToolText } from "../../src/toolbox/tool_text.ts";
import { seeded } from "../fakes/seeded_random.ts";

const READ: readonly (readonly [text: string, tool: ToolText])[] = [
  ["words", { name: "words" }],
  ["words=wc -w", { name: "words", command: "wc -w" }],
  [" words = a=b c ", { name: "words", command: "a=b c" }],
  ["words()=x", { name: "words", parameters: [], command: "x" }],
  ["words: Counts words.=wc -w", { name: "words", description: "Counts words.", command: "wc -w" }],
  [
    "f(a, b: int = 3, c: dict[str, list[int]] = None, d='x, y', e: Literal[\"p\", 'q='] = \"q=\") " +
    "-> list[dict]: Does: this, 'and' that=cmd --x='=' | sort",
    {
      name: "f",
      parameters: [
        { name: "a" },
        { name: "b", type: "int", default: 3 },
        { name: "c", type: "dict[str, list[int]]", default: null },
        { name: "d", default: "x, y" },
        { name: "e", type: "Literal[\"p\", 'q=']", default: "q=" },
      ],
      returns: "list[dict]",
      description: "Does: this, 'and' that",
      command: "cmd --x='=' | sort",
    },
  ],
  ["f(flag: bool = True) -> bool=x", {
    name: "f",
    parameters: [{ name: "flag", type: "bool", default: true }],
    returns: "bool",
    command: "x",
  }],
  ["f: The city's weather=x", { name: "f", description: "The city's weather", command: "x" }],
  ["f(n: int = 12345678901234567890)=x", {
    name: "f",
    parameters: [{ name: "n", type: "int", default: 12345678901234567890n }],
    command: "x",
  }],
];

Deno.test("parseToolText reads name, parameters, result, description and command", () => {
  for (const [text, tool] of READ) assertEquals(parseToolText(text), tool, text);
});

const WRONG: readonly (readonly [text: string, state: string])[] = [
  ["", "it does not begin with a name"],
  ["=x", "it does not begin with a name"],
  ["f=", "its command is empty"],
  ["f(a", 'its "(" is never closed'],
  ["f(a=1", 'its "(" is never closed'],
  ["f(a)", 'there is no "=" with a command'],
  ["f -> int", 'there is no "=" with a command'],
  ["f what=x", '"what" stands where "->", ":" or "=" is to be'],
  ["f(a) b=x", '"b" stands where "->", ":" or "=" is to be'],
  ["f(a,,b)=x", 'parameter "" has no name'],
  ["f(a=[1)=x", 'its "(" is never closed'],
  ["f(a=no)=x", '"no" is no default: '],
];

Deno.test("parseToolText says what is wrong", () => {
  for (const [text, state] of WRONG) {
    const { hint, message } = assertThrows(() => parseToolText(text), UsageError);
    assert(message.startsWith(`Cannot read tool "${text}": ${state}`), `${text}: ${message}`);
    assert(hint?.startsWith("Write --tool "));
  }
});

Deno.test("parseCallText reads parameters and result", () => {
  assertEquals(parseCallText("city: str, days: int = 3 -> dict[str, str]"), {
    parameters: [{ name: "city", type: "str" }, { name: "days", type: "int", default: 3 }],
    returns: "dict[str, str]",
  });
  assertEquals(parseCallText(""), { parameters: [] });
  assertEquals(parseCallText("-> str"), { parameters: [], returns: "str" });
  assertThrows(() => parseCallText("a -> b -> c"), UsageError, 'more than one "->"');
});

Deno.test("parseToolText reads or refuses whatever it is given", () => {
  const random = seeded(20_260_131);
  const below = (count: number) => Math.floor(random() * count);
  const pieces = ["f", "(", ")", "[", "]", "a", ":", "=", "->", ",", "'", '"', "\\", " ", "3", "é"];
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: below(14) }, () => pieces[below(pieces.length)]).join("");
    try {
      const { name } = parseToolText(text);
      assert(name !== "" && text.includes(name));
    } catch (error) {
      assert(error instanceof UsageError, `${text}: ${error}`);
    }
  }
});
