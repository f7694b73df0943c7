/** The tools `rlm_run` and `run_show` of the real program, with a model server on loopback. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DOCUMENT, KEY, reaching, TURNS } from "../e2e/_recorded_run.ts";
import { descendants, findSurvivors, waitForDescendants } from "../e2e/_processes.ts";
import { createWorkspace } from "../e2e/_program.ts";
import { startOpenAiServer } from "../fakes/openai_server.ts";
import { startMcp } from "./_client.ts";

const LONG = "x".repeat(60_000);

/** Replies of the planner by what it is asked, and answers to sub-queries. */
function reply(messages: readonly { readonly role: string; readonly content: string }[]) {
  const last = messages.at(-1)?.content ?? "";
  const dots = /^Count the dots of: (\.+)$/.exec(last)?.[1];
  if (dots !== undefined) return { text: String(dots.length) };
  const code = (text: string) => ({ text: `\`\`\`python\n${text}\n\`\`\`` });
  const asked = messages.map(({ content }) => content).join("\n");
  if (asked.includes("hang in a cell")) return code("while True: pass");
  if (asked.includes("hang at the model")) return { hang: true };
  if (asked.includes("a long answer")) {
    return code(`SUBMIT(b="x" * 60_000, c=[{"n": i} for i in range(5_000)])`);
  }
  if (asked.includes("never ends")) return code("print(1)");
  if (asked.includes("the key")) return code(`SUBMIT(b="a-key-for-the-fake-" + "server")`);
  if (asked.includes("add one")) return code("SUBMIT(b=n + 1)");
  return { text: TURNS[messages.filter(({ role }) => role === "assistant").length] ?? "" };
}

