import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parseReply } from "../../../src/rlm/reply/parse_reply.ts";

const F = "```";

/** What it is, the reply, the code. */
const CODE: readonly (readonly [string, string, string])[] = [
  ["a python fence", `${F}python\nx = 1\n${F}`, "x = 1"],
  ["a py fence of several lines", `${F}py\nx = 1\ny = 2\n${F}`, "x = 1\ny = 2"],
  ["a bare fence", `${F}\nx = 1\n${F}`, "x = 1"],
  ["no fence round code", "x = 1\nprint(x)", "x = 1\nprint(x)"],
  ["prose before and after", `Look:\n\n${F}python\nx = 1\n${F}\nDone.`, "x = 1"],
  ["text after the fence", `${F}python\nx = 1\n${F}\nprint(2)`, "x = 1"],
  ["an unclosed fence", `Go\n${F}python\nx = 1\nprint(x)`, "x = 1\nprint(x)"],
  ["a bare fence round it", `${F}\n${F}python\nx = 1\n${F}\n${F}`, "x = 1"],
  ["doubled bare fences", `${F}\n${F}\nx = 1\n${F}\n${F}`, "x = 1"],
  ["a repl fence", `${F}repl\nx = 1\n${F}`, "x = 1"],
  ["a python3 fence", `${F}python3\nx = 1\n${F}`, "x = 1"],
  ["a py3 fence", `${F}py3\nx = 1\n${F}`, "x = 1"],
  ["a tag in capitals with attributes", `${F}Python title="a"\nx = 1\n${F}`, "x = 1"],
  ["a tag in braces", `${F}{python}\nx = 1\n${F}`, "x = 1"],
  ["tildes", "~~~python\nx = 1\n~~~", "x = 1"],
  ["tildes round backticks", `~~~python\nx = """\n${F}\n"""\n~~~`, `x = """\n${F}\n"""`],
  ["a longer fence", `${F}${F}python\ny = '${F}'\n${F}\n${F}${F}`, `y = '${F}'\n${F}`],
  ["CRLF", `${F}python\r\nx = 1\r\ny = 2\r\n${F}\r\n`, "x = 1\ny = 2"],
  ["the first of several", `${F}python\na()\n${F}\n${F}python\nb()\n${F}`, "a()"],
  ["the Python one after JSON", `${F}json\n{}\n${F}\n${F}python\nb()\n${F}`, "b()"],
  ["the tagged one after a bare one", `${F}\nplan\n${F}\n${F}python\nb()\n${F}`, "b()"],
  ["an indented fence", `1. So\n   ${F}python\n   if x:\n       y()\n   ${F}`, "if x:\n    y()"],
  [
    "a fence inside a string",
    `${F}python\np = f"""\n${F}json\n{{}}\n${F}\n"""\nask(p)\n${F}\nafter`,
    `p = f"""\n${F}json\n{{}}\n${F}\n"""\nask(p)`,
  ],
  [
    "a fence after an apostrophe in a comment",
    `${F}python\n# it's\nx = 'a' # don't\n${F}\nand\n${F}python\ny\n${F}`,
    "# it's\nx = 'a' # don't",
  ],
  ["a string that never ends", `${F}python\nx = """oops\n${F}\nprose`, 'x = """oops'],
  ["thoughts before", `<think>${F}python\nno()\n${F}</think>\n${F}python\nyes()\n${F}`, "yes()"],
  ["blank lines round it", `${F}python\n\n\n  x = 1\n\n${F}`, "  x = 1"],
  [
    "an unfenced call",
    "SUBMIT(answer='I will now go, right?')",
    "SUBMIT(answer='I will now go, right?')",
  ],
];

for (const [what, reply, code] of CODE) {
  Deno.test(`parseReply finds the code with ${what}`, () => {
    const parsed = parseReply(reply);
    assertEquals(parsed.code, code);
    assertEquals(parsed.problem, undefined);
  });
}

/** What it is, the reply, part of the problem. */
const NO_CODE: readonly (readonly [string, string, string])[] = [
  ["a json fence", `${F}json\n{"a": 1}\n${F}`, '"json"'],
  ["a bash fence", `${F}bash\nls\n${F}`, '"bash"'],
  ["prose", "I will now read the document.", "No code found"],
  ["prose with a call in it", "First I call print(document) and see.", "No code found"],
  ["prose before code without a fence", "Let me look:\nprint(document[:100])", "No code found"],
  ["one word", "Done.", "No code found"],
  ["prose in Chinese", "我先看看文件。", "No code found"],
  ["nothing", "", "No code found"],
  ["blanks", " \n\n ", "No code found"],
  ["an empty fence", `${F}python\n${F}`, "No code found"],
];

for (const [what, reply, problem] of NO_CODE) {
  Deno.test(`parseReply finds no code in ${what}`, () => {
    const parsed = parseReply(reply);
    assertEquals(parsed.code, undefined);
    assertStringIncludes(parsed.problem ?? "", problem);
    assertStringIncludes(parsed.problem ?? "", "```python block");
  });
}

Deno.test("parseReply keeps the prose around the code, other blocks included", () => {
  const reply = `Before.\n\n${F}python\na()\n${F}\n\nThen:\n${F}text\nb\n${F}\nEnd.`;
  const parsed = parseReply(reply);
  assertEquals(parsed.reasoning, `Before.\n\nThen:\n${F}text\nb\n${F}\nEnd.`);
  assertEquals(parsed.ignoredFences, 1);
});

Deno.test("parseReply leaves wrapping fences out of the prose", () => {
  const parsed = parseReply(`So:\n${F}\n${F}python\na()\n${F}\n${F}\nEnd.`);
  assertEquals([parsed.reasoning, parsed.ignoredFences], ["So:\nEnd.", 0]);
});

Deno.test("parseReply runs no code whose end was cut off", () => {
  const cut = parseReply(`Go\n${F}python\nx = 1\nprint(`, { cut: true });
  assertEquals(cut.code, undefined);
  assertStringIncludes(cut.problem ?? "", "cut off");
  assertEquals(parseReply(`${F}python\nx = 1\n${F}\nAnd th`, { cut: true }).code, "x = 1");
  assertEquals(parseReply("x = f(", { cut: true }).code, undefined);
});

Deno.test("parseReply never throws and always gives code or a problem", () => {
  const pieces = [
    ...[F, "````", "~~~", "python", "json", "\n", "\r\n", '"""', "'''", "'", '"', "\\", "#", " "],
    ...["x = 1", "<think>", "</think>", "😀", "\ud800", "\0", "if a:", "(", "]", "```python\n"],
  ];
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  for (let round = 0; round < 3_000; round++) {
    const reply = Array.from({ length: random(24) }, () => pieces[random(pieces.length)]).join("");
    const parsed = parseReply(reply, { cut: round % 3 === 0 });
    assert((parsed.code === undefined) !== (parsed.problem === undefined), JSON.stringify(reply));
    assert(parsed.ignoredFences >= 0);
    assert(parsed.code === undefined || parsed.code.trim() !== "");
  }
});

Deno.test("parseReply takes hostile lengths in its stride", () => {
  for (const piece of ["`", F + "\n", '"""\n', F + 'python\n"""\n', "x ", "(", "'a' ", "\\"]) {
    parseReply(piece.repeat(20_000));
  }
});
