/** Sessions: one piece of work at a time, closed when idle or by name, forgotten when lost. */

import { assertEquals, assertRejects } from "@std/assert";
import { FleetError, InterruptedError } from "../../src/core/errors.ts";
import { SandboxSessions } from "../../src/mcp/sandbox_sessions.ts";
import { FakeInterpreter } from "../fakes/fake_interpreter.ts";

function createSessions(options: { readonly max?: number; readonly idleMs?: number } = {}) {
  const made: FakeInterpreter[] = [];
  const sessions = new SandboxSessions({
    max: options.max ?? 2,
    idleMs: options.idleMs ?? 0,
    createInterpreter: () => {
      const interpreter = new FakeInterpreter();
      made.push(interpreter);
      return Promise.resolve(interpreter);
    },
  });
  return { made, sessions };
}

const { signal } = new AbortController();

Deno.test("SandboxSessions closes a session that idles, and says so to the next", async () => {
  const { made, sessions } = createSessions({ idleMs: 1 });
  await sessions.use("a", { signal, work: () => Promise.resolve() });
  while (sessions.list().length > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  assertEquals(made[0]?.shutdowns, 1);
  const end = await sessions.use("a", {
    signal,
    work: ({ formerEnd, isNew }) => Promise.resolve([isNew, formerEnd]),
  });
  assertEquals(end, [true, "was closed after 0.001 s without use"]);
  await sessions[Symbol.asyncDispose]();
  assertEquals(made[1]?.shutdowns, 1);
});

Deno.test("SandboxSessions forgets a session that is over, with what it kept", async () => {
  const { sessions } = createSessions();
  let disposed = 0;
  await sessions.use("a", {
    signal,
    async work({ interpreter, keep }) {
      await keep({ [Symbol.asyncDispose]: () => Promise.resolve(void disposed++) });
      await interpreter.shutdown();
    },
  });
  assertEquals([sessions.list(), disposed], [[], 1]);
});

Deno.test("SandboxSessions tells those who wait that their session was closed", async () => {
  const { sessions } = createSessions();
  const started = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const first = sessions.use("a", {
    signal,
    async work() {
      started.resolve();
      await gate.promise;
    },
  });
  await started.promise;
  const second = sessions.use("a", { signal, work: () => Promise.resolve() });
  const closing = sessions.close("a");
  gate.resolve();
  await first;
  assertEquals((await assertRejects(() => second, FleetError)).code, "sandbox-ended");
  assertEquals(await closing, true);
  assertEquals(await sessions.close("a"), false);
  await sessions[Symbol.asyncDispose]();
  const late = () => sessions.use("b", { signal, work: () => Promise.resolve() });
  assertEquals((await assertRejects(late, FleetError)).code, "sandbox-ended");
});

Deno.test("SandboxSessions takes no place for a call that was called off before it began", async () => {
  const { made, sessions } = createSessions({ max: 1 });
  const off = AbortSignal.abort();
  const call = () => sessions.use("a", { signal: off, work: () => Promise.resolve() });
  await assertRejects(call, InterruptedError);
  assertEquals([sessions.list(), made.length], [[], 0]);
});

Deno.test("SandboxSessions forgets a session whose interpreter could not be made", async () => {
  let tries = 0;
  await using sessions = new SandboxSessions({
    max: 1,
    idleMs: 0,
    createInterpreter: () =>
      tries++ === 0
        ? Promise.reject(new FleetError("python-missing", "Cannot find Python"))
        : Promise.resolve(new FakeInterpreter()),
  });
  const call = (name: string) => sessions.use(name, { signal, work: () => Promise.resolve("ok") });
  await assertRejects(() => call("a"), FleetError, "Cannot find Python");
  assertEquals(await call("b"), "ok");
});
