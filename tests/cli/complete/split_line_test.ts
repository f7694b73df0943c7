import { assert, assertEquals } from "@std/assert";
import { BACKENDS } from "../../../backends/mod.ts";
import { answerCompletion } from "../../../src/cli/complete/answer_completion.ts";
import { splitLine } from "../../../src/cli/complete/split_line.ts";
import { loadCommand } from "../../../src/cli/command_table.ts";
import type { IndexedCommand } from "../../../src/cli/command_spec.ts";
import { COMMAND_INDEX } from "../../../src/cli/command_index.gen.ts";
import { seeded } from "../../fakes/seeded_random.ts";

const CHARS = [..."ab-=@:/.,'\"\\$` \t;|&(é*"];

/** Ways to write a word so that a shell reads it as it is. */
const QUOTERS: readonly ((word: string) => string)[] = [
  (word) => `'${word.replaceAll("'", `'\\''`)}'`,
  (word) => `"${word.replaceAll(/["\\$`]/g, "\\$&")}"`,
  (word) => word.replaceAll(/[^a-z0-9]/gi, "\\$&"),
];

Deno.test("splitLine reads words however they are quoted", () => {
  const random = seeded(7);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  for (let round = 0; round < 500; round++) {
    const words = Array.from(
      { length: 1 + Math.floor(random() * 4) },
      () => Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(CHARS)).join(""),
    );
    const line = words.map((word) =>
      [...word].reduce<{ text: string; rest: string }>(({ text, rest }, char, index) => {
        const whole = rest + char;
        const isLast = index === [...word].length - 1;
        return isLast || random() < 0.3
          ? { text: text + pick(QUOTERS)(whole), rest: "" }
          : { text, rest: whole };
      }, { text: "", rest: "" }).text
    ).join(" ");
    assertEquals(splitLine(line), words, line);
  }
});

const LINES: readonly (readonly [line: string, words: readonly string[]])[] = [
  ["", [""]],
  ["a", ["a"]],
  ["a ", ["a", ""]],
  ["a  b", ["a", "b"]],
  [`a "b c`, ["a", "b c"]],
  [`a 'b c`, ["a", "b c"]],
  ["a b\\", ["a", "b"]],
  ["x; a b", ["a", "b"]],
  ["x && a b", ["a", "b"]],
  ["x | a b", ["a", "b"]],
  ["$(a b", ["a", "b"]],
  ["a 'x;y' b", ["a", "x;y", "b"]],
  ["a ''", ["a", ""]],
];

for (const [line, words] of LINES) {
  Deno.test(`splitLine takes ${JSON.stringify(line)} apart`, () => {
    assertEquals([...splitLine(line)], [...words]);
  });
}

Deno.test("answerCompletion takes any line and any words", async () => {
  const random = seeded(11);
  const vocabulary = [
    ...COMMAND_INDEX.commands.flatMap(({ name }) => name.split(" ")),
    ...[
      "--",
      "-",
      "--input",
      "--input=a=@/",
      "--model=",
      "--json",
      "-q",
      "help",
      "\u0000",
      "=",
      "é",
    ],
  ];
  const options = {
    index: COMMAND_INDEX,
    loadPage: (command: IndexedCommand) => loadCommand(command, BACKENDS),
    cwd: "/nowhere",
    env: {},
  };
  for (let round = 0; round < 300; round++) {
    const words = Array.from(
      { length: Math.floor(random() * 6) },
      () =>
        random() < 0.8
          ? vocabulary[Math.floor(random() * vocabulary.length)]!
          : String.fromCodePoint(1 + Math.floor(random() * 0x2ff)).repeat(3),
    );
    const line = `fleet-rlm ${words.join(" ")}`;
    for (const argv of [["zsh", ...words], ["bash", " =:@", line], ["", ...words]]) {
      const answer = await answerCompletion(argv, options);
      assert(answer === "" || answer.endsWith("\n"), JSON.stringify(argv));
    }
  }
});
