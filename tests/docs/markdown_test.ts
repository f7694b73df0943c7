import { assert, assertEquals } from "@std/assert";
import { isShown, readBlocks } from "./_markdown.ts";

const PAGE = `# Page

\`\`\`sh
echo one
\`\`\`

prints

\`\`\`text
one
\`\`\`

\`\`\`sh
echo '{"a": 1}'
\`\`\`

\`\`\`json
{"a": 1}
\`\`\`

<!-- not run: it needs an account -->

\`\`\`sh
modal setup
\`\`\`

- In a list:

  \`\`\`python
  if True:
      print(1)
  \`\`\`

<!-- not run: forgotten by the prose in between -->

Prose.

\`\`\`json
{}
\`\`\`

\`\`\`\`
\`\`\`sh
no block
\`\`\`
\`\`\`\`
`;

Deno.test("readBlocks joins an output to what prints it, and reads marks and indents", () => {
  assertEquals(readBlocks(PAGE), [
    { language: "sh", code: "echo one\n", line: 3, prints: "one\n" },
    { language: "sh", code: `echo '{"a": 1}'\n`, line: 13, prints: '{"a": 1}\n' },
    { language: "sh", code: "modal setup\n", line: 23, skip: "it needs an account" },
    { language: "python", code: "if True:\n    print(1)\n", line: 29 },
    { language: "json", code: "{}\n", line: 38 },
    { language: "", code: "```sh\nno block\n```\n", line: 42 },
  ]);
});

for (
  const [printed, shown, expected] of [
    ["one\ntwo\n", "one\ntwo\n", true],
    ["one  \ntwo\n\n", "one\ntwo\n", true],
    ["one\ntwo\n", "one\n", false],
    ["took 12.5 s (a+b)\n", "took ... s (a+b)\n", true],
    ["took 12.5 s\n", "took ... min\n", false],
    ["a\nb\nc\nd\n", "a\n...\nd\n", true],
    ["aab\n", "a+b\n", false],
  ] as const
) {
  Deno.test(`isShown takes ${JSON.stringify(shown)} for ${JSON.stringify(printed)}: ${expected}`, () => {
    assert(isShown(printed, shown) === expected);
  });
}
