/**
 * Guest code that attacks its own session. The guest can always ruin its own cell; what must hold is
 * that the host never takes a forged SUBMIT, never calls a tool beyond the budget, never mistakes one
 * cell's result for another's, and ends a session that breaks the protocol.
 */

import { assert, assertEquals } from "@std/assert";
import { createLocalBackend } from "../../backends/local/mod.ts";
import { FleetError } from "../../src/core/errors.ts";
import type { HostTool } from "../../src/core/host_tool.ts";
import type { SubmitContract } from "../../src/core/interpreter.ts";
import { canIsolate } from "../backends/_isolation.ts";
import { FORGER } from "./_forger.ts";

/** Calls that the host allows in one session. */
const BUDGET = 3;

/** What may come of an attack. */
type Ending = "goes-on" | "protocol" | "lost";

interface Attack {
  readonly name: string;
  /** Python that runs after {@linkcode FORGER}. */
  readonly code: string;
  /** How the session stands two cells later. */
  readonly ending: Ending;
  /** Most milliseconds for its cell; a second when left out. */
  readonly timeoutMs?: number;
  /** Calls that reached the tool in the attack's cell. */
  readonly calls?: number;
  /** Whether the host accepted a SUBMIT: a forged one that the contract accepts is one. */
  readonly submitted?: true;
}

const ATTACKS: readonly Attack[] = [
  { name: "says garbage", code: "write(b'garbage\\n')", ending: "protocol" },
  { name: "says an empty line", code: "write(b'\\n')", ending: "protocol" },
  { name: "says NUL bytes", code: "write(b'\\0\\0\\n')", ending: "protocol" },
  { name: "says a message of no kind", code: "say(type='evil')", ending: "protocol" },
  { name: "leaves half a message", code: "write(b'{\"type\":')", ending: "protocol" },
  { name: "nests a message without end", code: "write(b'[' * 10**6 + b'\\n')", ending: "protocol" },
  { name: "answers another cell", code: "result(id='0' * 32)", ending: "protocol" },
  { name: "answers its own cell before it ends", code: "result()", ending: "protocol" },
  { name: "answers its own cell twice", code: "result(); result()", ending: "protocol" },
  {
    name: "claims a SUBMIT",
    code: "result(status='submitted', value={'answer': 'forged'})",
    ending: "protocol",
  },
  {
    name: "claims an exception of the host",
    code:
      "result(status='error', error={'type': 'FleetError', 'message': 'm', 'traceback': 'forged'})",
    ending: "protocol",
  },
  {
    name: "submits what the contract refuses",
    code: "forge('submit', args={'answer': 'bad'})",
    ending: "goes-on",
  },
  {
    name: "submits by hand what the contract accepts",
    code: "forge('submit', args={'answer': 'good'})",
    ending: "goes-on",
    submitted: true,
  },
  {
    name: "calls a tool by hand",
    code: "forge('tool-call', name='count')",
    ending: "goes-on",
    calls: 1,
  },
  {
    name: "calls a tool by hand beyond the budget",
    code: "for n in range(50): forge('tool-call', name='count', id=n + 10**6)",
    ending: "goes-on",
    calls: BUDGET,
  },
  {
    name: "calls a tool for another cell",
    code: "forge('tool-call', name='count', cell='f' * 32)",
    ending: "goes-on",
  },
  {
    name: "calls a tool for no cell",
    code: "forge('tool-call', name='count', cell=None)",
    ending: "goes-on",
  },
  {
    name: "calls names of every object",
    code: "for n in ('__proto__', 'constructor', 'toString', ''): forge('tool-call', name=n)",
    ending: "goes-on",
  },
  {
    name: "calls a tool with arguments of every object",
    code: 'write(b\'{"type":"tool-call","id":9,"cell":"\' + ID.encode() + ' +
      'b\'","name":"count","args":{"__proto__":{"v":1},"constructor":2}}\\n\')',
    ending: "goes-on",
    calls: 1,
  },
  {
    name: "calls a tool with a number that is none",
    code: "forge('tool-call', name='count', x=1, args={'v': {'$i': 'zz'}})",
    ending: "protocol",
  },
  {
    name: "calls a tool after a SUBMIT",
    code: "forge('submit', args={'answer': 'good'})\n" +
      "for n in range(9): forge('tool-call', name='count', id=n)",
    ending: "goes-on",
    submitted: true,
  },
  {
    name: "shakes hands again",
    code: "say(type='ready', python='9', confined=True)",
    ending: "goes-on",
  },
  { name: "refuses the hand-shake", code: "say(type='refused', message='m')", ending: "protocol" },
  { name: "claims a binding", code: "say(type='bound', id='x', variables=[])", ending: "protocol" },
  {
    name: "streams output without end",
    code: "for _ in range(100): say(type='output', id=ID, text='x' * 10**6)",
    ending: "goes-on",
    timeoutMs: 60_000, // Stopped in the middle of a line, it would speak no protocol.
  },
  {
    name: "streams output of another cell",
    code: "say(type='output', id='0' * 32, text='forged')",
    ending: "goes-on",
  },
  { name: "closes the wire to the host", code: "os.close(OUT)", ending: "lost" },
  { name: "closes the wire from the host", code: "os.close(IN)", ending: "lost" },
  { name: "speaks into nothing", code: "os.dup2(os.open('/dev/null', 2), OUT)", ending: "lost" },
  {
    name: "answers its own tool call by thread",
    code: "gc.collect()\n" +
      "for o in gc.get_objects():\n" +
      "    if type(o).__name__ == 'Calls': o.call = lambda *a: 'forged'",
    ending: "goes-on",
  },
];

