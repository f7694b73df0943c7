/** The server over two pipes: garbage, random arguments, faults of tools, cancellation, its end. */

import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { FleetError } from "../../src/core/errors.ts";
import { createLimiter } from "../../src/lm/limiter.ts";
import { openInputs } from "../../src/inputs/open_inputs.ts";
import { openInputRoots } from "../../src/mcp/input_roots.ts";
import { MAX_MESSAGE_BYTES } from "../../src/mcp/line_transport.ts";
import { SandboxSessions } from "../../src/mcp/sandbox_sessions.ts";
import { createTool, type McpTool, type ToolAnswer, type ToolCall } from "../../src/mcp/tool.ts";
import { createRlmRun } from "../../src/mcp/tools/rlm_run.ts";
import { createRunShow } from "../../src/mcp/tools/run_show.ts";
import { createSandboxExec } from "../../src/mcp/tools/sandbox_exec.ts";
import { FakeInterpreter } from "../fakes/fake_interpreter.ts";
import { ScriptedModel } from "../fakes/scripted_model.ts";
import { seeded } from "../fakes/seeded_random.ts";
import { connect, startServer } from "./_pipe.ts";

/** A tool that does what a test says. */
function probe(name: string, act: (call: ToolCall) => Promise<ToolAnswer>): McpTool {
  return createTool({
    name,
    title: name,
    description: name,
    annotations: {},
    input: (zod) => zod.strictObject({}),
    output: (zod) => zod.looseObject({ status: zod.string() }),
    call: (_, call) => act(call),
  });
}

const OK: ToolAnswer = { text: "hunter2", content: { status: "ok", hunter2: ["hunter2"] } };

Deno.test("serveMcp answers garbage and goes on", async () => {
  const server = startServer([]);
  const writer = server.input.getWriter();
  const lines = server.output.getReader();
  const send = (text: string) => void writer.write(new TextEncoder().encode(text));
  const receive = async () => JSON.parse(new TextDecoder().decode((await lines.read()).value));
  const garbage: readonly (readonly [line: string, code: number])[] = [
    ["{", -32700],
    ["\u0000\u0001\n".trimEnd(), -32700],
    ["[]", -32600],
    ["null", -32600],
    ['{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":{},"method":"ping"}', -32600],
    [`"${"x".repeat(100_000)}"`, -32600],
  ];
  for (const [line, code] of garbage) {
    send(`${line}\r\n`);
    assertEquals((await receive()).error.code, code, line.slice(0, 50));
  }
  send("\n\n");
  send('{"jsonrpc":"2.0","id":12345678901234567890,"method":"ping"}\n');
  assertEquals((await receive()).error.code, -32600);
  send('{"jsonrpc":"2.0","id":"a","method":"nonsense"}\n');
  assertEquals((await receive()).error.code, -32601);
  const block = new Uint8Array(1 << 20).fill(0x20);
  for (let sent = 0; sent <= MAX_MESSAGE_BYTES; sent += block.length) void writer.write(block);
  send('\n{"jsonrpc":"2.0","id":7,"method":"ping"}\n');
  assertStringIncludes((await receive()).error.message, "give long texts as paths");
  assertEquals(await receive(), { jsonrpc: "2.0", id: 7, result: {} });
  await writer.close();
  await server.ended;
  assert((await lines.read()).done);
});

Deno.test("serveMcp redacts, and turns what a tool throws into its answer", async () => {
  const server = startServer([
    probe("fine", () => Promise.resolve(OK)),
    probe("known", () => {
      throw new FleetError("model-busy", "hunter2 is busy", { hint: "Wait for hunter2" });
    }),
    probe("fault", () => Promise.reject(new RangeError("nobody foresaw hunter2"))),
  ]);
  const client = await connect(server);
  const fine = await client.callTool({ name: "fine" });
  assertEquals(fine.structuredContent, { status: "ok", "[REDACTED]": ["[REDACTED]"] });
  const known = await client.callTool({ name: "known" });
  assertEquals(known.isError, true);
  assertEquals(known.content, [{
    type: "text",
    text: "Error (model-busy): [REDACTED] is busy\nHint: Wait for [REDACTED]",
  }]);
  const fault = await client.callTool({ name: "fault" });
  const content = fault.structuredContent as { error: { code: string } };
  assertEquals([fault.isError, content.error.code], [true, "internal"]);
  assertStringIncludes(server.warnings.join(), "RangeError");
  await client.close();
  await server.ended;
});

