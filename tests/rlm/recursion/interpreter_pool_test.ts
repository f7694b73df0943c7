import { assert, assertEquals, assertRejects } from "@std/assert";
import { FleetError, InterruptedError } from "../../../src/core/errors.ts";
import type { Interpreter } from "../../../src/core/interpreter.ts";
import {
  InterpreterPool,
  type InterpreterPoolOptions,
} from "../../../src/rlm/recursion/interpreter_pool.ts";
import { FakeInterpreter } from "../../fakes/fake_interpreter.ts";

interface Options extends Omit<InterpreterPoolOptions, "create"> {
  /** What becomes of an interpreter when it is made, by its number. */
  readonly onMade?: (interpreter: FakeInterpreter, number: number) => void;
}

function setUp({ onMade, ...options }: Options = {}) {
  const made: FakeInterpreter[] = [];
  const pool = new InterpreterPool({
    refillMs: 1,
    ...options,
    create: (equipment) => {
      const interpreter = new FakeInterpreter([], equipment);
      onMade?.(interpreter, made.length);
      made.push(interpreter);
      return interpreter;
    },
  });
  return { made, pool };
}

const TOOLS = { tools: [] };
const TEMPLATE = { tools: [], run: "template" };
const { signal } = new AbortController();

function rest(ms = 20): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

Deno.test("InterpreterPool starts its spares when it opens, equipped as far as can be", async () => {
  const { made, pool } = setUp({ spares: 2 });
  await using _ = pool;
  assertEquals(made.length, 0);
  pool.open(TEMPLATE);
  pool.open(TEMPLATE);
  assertEquals([made.length, pool.spares], [2, 2]);
  await rest();
  assertEquals(made.map(({ equipments, starts }) => [starts, equipments]), [
    [1, [TEMPLATE]],
    [1, [TEMPLATE]],
  ]);
});

Deno.test("InterpreterPool equips the spare that it gives and starts another after it", async () => {
  const { made, pool } = setUp();
  await using _ = pool;
  pool.open();
  const taken = await pool.take(TOOLS, signal);
  assert(taken.isSpare && taken.interpreter === made[0]);
  assertEquals(made[0]!.equipments, [{}, TOOLS]);
  assertEquals([made.length, pool.spares], [1, 0]);
  await rest();
  assertEquals([made.length, pool.spares], [2, 1]);
});

Deno.test("InterpreterPool makes one with its equipment when there is no spare", async () => {
  const { made, pool } = setUp();
  const taken = await pool.take(TOOLS, signal);
  assert(!taken.isSpare && taken.interpreter === made[0]);
  assertEquals([made[0]!.starts, made[0]!.equipments, made[0]!.options], [0, [], TOOLS]);
});

Deno.test("InterpreterPool keeps as many as the last batch asked for, up to its most", async () => {
  const { pool } = setUp({ maxSpares: 4 });
  await using _ = pool;
  pool.expect(3);
  await rest();
  assertEquals(pool.spares, 0);
  pool.open();
  for (const [asked, kept] of [[3, 3], [9, 4]] as const) {
    pool.expect(asked);
    await rest();
    assertEquals(pool.spares, kept);
  }
  pool.expect(1);
  for (let n = 0; n < 4; n++) await pool.take(TOOLS, signal);
  await rest();
  assertEquals(pool.spares, 1);
});

Deno.test("InterpreterPool gives up what the last batch asked for when no child comes", async () => {
  const { made, pool } = setUp({ maxSpares: 4, idleMs: 30 });
  await using _ = pool;
  pool.open();
  pool.expect(4);
  await rest(15);
  assertEquals(pool.spares, 4);
  await rest(60);
  assertEquals([pool.spares, made.map(({ shutdowns }) => shutdowns)], [1, [0, 1, 1, 1]]);
});

Deno.test("InterpreterPool keeps none when it was told to, whatever is asked for", async () => {
  const { made, pool } = setUp({ spares: 0, maxSpares: 4 });
  await using _ = pool;
  pool.open();
  pool.expect(4);
  await pool.take(TOOLS, signal);
  await rest();
  assertEquals([made.length, pool.spares], [1, 0]);
});

Deno.test("InterpreterPool says nothing of spares that cannot be started", async () => {
  const { made, pool } = setUp({
    spares: 2,
    onMade: (interpreter, number) => {
      if (number > 1) return;
      interpreter.start = () => Promise.reject(new FleetError("sandbox-start", "no"));
    },
  });
  await using _ = pool;
  pool.open();
  await rest();
  assertEquals([pool.spares, made.map(({ shutdowns }) => shutdowns)], [0, [1, 1]]);
  const { interpreter, isSpare } = await pool.take(TOOLS, signal);
  assert(!isSpare && interpreter === made[2]);
});

Deno.test("InterpreterPool passes over spares that died meanwhile", async () => {
  const { made, pool } = setUp();
  await using _ = pool;
  pool.open();
  await rest();
  await made[0]!.shutdown();
  const { interpreter } = await pool.take(TOOLS, signal);
  assert(interpreter !== made[0]);
  assertEquals((interpreter as FakeInterpreter).options, TOOLS);
});

Deno.test("InterpreterPool keeps none in reserve that cannot be equipped", async () => {
  let made = 0;
  const pool = new InterpreterPool({
    create: (equipment) => {
      made++;
      const { start, bind, execute, shutdown } = new FakeInterpreter([], equipment);
      const interpreter: Interpreter = {
        start,
        bind,
        execute,
        shutdown,
        [Symbol.asyncDispose]: shutdown,
      };
      return interpreter;
    },
    spares: 2,
  });
  pool.open();
  assertEquals([made, pool.spares], [1, 0]);
  await pool.take(TOOLS, signal);
  assertEquals(made, 2);
});

Deno.test("InterpreterPool ends all that it made, taken or not, and makes no more", async () => {
  const { made, pool } = setUp({ spares: 3 });
  pool.open();
  await pool.take(TOOLS, signal);
  await pool.close();
  await pool.close();
  assertEquals(made.map(({ shutdowns }) => shutdowns), [1, 1, 1]);
  await assertRejects(() => pool.take(TOOLS, signal), InterruptedError);
  pool.open();
  pool.expect(5);
  await rest();
  assertEquals(made.length, 3);
});

Deno.test("InterpreterPool ends a spare that nobody waits for any more", async () => {
  const controller = new AbortController();
  const { made, pool } = setUp({
    // A start that takes for ever, as it may in a cloud.
    onMade: (interpreter) => interpreter.start = () => new Promise(() => {}),
  });
  await using _ = pool;
  pool.open();
  const taking = pool.take(TOOLS, controller.signal);
  controller.abort();
  await assertRejects(() => taking, InterruptedError);
  assertEquals(made[0]!.shutdowns, 1);
});
