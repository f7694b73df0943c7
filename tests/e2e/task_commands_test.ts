/** The commands that do one shipped task with a document: what they bind and what they print. */

import { assertEquals } from "@std/assert";
import { createWorkspace } from "./_program.ts";

/** A handbook of about 80 kB whose first words and last line tell whether it was bound whole. */
const HANDBOOK = [
  "# Handbook of the tide gauge\n\n```sh\ngauge --reset\n```\n\n## Calls\n",
  ...Array.from(
    { length: 1_200 },
    (_, at) => `${at}: The Ottoline gauge reads naïve centimetres.\n`,
  ),
  "\n## End\n\nThe last word is pelican",
].join("\n");

const CHARS = HANDBOOK.length;
const LINES = HANDBOOK.split("\n").length;

/** A command: its own options, the cells of its planner, and the lines that it prints. */
interface Case {
  readonly argv: readonly string[];
  readonly cells: readonly string[];
  readonly lines: readonly string[];
}

const CASES: readonly Case[] = [
  {
    argv: ["run-architecture", "--query=Which modules?"],
    cells: [
      "print(query)",
      "SUBMIT(modules=[docs[2:10], query], optimizers=[], design_principles=docs[-7:])",
    ],
    lines: [
      'modules: ["Handbook", "Which modules?"]',
      "optimizers: []",
      "design_principles: pelican",
      `doc_chars: ${CHARS}`,
      `doc_lines: ${LINES}`,
    ],
  },
  {
    argv: ["run-api-endpoints"],
    cells: ["SUBMIT(api_endpoints=[{'name': 'gauge', 'chars': len(docs)}, None])"],
    lines: [`api_endpoints: [{"name": "gauge", "chars": ${CHARS}}, null]`, "count: 2"],
  },
  {
    argv: ["run-error-patterns"],
    cells: [
      "SUBMIT(error_categories={'naïve': docs[-7:]}, total_errors_found=docs.count('naïve'))",
    ],
    lines: ['error_categories: {"na\\u00efve": "pelican"}', "total_errors_found: 1200"],
  },
  {
    argv: ["run-trajectory"],
    cells: ["print(len(text))", "SUBMIT(summary=f'{len(text)} characters,\\nno more')"],
    lines: [
      "summary: 3000 characters,",
      "  no more",
      "trajectory_steps: 2",
      'trajectory: [{"step": 1, "reasoning": "Let me see.", "code": "print(len(text))"}, ' +
      '{"step": 2, "reasoning": "Let me see.", "code": "SUBMIT(summary=f\'{len(text)} characters,' +
      "\\\\nno more')\"}]",
    ],
  },
  {
    argv: ["run-custom-tool", "--chars=64"],
    cells: [
      "heads = regex_extract(docs, r'^#+ .*$', 'm')",
      "blocks = regex_extract(docs, '```sh\\n(.*?)```', flags=16)",
      "SUBMIT(headers=heads, code_blocks=blocks, structure_summary=str(len(docs)))",
    ],
    lines: [
      'headers: ["# Handbook of the tide gauge", "## Calls"]',
      'code_blocks: ["gauge --reset\\n"]',
      "structure_summary: 64",
      "headers_count: 2",
      "code_blocks_count: 1",
    ],
  },
  {
    argv: ["run-logs", "--query=Ottoline"],
    cells: [
      "hits = grep(logs, query)",
      "SUBMIT(matches=hits[:1], patterns={'gauge': len(hits)}, time_range='none')",
    ],
    lines: [
      'matches: ["0: The Ottoline gauge reads na\\u00efve centimetres."]',
      'patterns: {"gauge": 1200}',
      "time_range: none",
      `doc_chars: ${CHARS}`,
    ],
  },
];

function script(cells: readonly string[]): string {
  const reply = (code: string) => `Let me see.\n\n\`\`\`python\n${code}\n\`\`\`\n`;
  return cells.map((code) => `${JSON.stringify({ reply: reply(code) })}\n`).join("");
}

Deno.test("the task commands bind the document and print their outputs in the order of the task", async () => {
  await using at = await createWorkspace();
  await at.write("handbook.md", HANDBOOK);
  const printed = await Promise.all(CASES.map(async ({ argv, cells }) => {
    const name = `${argv[0]}.jsonl`;
    await at.write(name, script(cells));
    const places = ["--docs-path=handbook.md", "--backend=local", `--model=scripted:${name}`];
    return await at.run([...argv, ...places, "--quiet"]);
  }));
  for (const [index, { lines }] of CASES.entries()) {
    assertEquals(printed[index], { code: 0, stdout: `${lines.join("\n")}\n`, stderr: "" });
  }
});