Deno.test("rlm_run makes runs, run_show tells of them", async (t) => {
  await using at = await createWorkspace();
  await at.write("document.txt", DOCUMENT);
  await Deno.symlink("/etc/hosts", `${at.folder}/link.txt`);
  await using server = startOpenAiServer({
    requiredKey: KEY,
    reply: ({ body }) => reply(body.messages),
  });
  const argv = ["--model=openai/fake", "--max-runs=2", "--max-iterations=6", "--max-llm-calls=20"];
  await using program = await startMcp(at, argv, reaching(server));
  const { call, child, client } = program;
  const ask = (text: string, outputs = "b") => ({
    signature: `a -> ${outputs}`,
    values: { a: "" },
    instructions: text,
  });
  let runId = "";

  await t.step("a run gives outputs, usage, its record, and progress that only rises", async () => {
    const progress: number[] = [];
    const messages: (string | undefined)[] = [];
    const { content, text } = await call("rlm_run", {
      signature: "document -> answer, total: int",
      paths: { document: "document.txt" },
    }, {
      onprogress: ({ message, progress: done, total }) => {
        progress.push(done);
        messages.push(message);
        assert(total === undefined || done < total);
      },
    });
    assertEquals(content.outputs, { answer: "1 2 3 4 5 6 7 8", total: 36 });
    assertEquals([content.status, content.iterations, content.llm_calls], ["submitted", 3, 8]);
    assert(content.usage.input_tokens > 0);
    assertStringIncludes(text, "answer: 1 2 3 4 5 6 7 8\ntotal: 36");
    assertEquals(progress, [...new Set(progress)].sort((a, b) => a - b));
    assert(messages.some((message) => message?.startsWith("Turn 2/6: ok")), messages.join("\n"));
    runId = content.run_id;
  });

  await t.step("run_show gives it in short", async () => {
    const { content, text } = await call("run_show", { run: runId });
    assertEquals([content.run_status, content.planner], ["submitted", "openai/fake"]);
    assertEquals(content.steps.map(({ queries }: { queries: number }) => queries), [0, 8, 0]);
    assertStringIncludes(text, "2. answers = llm_query_batched");
    assertEquals((await call("run_show", { run: "last" })).content.run_id, runId);
  });

  await t.step("run_show gives a step in pages that make up the whole", async () => {
    const whole = (await call("run_show", { run: runId, step: 2 })).content;
    assertStringIncludes(whole.text, "## Sub-query 8\nCount the dots of: ........\n");
    assertStringIncludes(whole.text, "## Answer to sub-query 8");
    let text = "";
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const args = { run: runId, step: 2, offset, max_chars: 500 };
      const { content } = await call("run_show", args);
      text += content.text;
      assertEquals(content.total_chars, whole.total_chars);
      offset = content.next_offset;
    }
    assertEquals(text, whole.text);
  });

  await t.step("an answer that is too long is cut, and run_show has the rest", async () => {
    const { content, text } = await call("rlm_run", ask("a long answer", "b, c: list[dict]"));
    assert(JSON.stringify(content).length < 25_000 && text.length < 6_000);
    assertEquals(content.cut[0], { path: "b", unit: "characters", total: 60_000, shown: 8_000 });
    assert(content.cut.some(({ path }: { path: string }) => path === "c"));
    const args = { run: content.run_id, output: "b", offset: 10_000, max_chars: 50_000 };
    assertEquals((await call("run_show", args)).content.text, LONG.slice(10_000));
  });

  await t.step("a limit without an answer is an error that keeps what it cost", async () => {
    const limits = { max_iterations: 1 };
    const { content, isError } = await call("rlm_run", { ...ask("never ends"), limits });
    assertEquals([isError, content.status, content.limit], [true, "limit", "iterations"]);
    assert(content.usage.output_tokens > 0);
  });

  await t.step("nothing that the command line settled is the client's to widen", async () => {
    const values = { a: "x" };
    const refused: readonly Record<string, unknown>[] = [
      { ...ask("q"), limits: { max_iterations: 7 } },
      { ...ask("q"), model: "anthropic/x" },
      { ...ask("q"), sub_model: `scripted:${at.folder}/document.txt` },
      { signature: "a -> b", paths: { a: "/etc/hosts" } },
      { signature: "a -> b", paths: { a: "../" } },
      { signature: "a -> b", paths: { a: "link.txt" } },
      { signature: "a -> b", paths: { a: "home/.local" } },
    ];
    for (const args of refused) {
      const { content, isError } = await call("rlm_run", args);
      assertEquals([isError, content.error.code], [true, "refused"], JSON.stringify(args));
    }
    for (const more of [{ backend: "modal" }, { allow_net: true }, { isolation: "process" }]) {
      const { content } = await call("rlm_run", { signature: "a -> b", values, ...more });
      assertEquals(content.error.code, "usage");
    }
    const { content } = await call("run_show", { run: "/etc/hosts.jsonl" });
    assertEquals(content.error.code, "refused");
  });

  await t.step("keys do not show", async () => {
    const { content, text } = await call("rlm_run", ask("the key"));
    assertEquals(content.status, "submitted");
    assert(!JSON.stringify([content, text]).includes(KEY));
  });

  await t.step("more runs than places wait for each other", async () => {
    const runs = Array.from({ length: 5 }, (_, n) =>
      call("rlm_run", {
        signature: "n: int -> b: int",
        values: { n },
        instructions: "add one",
        model: "openai/another",
      }));
    const answers = (await Promise.all(runs)).map(({ content }) => content.outputs?.b);
    assertEquals(answers, [1, 2, 3, 4, 5]);
  });

  for (const where of ["hang in a cell", "hang at the model"]) {
    await t.step(`a cancelled run ends at once: ${where}`, async () => {
      const before = await descendants(child.pid);
      const cancel = new AbortController();
      const { promise: isUnderWay, resolve } = Promise.withResolvers<void>();
      const running = call("rlm_run", ask(where), {
        signal: cancel.signal,
        onprogress: ({ message = "" }) => {
          if (/^Variable a|running 1 line/.test(message)) resolve();
        },
      });
      await isUnderWay;
      const started = (await waitForDescendants(child.pid)).filter((pid) => !before.includes(pid));
      cancel.abort();
      await assertRejects(() => running);
      assertEquals(await findSurvivors(started), []);
      await client.ping();
      const { content } = await call("run_show", { run: "last" });
      assertEquals(content.run_status, "failed");
      assertStringIncludes(content.failure, "interrupted");
    });
  }

  const { code } = await program.end();
  assertEquals(code, 0);
});
