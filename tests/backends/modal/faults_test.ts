/** What a network and a cloud do to a session, and that nothing is lost or done twice. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createModalBackend } from "../../../backends/modal/mod.ts";
import { FleetError } from "../../../src/core/errors.ts";
import type { HostTool } from "../../../src/core/host_tool.ts";
import { openWorld, printed } from "./_world.ts";
import { type FakeModal, startFakeModal } from "../../fakes/modal/mod.ts";

const world = await openWorld();
const UNAVAILABLE = "UNAVAILABLE";

interface Trouble {
  readonly name: string;
  /** Comes before a turn, and with it in the middle of a cell. */
  readonly make: (fake: FakeModal) => void;
}

const TROUBLES: readonly Trouble[] = [
  {
    name: "requests are lost",
    make: ({ faults }) =>
      faults.fail("TaskExecStdinWrite", { code: UNAVAILABLE, when: "before", times: 2 }),
  },
  {
    name: "replies are lost",
    make: ({ faults }) => faults.fail("TaskExecStdinWrite", { code: UNAVAILABLE, when: "after" }),
  },
  {
    name: "a token is refused",
    make: ({ faults }) =>
      faults.fail("TaskExecStdinWrite", { code: "UNAUTHENTICATED", when: "before" }),
  },
  {
    name: "a request is refused for good",
    make: ({ faults }) =>
      faults.fail("TaskExecStdinWrite", { code: "FAILED_PRECONDITION", when: "before" }),
  },
  {
    name: "a request had its effect and is refused for good",
    make: ({ faults }) =>
      faults.fail("TaskExecStdinWrite", { code: "FAILED_PRECONDITION", when: "after" }),
  },
  { name: "every connection is cut", make: ({ faults }) => faults.cut() },
];

for (const { name, make } of TROUBLES) {
  world.test(`a session answers every call once when ${name}`, async ({ backend, fake }) => {
    let calls = 0;
    const count: HostTool = {
      name: "count",
      description: "",
      parameters: [],
      call: () => {
        make(fake);
        return Promise.resolve(++calls);
      },
    };
    await using session = backend().createInterpreter({ tools: [count] });
    await session.start();
    for (let turn = 1; turn <= 3; turn++) {
      make(fake);
      const result = await session.execute(`print(count(), "x" * 5000)`);
      assertEquals(printed(result), `${turn} ${"x".repeat(5000)}\n`);
    }
    assertEquals(calls, 3);
  });
}

world.test("a session goes on when a request is never answered", async (run) => {
  await using session = run.backend().createInterpreter();
  await session.execute("n = 0");
  run.fake.faults.hang("TaskExecStdinWrite");
  assertEquals(printed(await session.execute("n += 1\nprint(n)")), "1\n");
});

world.test("a session goes on when its stream breaks in the middle of an answer", async (run) => {
  run.fake.faults.breakStream("TaskExecStdioRead", 30_000);
  await using session = run.backend().createInterpreter({ maxOutputChars: 1_000_000 });
  assertEquals(printed(await session.execute("print('y' * 400_000)")), `${"y".repeat(400_000)}\n`);
});

world.test("a session goes on after an outage that outlasts its connection", async (run) => {
  const { faults } = run.fake;
  await using session = run.backend().createInterpreter();
  await session.execute("n = 0");
  const before = run.calls("TaskExecStart");
  faults.down();
  const during = session.execute("n += 1\nprint(n)");
  await run.heard("lost the connection to the sandbox");
  faults.up();
  assertEquals(printed(await during), "1\n");
  await run.heard("connected to the sandbox again");
  assert(run.calls("TaskExecStart") > before, "The old connection came back by itself");
  assertEquals(printed(await session.execute("n += 1\nprint(n)")), "2\n");
});

Deno.test({
  name: "a session goes on when its token expires",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await using fake = await startFakeModal({ jwtLifetimeMs: 1_000 });
    const backend = createModalBackend({ lookup: (name) => fake.env[name] });
    await using session = backend.createInterpreter();
    await session.execute("n = 0");
    const refreshes = () => fake.calls.get("SandboxGetCommandRouterAccess") ?? 0;
    let turns = 0;
    while (refreshes() < 2) {
      turns++;
      assertEquals(printed(await session.execute("n += 1\nprint(n)")), `${turns}\n`);
    }
  },
});

world.test("a sandbox whose creation was answered too late is made once", async (run) => {
  run.fake.faults.fail("SandboxCreateV2", { code: UNAVAILABLE, when: "after" });
  await using session = run.backend().createInterpreter();
  assertEquals(printed(await session.execute("print(1)")), "1\n");
  assertEquals(run.sandboxes.length, 1);
});

world.test("a start waits while Modal holds requests back", async (run) => {
  run.fake.faults.throttle("SandboxCreateV2", 2, 30);
  await using session = run.backend().createInterpreter();
  assertEquals(printed(await session.execute("print(1)")), "1\n");
});

world.test("a start that cannot connect at once tries again", async (run) => {
  run.fake.faults.fail("TaskExecStart", {
    code: "FAILED_PRECONDITION",
    when: "before",
    times: 3,
  });
  await using session = run.backend().createInterpreter();
  assertEquals(printed(await session.execute("print(1)")), "1\n");
});

const ENDS = [
  ["timeout", "reached its time limit at Modal"],
  ["terminated", "was terminated"],
  ["crashed", "ended with exit code 1"],
] as const;

for (const [kind, reason] of ENDS) {
  world.test(`a cell whose sandbox is ended (${kind}) crashes and says why`, async (run) => {
    const { fake } = run;
    const end: HostTool = {
      name: "end",
      description: "",
      parameters: [],
      call: () => {
        fake.faults.endSandbox(run.sandboxes[0]!.id, kind);
        return new Promise(() => {});
      },
    };
    await using session = run.backend().createInterpreter({ tools: [end] });
    const result = await session.execute("print('before')\nend()");
    assert(result.status === "crashed", Deno.inspect(result));
    assertStringIncludes(result.reason, reason);
    assertEquals(result.output.text, "before\n");
    const error = await assertRejects(() => session.execute("1"), FleetError);
    assertEquals(error.code, "sandbox-ended");
  });
}

world.test("a guest that ends the keeper loses its session and nothing else", async (run) => {
  await using session = run.backend().createInterpreter();
  const result = await session.execute("import os, signal\nos.kill(os.getppid(), signal.SIGTERM)");
  assert(result.status === "crashed", Deno.inspect(result));
  assertStringIncludes(result.reason, "ended with exit code 143");
});
