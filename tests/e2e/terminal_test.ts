/** A run at a real terminal: what is shown while it goes on, when the terminal changes, and at its end. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { startOpenAiServer } from "../fakes/openai_server.ts";
import { createWorkspace } from "./_program.ts";
import { hasTmux, openPane } from "./_tmux.ts";

const CODE = `answers = llm_query_batched([f"part {n}" for n in range(4)])
print(len(answers))
SUBMIT(answer="# Found\\n\\n- **one**\\n- two", parts=answers[:2])`;

/** Lines of the display on a screen. */
const boardLines = (screen: string) =>
  screen.split("\n").filter((line) => /^\s*(\d+:\d\d {2}turn|sub-queries )/.test(line));

Deno.test({
  name: "a run on a terminal is shown live, survives resizing, and ends clean",
  ignore: !await hasTmux(),
  async fn() {
    await using at = await createWorkspace();
    const gates = ["plan", "part 0", "part 1", "part 2", "part 3"].map((name) => ({
      name,
      ...Promise.withResolvers<void>(),
    }));
    const gate = (name: string) => gates.find((each) => each.name === name);
    await using server = startOpenAiServer({
      reply: async ({ body }) => {
        const last = body.messages.at(-1)?.content ?? "";
        const query = gate(last);
        await (query ?? gate("plan"))?.promise;
        if (last === "part 1") return { status: 400, body: { error: { message: "no" } } };
        return query === undefined ? `\`\`\`python\n${CODE}\n\`\`\`` : `about ${last}`;
      },
    });
    // However it ends, nobody waits for the server's replies any more.
    using _opened = { [Symbol.dispose]: () => gates.forEach(({ resolve }) => resolve()) };
    const { args, command, env } = at.describe([
      ...["run", "--signature=q -> answer, parts: list", "--input=q=x", "--backend=local"],
      ...["--isolation=process", "--model=openai/fake"],
    ], { env: { NO_COLOR: "", DSPY_LM_API_BASE: server.url, DSPY_LLM_API_KEY: "k".repeat(9) } });
    const run = [command, ...args].map((word) => `'${word}'`).join(" ");
    await at.write("both.sh", `${run}\necho ENDED\nCI=true ${run}\necho AGAIN\n`);
    const size = { columns: 80, rows: 24 };
    await using pane = await openPane("sh both.sh", { ...size, cwd: at.folder, env });

    const planning = await pane.waitFor("turn 1/20 · planning");
    assert(/^0:\d\d {2}turn 1\/20 · planning/m.test(planning), planning);
    gate("plan")?.resolve();
    await pane.waitFor("sub-queries ───────────── 0/4 · 4 running");
    gate("part 0")?.resolve();
    gate("part 1")?.resolve();
    const half = await pane.waitFor("sub-queries ━━━━━━─────── 1/4 · 2 running · 1 failed");
    assert(/^0:\d\d {2}turn 1\/20 · running 3 lines of Python/m.test(half), half);
    assertEquals(boardLines(half).length, 2, half);

    await pane.resize(32, 24);
    const narrow = await pane.waitFor("sub-queries ━━━━──── 1/4…");
    await pane.resize(200, 24);
    const wide = await pane.waitFor("sub-queries ━━━━━━━━━━━━──────────── 1/4 · 2 running");
    for (const screen of [narrow, wide]) assertEquals(boardLines(screen).length, 2, screen);
    assertEquals(wide.split("\n", 1), [
      "Task run, planner and sub-model openai/fake, backend local",
    ]);

    gate("part 2")?.resolve();
    gate("part 3")?.resolve();
    const ended = await pane.waitFor("ENDED");
    assertEquals(boardLines(ended), []);
    assertStringIncludes(
      ended,
      "\nTurn 1/20: submitted after ",
    );
    assertStringIncludes(
      ended,
      "\nanswer:\n  Found\n\n  • one\n  • two\n\nparts:\n  • about part 0\n  • [ERROR] ",
    );

    // Where CI is set, plain lines tell the same; the answer is still for whoever looks on.
    const again = (await pane.waitFor("AGAIN")).split("ENDED")[1] ?? "";
    assert(/\nTurn 1\/20: planned in .*, running 3 lines of Python\n/.test(again), again);
    assertEquals(boardLines(again), []);
  },
});