Deno.test("serveMcp calls off what is under way when it ends, and waits for it", async () => {
  const ends: readonly ((server: ReturnType<typeof startServer>) => void)[] = [
    (server) => server.abort(),
    (server) => void server.input.close(),
  ];
  for (const end of ends) {
    const cleaned: string[] = [];
    const started = Promise.withResolvers<void>();
    const server = startServer([
      probe("waits", async ({ signal }) => {
        started.resolve();
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        await new Promise((resolve) => setTimeout(resolve));
        cleaned.push("cleaned");
        return OK;
      }),
    ]);
    const writer = server.input.getWriter();
    const output = new Response(server.output).text();
    const request = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "waits" } };
    await writer.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
    await started.promise;
    writer.releaseLock();
    end(server);
    await server.ended;
    assertEquals(cleaned, ["cleaned"]);
    assertStringIncludes(await output, '"id":1');
  }
});

Deno.test("serveMcp aborts a call that the client cancels, and no other", async () => {
  const aborted: string[] = [];
  const wait = (name: string) =>
    probe(name, async ({ note, signal }) => {
      note({ message: "began" });
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      aborted.push(name);
      return OK;
    });
  const server = startServer([wait("a"), wait("b")]);
  const client = await connect(server);
  const begun = Promise.withResolvers<void>();
  const cancel = new AbortController();
  const options = { signal: cancel.signal, onprogress: () => begun.resolve() };
  const a = client.callTool({ name: "a" }, undefined, options);
  const b = client.callTool({ name: "b" });
  await begun.promise;
  cancel.abort();
  await assertRejects(() => a);
  await client.ping();
  assertEquals(aborted, ["a"]);
  server.abort();
  assertEquals((await b).content, [{ type: "text", text: "[REDACTED]" }]);
  await server.ended;
  await client.close();
});

/** Any JSON value, often one that is nearly right. */
function anyValue(random: () => number, depth: number): unknown {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const many = () => Array.from({ length: Math.floor(random() * 4) });
  const kind = Math.floor(random() * (depth > 3 ? 6 : 9));
  const texts = [
    "",
    "a",
    "run",
    "offline",
    "docs/*.md",
    "../..",
    "a -> b",
    "last",
    "\u0000",
    "\ud800",
  ];
  switch (kind) {
    case 0:
      return pick([null, true, false]);
    case 1:
      return pick([0, -1, 1.5, 1e308, 2 ** 53, 120]);
    case 2:
      return "\u{1f600}".repeat(Math.floor(random() * 3000));
    case 3:
    case 4:
    case 5:
      return pick(texts);
    case 6:
      return many().map(() => anyValue(random, depth + 1));
    default:
      return Object.fromEntries(many().map(() => [pick(NAMES), anyValue(random, depth + 1)]));
  }
}

const NAMES: readonly string[] = [
  ...["code", "session", "action", "paths", "values", "timeout_s", "run", "step", "output"],
  ...["child", "offset", "max_chars", "task", "signature", "instructions", "model", "sub_model"],
  ...["limits", "max_iterations", "a", "__proto__", "constructor", ""],
];

Deno.test("the tools answer whatever arguments they are given", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fleet-test-" });
  const random = seeded(7);
  const planner = new ScriptedModel([]);
  await using sessions = new SandboxSessions({
    max: 4,
    idleMs: 0,
    createInterpreter: () => Promise.resolve(new FakeInterpreter()),
  });
  const roots = await openInputRoots([folder], { cwd: folder, writable: [] });
  const open = (specs: Parameters<typeof openInputs>[0]) =>
    openInputs(specs, { stdin: () => ReadableStream.from([]) });
  const server = startServer([
    createSandboxExec({
      sessions,
      roots,
      openInputs: open,
      reach: { files: false, network: false },
    }),
    createRunShow({ records: folder, roots }),
    createRlmRun({
      host: () =>
        Promise.resolve({
          backend: { name: "fake", createInterpreter: () => new FakeInterpreter() },
          settings: {},
          models: () => Promise.resolve({ planner, subModel: planner, price: () => undefined }),
          redact: (text) => text,
          recordPath: () => undefined,
          [Symbol.dispose]: () => {},
        }),
      models: { configured: ["openai/fake"], allowed: [] },
      ceilings: {},
      cellTimeoutMs: 0,
      concurrency: 1,
      limiter: createLimiter(2),
      roots,
      openInputs: open,
    }),
  ]);
  const client = await connect(server);
  const names = ["sandbox_exec", "run_show", "rlm_run"];
  let refused = 0;
  for (let round = 0; round < 600; round++) {
    const args = Object.fromEntries(
      Array.from({ length: Math.floor(random() * 4) }, () => [
        NAMES[Math.floor(random() * NAMES.length)],
        anyValue(random, 0),
      ]),
    );
    const name = names[round % names.length]!;
    const answer = await client.callTool({ name, arguments: args }); // Throws where it is no answer.
    if (answer.isError) refused++;
  }
  assert(refused > 300 && refused < 600, `${refused} of 600 refused`);
  assertEquals(server.warnings, []);
  await client.close();
  await server.ended;
  await Deno.remove(folder, { recursive: true });
});
