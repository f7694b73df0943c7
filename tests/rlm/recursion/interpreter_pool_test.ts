import { assert, assertEquals, assertRejects } from "@std/assert";
import { FleetError, InterruptedError } from "../../../src/core/errors.ts";
import type { Interpreter } from "../../../src/core/interpreter.ts";
import { InterpreterPool } from "../../../src/rlm/recursion/interpreter_pool.ts";
import { FakeInterpreter } from "../../fakes/fake_interpreter.ts";

interface Options {
  /** What becomes of an interpreter when it is made, by its number. */
  readonly onMade?: (interpreter: FakeInterpreter, number: number) => void;
}

function setUp(options: Options = {}) {
  const made: FakeInterpreter[] = [];
  const pool = new InterpreterPool({
    create: (equipment) => {
      const interpreter = new FakeInterpreter([], equipment);
      options.onMade?.(interpreter, made.length);
      made.push(interpreter);
      return interpreter;
    },
  });
  return { made, pool };
}

const TOOLS = { tools: [] };
const { signal } = new AbortController();

Deno.test("InterpreterPool starts as many as are wanted, ahead of need", () => {
  const { made, pool } = setUp();
  assertEquals(made.length, 0);
  pool.want(2);
  pool.want(1);
  assertEquals([made.length, pool.spares], [2, 2]);
});

Deno.test("InterpreterPool equips the spare that it gives and starts another", async () => {
  const { made, pool } = setUp();
  pool.want(1);
  assert(await pool.take(TOOLS, signal) === made[0]);
  assertEquals([made[0]!.equipments, made[0]!.options], [[TOOLS], {}]);
  assertEquals([made.length, pool.spares], [2, 1]);
});

Deno.test("InterpreterPool makes one with its equipment when there is no spare", async () => {
  const { made, pool } = setUp();
  assert(await pool.take(TOOLS, signal) === made[0]);
  assertEquals([made[0]!.starts, made[0]!.equipments, made[0]!.options], [0, [], TOOLS]);
});

Deno.test("InterpreterPool passes over spares that cannot be started", async () => {
  const { made, pool } = setUp({
    onMade: (interpreter, number) => {
      if (number > 0) return;
      interpreter.start = () => Promise.reject(new FleetError("sandbox-start", "no"));
    },
  });
  pool.want(2);
  assert(await pool.take(TOOLS, signal) === made[1]);
  assertEquals(made[0]!.shutdowns, 1);
});

Deno.test("InterpreterPool passes over spares that died meanwhile", async () => {
  const { made, pool } = setUp();
  pool.want(1);
  await made[0]!.shutdown();
  const taken = await pool.take(TOOLS, signal);
  assert(taken !== made[0]);
  assertEquals((taken as FakeInterpreter).options, TOOLS);
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
  });
  pool.want(2);
  assertEquals([made, pool.spares], [1, 0]);
  await pool.take(TOOLS, signal);
  assertEquals(made, 2);
});

Deno.test("InterpreterPool ends all that it made, taken or not, and makes no more", async () => {
  const { made, pool } = setUp();
  pool.want(3);
  await pool.take(TOOLS, signal);
  await pool.close();
  await pool.close();
  assertEquals(made.map(({ shutdowns }) => shutdowns), [1, 1, 1, 1]);
  await assertRejects(() => pool.take(TOOLS, signal), InterruptedError);
  pool.want(5);
  assertEquals(made.length, 4);
});

Deno.test("InterpreterPool ends a spare that nobody waits for any more", async () => {
  const controller = new AbortController();
  const { made, pool } = setUp({
    onMade: (interpreter) => {
      interpreter.equip = () => {
        controller.abort();
        return Promise.reject(new InterruptedError());
      };
    },
  });
  pool.want(1);
  await assertRejects(() => pool.take(TOOLS, controller.signal), InterruptedError);
  assertEquals(made[0]!.shutdowns, 1);
});
