/** Tools of the user's in the sandbox: in a run and its replay, in a batch, in cells, in the list. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createWorkspace } from "./_program.ts";

const MODULE = `
import type { ToolDefinition } from "@fleet/rlm/lib";

export const shout: ToolDefinition = {
  signature: "text: str, times: int = 1 -> str",
  description: "Says it loudly.",
  call: ({ text, times }) => String(text).toUpperCase() + "!".repeat(Number(times)),
};
`;

const CELL = `
try:
    broken()
except RuntimeError as error:
    why = str(error)
SUBMIT(answer=" ".join([shout(word, times=2), "".join(regex_extract(word, "[a-f]")), why]))
`;

const GIVEN = [
  "--tools=tools.ts",
  "--tool=broken: Is broken.=echo sorry >&2; exit 1",
  "--tool=regex_extract",
];
const ANSWER = "FACADE!! facade broken() failed: It ended with exit code 1: sorry";
const LOCAL = ["--backend=local", "--isolation=process"];

Deno.test({
  name: "tools are called in runs, replays, batches and cells",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using at = await createWorkspace();
    const reply = `\`\`\`python${CELL}\`\`\``;
    await at.write("tools.ts", MODULE);
    await at.write("script.jsonl", `${JSON.stringify({ reply })}\n`);
    const task = { signature: "word -> answer", values: { word: "facade" } };
    await at.write("tasks.jsonl", `${JSON.stringify(task)}\n`);
    const model = "--model=scripted:script.jsonl";
    const run = ["run", "--signature=word -> answer", "--input=word=facade", ...LOCAL, model];

    const [ran, batched, cells, listed] = await Promise.all([
      at.run([...run, ...GIVEN, "--trajectory=run.jsonl", "--quiet"]),
      at.run(["batch", "tasks.jsonl", ...LOCAL, model, ...GIVEN, "--quiet"]),
      at.run(["exec", ...LOCAL, ...GIVEN, '--cell=print(shout("hi", "3"))']),
      at.run(["tools", ...GIVEN, "--json"]),
    ]);
    assertEquals([ran.code, ran.stdout], [0, `answer: ${ANSWER}\n`], ran.stderr);
    assertEquals(JSON.parse(batched.stdout).outputs, { answer: ANSWER });
    assertEquals([cells.code, cells.stdout], [0, "HI!!!\n"], cells.stderr);

    const record = await Deno.readTextFile(`${at.folder}/run.jsonl`);
    assertStringIncludes(record, "- `shout(text: str, times: int = 1) -> str`: Says it loudly.");
    const tools = JSON.parse(listed.stdout).tools as Record<string, unknown>[];
    assertEquals(
      tools.map(({ from, given, signature, source }) => [signature, source, given, from]),
      [
        ["shout(text: str, times: int = 1) -> str", "module", true, `${at.folder}/tools.ts`],
        ["broken(input=None)", "command", true, "echo sorry >&2; exit 1"],
        [
          "regex_extract(text: str, pattern: str, flags: str | int = '') -> list",
          "shipped",
          true,
          undefined,
        ],
      ],
    );

    // What the tools said is on record: a replay needs none of them.
    await Deno.remove(`${at.folder}/tools.ts`);
    const [replayed, resumed] = await Promise.all([
      at.run(["replay", "run.jsonl", "--isolation=process", "--quiet"]),
      at.run(["fork", "run.jsonl", "--at=1", "--verbose", ...LOCAL]),
    ]);
    assertEquals([replayed.code, replayed.stdout], [0, ran.stdout], replayed.stderr);
    assertStringIncludes(
      resumed.stderr,
      "Warning: The run had tools of its own; they are not taken from the record, so give them " +
        "with --tools or --tool if needed: shout, broken, regex_extract\n",
    );
    assert(resumed.stderr.includes("the tool is not there any more"), resumed.stderr);
  },
});
