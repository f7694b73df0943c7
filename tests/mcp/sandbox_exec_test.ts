/** The tool `sandbox_exec` of the real program, called by the SDK's client. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createWorkspace } from "../e2e/_program.ts";
import { startMcp } from "./_client.ts";

Deno.test("sandbox_exec keeps sessions between calls", async (t) => {
  await using at = await createWorkspace();
  await at.write("book.txt", "one\ntwo\nthree\n");
  await at.write(".env", "SOME_API_KEY=a-very-secret-value\n");
  await using program = await startMcp(at, ["--max-sessions=3"]);
  const { call } = program;
  const exec = (args: Record<string, unknown>) => call("sandbox_exec", args);

  await t.step("variables live on, and are listed when they change", async () => {
    const first = await exec({ code: "x = 6" });
    assertEquals(first.content.changes, [{ name: "x", kind: "added", type: "int" }]);
    assertEquals(first.text.split("\n")[0], "(no output) +x: int");
    assertStringIncludes(first.content.sandbox, "no network");
    const second = await exec({ code: "x * 7" });
    assertEquals([second.content.status, second.content.value, second.text], ["ok", 42, "42"]);
    assertEquals(second.content.sandbox, undefined);
  });

  await t.step("an exception is a result, and the session goes on", async () => {
    const { content, isError, text } = await exec({ code: "print('before')\n1/0" });
    assertEquals([isError, content.status, content.state], [false, "error", "kept"]);
    assertEquals([content.exception.type, content.exception.line], ["ZeroDivisionError", 2]);
    assert(text.startsWith("before\nTraceback"), text);
    assertEquals((await exec({ code: "x" })).content.value, 6);
  });

  await t.step("a file is bound by its path, a value as it is", async () => {
    const { content, text } = await exec({
      paths: { book: "book.txt" },
      values: { n: 2, big: 2n ** 70n, words: ["a"] },
      code: "book.splitlines()[n], big, words",
    });
    assertEquals(content.value, ["three", 2n ** 70n, ["a"]]);
    assertEquals(content.variables[0].chars, 14);
    assertStringIncludes(text, "1180591620717411303424");
  });

  await t.step("inputs alone are bound for later", async () => {
    const { content } = await exec({ session: "b", paths: { book: "book.txt" } });
    assertEquals([content.status, content.variables[0].name], ["bound", "book"]);
    assertEquals((await exec({ session: "b", code: "len(book)" })).content.value, 14);
  });

  await t.step("sessions have variables of their own, are listed, bounded and closed", async () => {
    assertEquals((await exec({ session: "b", code: "x" })).content.exception.type, "NameError");
    await exec({ session: "c", code: "x = 1" });
    const refused = await exec({ session: "d", code: "1" });
    assertEquals([refused.isError, refused.content.error.code], [true, "limit-reached"]);
    assertStringIncludes(refused.text, "main, b, c");
    const { content } = await exec({ action: "list" });
    const names = content.sessions.map(({ name }: { name: string }) => name);
    assertEquals(names, ["main", "b", "c"]);
    assertEquals((await exec({ action: "close", session: "b" })).content.status, "closed");
    assertEquals((await exec({ session: "d", code: "1" })).content.status, "ok");
    const gone = await exec({ action: "close", session: "b" });
    assertEquals([gone.isError, gone.content.error.code], [true, "usage"]);
    await exec({ action: "close", session: "c" });
    await exec({ action: "close", session: "d" });
  });

  await t.step("a cell that takes too long is stopped, its variables stay", async () => {
    const { content, isError } = await exec({ code: "while True: pass", timeout_s: 0.2 });
    assertEquals([isError, content.status, content.state], [false, "timeout", "kept"]);
    assertEquals((await exec({ code: "x" })).content.value, 6);
  });

  await t.step("a session that is lost is told of, the next call begins anew", async () => {
    const lost = await exec({ session: "b", code: "import os\nos._exit(3)" });
    assertEquals([lost.isError, lost.content.status, lost.content.state], [
      true,
      "crashed",
      "lost",
    ]);
    const next = await exec({ session: "b", code: "1" });
    assertStringIncludes(next.content.notes[0], "was lost; this is a new one");
    await exec({ action: "close", session: "b" });
  });

  await t.step("big output and values are cut, and how to get more is said", async () => {
    const printed = await exec({ code: "print('ab' * 1_000_000)" });
    assertEquals(printed.content.output_chars, 2_000_001);
    assert(printed.text.length < 11_000 && printed.content.output.length < 11_000);
    assertStringIncludes(printed.text, "print a slice to see more");
    const value = await exec({ code: "list(range(100_000))" });
    assertEquals(value.content.value, undefined);
    assertStringIncludes(value.content.notes.join(), "The value is left out");
  });

  await t.step("keys of the user do not show", async () => {
    const { text, content } = await exec({
      code: "'a-very-secret' + '-value', {'k': 'a-very-secret-value'}",
    });
    assert(!JSON.stringify([text, content]).includes("a-very-secret-value"), text);
  });

  await t.step("calls in one session wait for each other, others do not", async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, i) => exec({ session: `s${i % 2}`, code: `n = ${i}\nn` })),
    );
    assertEquals(answers.map(({ content }) => content.value), answers.map((_, i) => i));
  });

  const { code, stderr } = await program.end();
  assertEquals([code, stderr], [0, ""]);
});
