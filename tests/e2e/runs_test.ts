/** Runs that were made, as `runs` and its kind find them; and one that keeps no record. */

import { assert, assertEquals } from "@std/assert";
import { createWorkspace } from "./_program.ts";

const fence = (code: string) => `\`\`\`python\n${code}\n\`\`\``;

Deno.test("runs lists, shows, compares and removes what was run, and --no-record keeps it out", async () => {
  await using at = await createWorkspace();
  await at.write(
    "script.jsonl",
    [fence("print(question[::-1])"), fence("SUBMIT(answer=question.upper())")]
      .map((reply) => `${JSON.stringify({ reply })}\n`).join(""),
  );
  const basic = (question: string, ...more: readonly string[]) =>
    at.run([
      ...["run-basic", `--question=${question}`, "--backend=local", "--isolation=process"],
      ...["--model=scripted:script.jsonl", ...more],
    ]);
  const [first, second, unseen] = await Promise.all([
    basic("who", "--json"),
    basic("why", "--json"),
    basic("secret", "--no-record"),
  ]);
  assertEquals([unseen.code, unseen.stdout], [0, "answer: SECRET\ntrajectory_steps: 2\n"]);
  assert(!unseen.stderr.includes("Trajectory: "), unseen.stderr);
  const [one, other] = [first, second].map(({ stdout }) => JSON.parse(stdout).run_id as string);
  assert(one !== undefined && other !== undefined);

  const [listed, shown, compared, exported] = await Promise.all([
    at.run(["runs", "--json"]),
    at.run(["runs", "show", one]),
    at.run(["runs", "compare", one, other]),
    at.run(["runs", "export", other]),
  ]);
  const ids = JSON.parse(listed.stdout).runs.map(({ run_id }: { run_id: string }) => run_id);
  assertEquals(ids, [one, other].sort().reverse());
  assert(shown.stdout.includes("```text\nohw\n```"), shown.stdout);
  assert(compared.stdout.includes("| Input question | who | why |"), compared.stdout);
  assert(compared.stdout.includes("The code of all turns is the same\n"), compared.stdout);
  assertEquals(JSON.parse(exported.stdout).outputs, { answer: "WHY" });

  const removed = await at.run(["runs", "rm", "--all", "--yes"]);
  assertEquals([removed.code, removed.stdout], [0, "Removed 2 runs\n"]);
});
