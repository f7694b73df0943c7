/**
 * A run of 1,000 sub-queries, made by the real program.
 *
 * @module
 */

import type { Workspace } from "../e2e/_program.ts";

const CODE = `answers = llm_query_batched([f"What is {i}?" for i in range(1000)])
SUBMIT(answer=answers[-1])`;

/** Records the run; gives the path of its record. */
export async function recordThousandRun(at: Workspace): Promise<string> {
  const lines = [
    { reply: `I ask for each.\n\n\`\`\`python\n${CODE}\n\`\`\`` },
    ...Array.from({ length: 1000 }, (_, index) => ({
      match: `^What is ${index}\\?$`,
      reply: `It is ${index}.`,
    })),
  ];
  await at.write("thousand_script.jsonl", lines.map((line) => JSON.stringify(line)).join("\n"));
  const { code, stderr } = await at.run([
    ...["run", "--signature=q -> answer", "--input=q=Which", "--backend=local"],
    ...["--model=scripted:thousand_script.jsonl", "--trajectory=thousand.jsonl"],
    ...["--max-llm-calls=2000", "--concurrency=32"],
  ]);
  if (code !== 0) throw new Error(`The run ended with ${code}: ${stderr}`);
  return `${at.folder}/thousand.jsonl`;
}