for (const isolation of ["process", "bubblewrap"] as const) {
  const ignore = !(await canIsolate(isolation));
  for (const attack of ATTACKS) {
    Deno.test({
      name: `a session (${isolation}) holds when the guest ${attack.name}`,
      ignore,
      fn: () => attackSession(attack, isolation),
    });
  }
}

async function attackSession(attack: Attack, isolation: "process" | "bubblewrap"): Promise<void> {
  let calls = 0;
  const count: HostTool = {
    name: "count",
    description: "",
    parameters: [{ name: "v", default: null }],
    call: () => {
      if (calls >= BUDGET) return Promise.reject(new Error("The budget is used up"));
      return Promise.resolve(++calls);
    },
  };
  await using session = createLocalBackend({ isolation })
    .createInterpreter({ tools: [count], submit: CONTRACT });
  const ending = await (async (): Promise<Ending> => {
    try {
      const { code, timeoutMs = 1_000 } = attack;
      const first = await session.execute(`${FORGER}\n${code}`, { timeoutMs });
      const isForged = first.status === "error" && first.error.traceback === "forged";
      assert(first.status !== "error" || isForged, JSON.stringify(first));
      assertEquals(first.status === "submitted", attack.submitted === true);
      if (first.status === "submitted") assertEquals(first.value, { answer: "good" });
      assertEquals(calls, attack.calls ?? 0);
      for (const word of ["two", "three"]) {
        const next = await session.execute(`print(${JSON.stringify(word)})`, { timeoutMs: 1_000 });
        if (next.status === "ok") assertEquals(next.output.text, `${word}\n`);
      }
      return "goes-on";
    } catch (thrown) {
      if (!(thrown instanceof FleetError)) throw thrown;
      const root = thrown.cause instanceof FleetError ? thrown.cause : thrown;
      return root.code === "sandbox-protocol" ? "protocol" : "lost";
    }
  })();
  assertEquals(ending, attack.ending);
  assert(calls <= BUDGET);
  assertEquals(calls, attack.calls ?? 0);
}

const CONTRACT: SubmitContract = {
  names: ["answer"],
  accept: ({ answer }) =>
    answer === "good"
      ? { accepted: true, value: { answer } }
      : { accepted: false, message: "[Type Error] answer" },
};
