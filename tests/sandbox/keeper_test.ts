/** Sessions over a keeper: what breaks in between, who may take over, and how it all ends. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createSession } from "../../sandbox/mod.ts";
import { DEAD_MAN_EXIT, keeperCommand, relayCommand } from "../../sandbox/keeper/mod.ts";
import type { CellResult } from "../../src/core/cell_result.ts";
import { FleetError, messageOf } from "../../src/core/errors.ts";
import type { HostTool } from "../../src/core/host_tool.ts";
import type { Interpreter } from "../../src/core/interpreter.ts";
import { seeded } from "../fakes/seeded_random.ts";
import { startKeeper } from "./_keeper.ts";

const KEY = "a".repeat(32);
const NEXT = "b".repeat(32);
const ignore = Deno.build.os === "windows";

function keeperTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore, fn });
}

function printed(result: CellResult): string {
  assertEquals(result.status, "ok", Deno.inspect(result));
  return result.output.text;
}

keeperTest("KeeperLink answers every call once, however often its connection breaks", async () => {
  await using keeper = await startKeeper();
  const random = seeded(7);
  let calls = 0;
  const count: HostTool = {
    name: "count",
    description: "",
    parameters: [{ name: "n" }],
    call: ({ n }) => {
      calls++;
      if (random() < 0.3) keeper.cut();
      return Promise.resolve(n ?? null);
    },
  };
  await using session = createSession(keeper.transport(KEY), { tools: [count] });
  await session.start();
  for (let turn = 0; turn < 40; turn++) {
    if (turn % 2 === 0) keeper.cut();
    const code = `total = globals().get("total", 0) + count(${turn})\nprint(total, "x" * 3000)`;
    const expected = `${(turn * (turn + 1)) / 2} ${"x".repeat(3000)}\n`;
    assertEquals(printed(await session.execute(code)), expected);
  }
  assertEquals(calls, 40);
  assert(keeper.relays.length > 20, `Only ${keeper.relays.length} relays`);
});

keeperTest("KeeperLink carries large messages over connections that break under them", async () => {
  await using keeper = await startKeeper();
  const text = "äöü€🦕".repeat(300_000);
  const give: HostTool = {
    name: "give",
    description: "",
    parameters: [{ name: "back", default: null }],
    call: ({ back }) => Promise.resolve(back ?? text),
  };
  await using session = createSession(keeper.transport(KEY), { tools: [give] });
  keeper.relayLifeBytes = 700_000;
  await session.start();
  const code = "t = give()\nu = give(t)\nprint(len(t), t == u)";
  assertEquals(printed(await session.execute(code)), `${[...text].length} True\n`);
  assert(keeper.relays.length > 10, `Only ${keeper.relays.length} relays`);
});

keeperTest(
  "KeeperLink goes on after an outage, in the middle of a cell and between two",
  async () => {
    await using keeper = await startKeeper();
    await using session = createSession(keeper.transport(KEY));
    await session.start();
    const slow = session.execute("import time\nx = 1\ntime.sleep(0.2)\nprint('slow')");
    await keeper.outage(20);
    assertEquals(printed(await slow), "slow\n");
    const during = keeper.outage(10);
    assertEquals(printed(await session.execute("x += 1\nprint(x)")), "2\n");
    await during;
  },
);

keeperTest(
  "an interrupt that is asked for while nobody is connected ends the cell and keeps the state",
  async () => {
    await using keeper = await startKeeper();
    await using session = createSession(keeper.transport(KEY));
    await session.execute("x = 41");
    const stuck = session.execute("while True: pass", { timeoutMs: 50 });
    await keeper.outage(20);
    assertEquals((await stuck).status, "timeout");
    assertEquals(printed(await session.execute("print(x + 1)")), "42\n");
  },
);

keeperTest("the keeper gives the guest the image's variables and a folder of its own", async () => {
  await using keeper = await startKeeper();
  await using session = createSession(keeper.transport(KEY));
  const code = `import os
print(os.environ.get("FLEET_VISIBLE"), os.environ.get("MODAL_HIDDEN"), os.path.basename(os.getcwd()))
print(os.environ["HOME"] == os.environ["TMPDIR"] == os.getcwd())`;
  assertEquals(printed(await session.execute(code)), "yes None work\nTrue\n");
});

keeperTest("the keeper says how its driver ended, and the last thing that it said", async () => {
  await using keeper = await startKeeper();
  await using session = createSession(keeper.transport(KEY));
  const result = await session.execute("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)");
  assert(result.status === "crashed");
  assertStringIncludes(result.reason, "was ended by SIGSEGV");
});

keeperTest("the keeper ends when its session does", async () => {
  await using keeper = await startKeeper();
  const session = createSession(keeper.transport(KEY));
  await session.execute("1");
  await session.shutdown();
  assertEquals(await keeper.ended, 0);
});

keeperTest("the keeper ends everything once its host is silent for too long", async () => {
  await using keeper = await startKeeper({ deadManMs: 2_000 });
  const session = createSession(keeper.transport(KEY));
  await session.execute("import subprocess\nchild = subprocess.Popen(['sleep', '600'])");
  keeper.outage(Infinity);
  assertEquals(await keeper.ended, DEAD_MAN_EXIT);
  assertStringIncludes(await lossOf(session), "ended with its keeper");
  await session.shutdown();
});

/** What a session says that is lost, whether it knows already or finds out. */
async function lossOf(session: Interpreter): Promise<string> {
  try {
    const result = await session.execute("1");
    return result.status === "crashed" ? result.reason : Deno.inspect(result);
  } catch (thrown) {
    return messageOf(thrown);
  }
}

