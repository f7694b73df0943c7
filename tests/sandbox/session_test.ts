/** The session over a transport that the test plays: hand-shake, ids, breaches, ends. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import type { InterpreterOptions } from "../../src/core/interpreter.ts";
import { createSession } from "../../sandbox/session.ts";
import type { Transport, TransportEvents } from "../../sandbox/transport.ts";

type Sent = Record<string, unknown>;

interface Played {
  readonly transport: Transport;
  readonly sent: Sent[];
  readonly closes: { count: number };
  /** Says a line as the driver would. */
  say(message: unknown): void;
  end(reason: string): void;
}

/** A transport whose driver answers the hand-shake and then does what `onMessage` says. */
function play(onMessage: (message: Sent, played: Played) => void): Played {
  let events: TransportEvents | undefined;
  const sent: Sent[] = [];
  const closes = { count: 0 };
  const played: Played = {
    sent,
    closes,
    say: (message) => {
      const text = typeof message === "string" ? message : JSON.stringify(message);
      events?.onData(new TextEncoder().encode(`${text}\n`));
    },
    end: (reason) => events?.onEnd(reason),
    transport: {
      open(options) {
        events = options.events;
        return Promise.resolve({
          driver: { packagePaths: [], limits: {}, volume: null, confine: null },
          surroundings: () => ({
            backend: "played",
            isolation: "none",
            network: false,
            filesystem: "none",
          }),
          place: ({ path }: { readonly path: string }) => Promise.resolve(path),
          send(bytes: Uint8Array) {
            const message = JSON.parse(new TextDecoder().decode(bytes)) as Sent;
            sent.push(message);
            queueMicrotask(() => {
              if (message.type === "hello") {
                played.say({
                  type: "ready",
                  version: 1,
                  python: "3.12.0",
                  confined: false,
                  cells: 0,
                });
              } else onMessage(message, played);
            });
          },
          interrupt: () => Promise.resolve(),
          close() {
            closes.count++;
            return Promise.resolve();
          },
        });
      },
    },
  };
  return played;
}

function result(id: unknown, more: Sent = {}): Sent {
  const output = { head: "", tail: "", chars: 0 };
  return { type: "result", id, status: "ok", output, changes: [], ms: 1, ...more };
}

const BREACHES: readonly {
  readonly name: string;
  readonly say: (message: Sent) => unknown;
  readonly fragment: string;
}[] = [
  { name: "garbage", say: () => "garbage", fragment: "a line is no message" },
  { name: "an unknown type", say: () => ({ type: "hm" }), fragment: "unknown type" },
  { name: "another id", say: () => result("0".repeat(32)), fragment: "Response ID mismatch" },
  {
    name: "a SUBMIT that nobody accepted",
    say: (message) => result(message.id, { status: "submitted" }),
    fragment: "a SUBMIT that nobody accepted",
  },
  {
    name: "an unasked binding",
    say: () => ({ type: "bound", id: "x", variables: [] }),
    fragment: "Response ID mismatch",
  },
];

for (const { name, say, fragment } of BREACHES) {
  Deno.test(`createSession ends the session at ${name}`, async () => {
    const played = play((message, it) => it.say(say(message)));
    await using session = createSession(played.transport);
    const error = await assertRejects(() => session.execute("1"), FleetError);
    assertEquals(error.code, "sandbox-protocol");
    assertStringIncludes(error.message, fragment);
    assert(played.closes.count > 0);
    const again = await assertRejects(() => session.execute("1"), FleetError);
    assertEquals(again.code, "sandbox-protocol");
  });
}

Deno.test("createSession gives every cell a fresh id of 32 hex digits", async () => {
  const played = play((message, it) => it.say(result(message.id)));
  await using session = createSession(played.transport);
  for (let i = 0; i < 100; i++) await session.execute("1");
  const ids = played.sent.filter((it) => it.type === "execute").map((it) => String(it.id));
  assertEquals(new Set(ids).size, 100);
  assert(ids.every((id) => /^[0-9a-f]{32}$/.test(id)));
});