keeperTest(
  "another host that has the key goes on with the state, and the former is out",
  async () => {
    await using keeper = await startKeeper();
    const former = createSession(keeper.transport(KEY));
    await former.execute("x = 'kept'");
    await former.execute("y = 1");
    const tool: HostTool = {
      name: "fresh",
      description: "",
      parameters: [],
      call: () => Promise.resolve("from the new host"),
    };
    await using next = createSession(keeper.transport(NEXT, KEY), { tools: [tool] });
    assertEquals((await next.start()).cellsRun, 2);
    assertEquals(printed(await next.execute("print(x, y, fresh())")), "kept 1 from the new host\n");
    assertStringIncludes(await lossOf(former), "belongs to another session");
    await former.shutdown();
    assertEquals(printed(await next.execute("print(x)")), "kept\n");
  },
);

keeperTest("another host is refused while the former speaks", async () => {
  await using keeper = await startKeeper();
  await using former = createSession(keeper.transport(KEY));
  await former.execute("x = 1");
  await using next = createSession(keeper.transport(NEXT, KEY, 30));
  const error = await assertRejects(() => next.start(), FleetError);
  assertStringIncludes(error.message, "still has its host");
  assertEquals(printed(await former.execute("print(x)")), "1\n");
});

keeperTest("a host without the key is refused", async () => {
  await using keeper = await startKeeper();
  await using session = createSession(keeper.transport(KEY));
  await session.execute("1");
  await using stranger = createSession(keeper.transport(NEXT, "c".repeat(32)));
  const error = await assertRejects(() => stranger.start(), FleetError);
  assertEquals(error.code, "sandbox-lost");
  assertStringIncludes(error.message, "belongs to another session");
  assertEquals(printed(await session.execute("print(2)")), "2\n");
});

keeperTest("the keeper survives noise on its socket", async () => {
  await using keeper = await startKeeper();
  await using session = createSession(keeper.transport(KEY));
  await session.execute("x = 1");
  const random = seeded(3);
  const noise = [
    "\n",
    "h\n",
    "d 0 5\nhello",
    "q\n",
    `h ${NEXT} 0\n`,
    "x".repeat(5_000),
    "t a b 0\n",
  ];
  for (const [index, text] of noise.entries()) {
    const relay = await keeper.connect();
    await relay.write(new TextEncoder().encode(text));
    await relay.write(Uint8Array.from({ length: 200 * index }, () => random() * 256))
      .catch(() => {});
    relay.close();
  }
  assertEquals(printed(await session.execute("print(x)")), "1\n");
});

Deno.test("the commands of a sandbox fit into what Modal takes as arguments", () => {
  const commands = [
    keeperCommand({ folder: "/tmp/fleet", deadManMs: 120_000, mounts: ["/data"] }),
    relayCommand("/tmp/fleet", 60_000),
  ];
  for (const command of commands) assert(command.join("").length < 50_000);
});