Deno.test("createSession refuses tool calls of no cell, of another cell and of unknown tools", async () => {
  const calls: Sent[] = [];
  const played = play((message, it) => {
    if (message.type === "answer") {
      calls.push(message);
      if (calls.length === 3) it.say(result(executeId));
      return;
    }
    executeId = message.id;
    const call = { type: "tool-call", args: {} };
    it.say({ ...call, id: 1, cell: null, name: "known" });
    it.say({ ...call, id: 2, cell: "f".repeat(32), name: "known" });
    it.say({ ...call, id: 3, cell: message.id, name: "unknown" });
  });
  let executeId: unknown;
  let called = 0;
  const known = {
    name: "known",
    description: "",
    parameters: [],
    call: () => Promise.resolve(++called),
  };
  await using session = createSession(played.transport, { tools: [known] });
  await session.execute("1");
  assertEquals(called, 0);
  assertEquals(calls.map((it) => it.message), [
    "No cell is running",
    "No cell is running",
    'There is no host tool "unknown"',
  ]);
});

Deno.test("createSession fills in defaults and refuses what a forged call leaves out", async () => {
  const seen: unknown[] = [];
  const played = play((message, it) => {
    if (message.type === "answer") {
      seen.push(String(message.value ?? message.message));
      if (seen.length === 2) it.say(result(id));
      return;
    }
    id = message.id;
    const call = { type: "tool-call", cell: id, name: "add" };
    it.say({ ...call, id: 1, args: { a: 1, stray: 9 } });
    it.say({ ...call, id: 2, args: {} });
  });
  let id: unknown;
  const options: InterpreterOptions = {
    tools: [{
      name: "add",
      description: "",
      parameters: [{ name: "a" }, { name: "b", default: 5 }],
      call: (args) => Promise.resolve([...Object.entries(args)].flat()),
    }],
  };
  await using session = createSession(played.transport, options);
  await session.execute("1");
  assertEquals(seen.toSorted(), ["a,1,b,5", 'add() misses its argument "a"']);
});

Deno.test("createSession tells a lost sandbox as a crash and keeps what was printed", async () => {
  const played = play((message, it) => {
    it.say({ type: "output", id: message.id, text: "so far" });
    it.end("was ended by SIGKILL");
  });
  await using session = createSession(played.transport);
  const crash = await session.execute("1");
  assertEquals(crash.status, "crashed");
  assertEquals(crash.output.text, "so far");
});

Deno.test("createSession fails to start when the driver ends first", async () => {
  const played = play(() => {});
  const open = played.transport.open.bind(played.transport);
  const transport: Transport = {
    async open(options) {
      const channel = await open(options);
      queueMicrotask(() => options.events.onEnd("ended with exit code 1 (boom)"));
      return { ...channel, send: () => {} };
    },
  };
  await using session = createSession(transport);
  const error = await assertRejects(() => session.start(), FleetError);
  assertEquals(error.code, "sandbox-start");
  assertEquals(error.message, "Cannot start the sandbox: it ended with exit code 1 (boom)");
});

Deno.test("createSession ends at the lifetime of its sandbox and says so", async () => {
  const played = play(() => {});
  await using session = createSession(played.transport, { lifetimeMs: 20 });
  const result = await session.execute("1");
  assertEquals(result.status, "crashed");
  if (result.status === "crashed") assertStringIncludes(result.reason, "time limit of 0.02 s");
});

Deno.test("createSession ends a session that floods it with open calls", async () => {
  const played = play((message, it) => {
    if (message.type !== "execute") return;
    for (let id = 1; id <= 10_001; id++) {
      it.say({ type: "tool-call", id, cell: message.id, name: "hang", args: {} });
    }
  });
  const hang = {
    name: "hang",
    description: "",
    parameters: [],
    call: () => new Promise<never>(() => {}),
  };
  await using session = createSession(played.transport, { tools: [hang] });
  const error = await assertRejects(() => session.execute("1"), FleetError);
  assertEquals(error.code, "sandbox-protocol");
  assertStringIncludes(error.message, "more than 10000 calls are open at once");
});
