import { assert, assertEquals } from "@std/assert";
import { runCli } from "../../src/cli/run_cli.ts";
import { FleetError } from "../../src/core/errors.ts";
import { currentBuild, describeBuild } from "../../src/cli/build.ts";
import { createMemoryTerminal, type MemoryTerminal } from "./_memory_terminal.ts";
import {
  createScriptedBackend,
  errorCell,
  okCell,
  type ScriptedBackend,
  type ScriptedCell,
  submittedCell,
} from "./_scripted_backend.ts";

interface Outcome {
  readonly code: number;
  readonly terminal: MemoryTerminal;
  readonly backend: ScriptedBackend;
}

interface RunOptions {
  readonly script?: readonly ScriptedCell[];
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

async function run(argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const terminal = createMemoryTerminal(options.input);
  const backend = createScriptedBackend(options.script);
  const { env = {}, signal } = options;
  const code = await runCli(argv, {
    backends: backend.backends,
    terminal,
    env,
    cwd: "/",
    ...(signal === undefined ? {} : { signal }),
  });
  assertEquals(backend.open, 0, "A sandbox was left running");
  return { code, terminal, backend };
}

Deno.test("runCli shows help and version on standard output", async () => {
  for (const argv of [["--help"], ["-h"], ["help"]]) {
    const { code, terminal } = await run(argv);
    assertEquals([code, terminal.stderr], [0, ""]);
    assert(terminal.stdout.includes("Usage: fleet-rlm COMMAND"));
  }
  for (const argv of [["help", "exec"], ["exec", "--help"], ["exec", "--cell", "x", "-h"]]) {
    const { code, terminal } = await run(argv);
    assertEquals([code, terminal.stderr], [0, ""]);
    assert(terminal.stdout.includes("Usage: fleet-rlm exec"));
  }
  for (const argv of [["--version"], ["-V"]]) {
    assertEquals((await run(argv)).terminal.stdout, `${describeBuild(currentBuild())}\n`);
  }
});

const USAGE: readonly [argv: string[], error: string][] = [
  [[], "Error: Missing command\nHint: See fleet-rlm --help, or begin with fleet-rlm doctor\n"],
  [
    ["modal", "volume", "list"],
    'Error: Unknown command "modal volume list"\n' +
    'Hint: Did you mean "modal volume ls"? See fleet-rlm help modal volume\n',
  ],
  [["exce"], 'Error: Unknown command "exce"\nHint: Did you mean "exec"? See fleet-rlm --help\n'],
  [["help", "rum"], 'Error: Unknown command "rum"\nHint: Did you mean "run"? '],
  [["--jsno"], 'Error: Unknown option "--jsno"\nHint: Options follow the command'],
  [["exec", "--backend", "fak"], 'Error: Cannot use "fak" for --backend: it must be "modal" or'],
  [["exec", "--input", "x"], 'Error: Cannot read input "x": it has no "="'],
  [["exec", "--input", "x=@-"], "Error: Cannot read standard input twice"],
  [["run", "--signature", "a b"], "Error: Cannot parse signature"],
  [["run", "--signature", "a -> b"], 'Error: Missing input "a"'],
  [["run", "--signature", "a -> b", "--input", "c=1"], 'Error: Unknown input "c"'],
];

for (const [argv, error] of USAGE) {
  Deno.test(`runCli exits with 2 on ${JSON.stringify(argv)}`, async () => {
    const { code, terminal, backend } = await run(argv);
    assertEquals([code, terminal.stdout, backend.options.length], [2, "", 0]);
    assert(terminal.stderr.startsWith(error), terminal.stderr);
  });
}

Deno.test("runCli gives failures in the order usage, inputs, model, backend", async () => {
  const argv = ["run-long-context", "--docs-path", "/no/such/file", "--query", "q"];
  const missing = await run([...argv, "--mode", "x"]);
  assertEquals(missing.code, 2);
  const noFile = await run(argv);
  assertEquals(noFile.code, 1);
  assert(noFile.terminal.stderr.startsWith('Error: Cannot read "/no/such/file": no such file'));
  const noModel = await run(["run-basic", "--question", "q"], {
    env: { FLEET_RLM_BACKEND: "nowhere" },
  });
  assertEquals(noModel.code, 1);
  assert(noModel.terminal.stderr.startsWith("Error: Planner LM not configured"));
  const badTokens = await run(["run-basic", "--question", "q", "--model", "offline"], {
    env: { DSPY_LM_MAX_TOKENS: "many" },
  });
  assertEquals(badTokens.code, 1);
  assert(badTokens.terminal.stderr.startsWith('Error: Cannot use DSPY_LM_MAX_TOKENS: "many"'));
  const noBackend = await run(["run-basic", "--question", "q", "--model", "offline"], {
    env: { FLEET_RLM_BACKEND: "nowhere" },
  });
  assertEquals(noBackend.code, 1);
  assert(noBackend.terminal.stderr.startsWith('Error: Cannot use backend "nowhere"'));
  assert(noBackend.terminal.stderr.includes("FLEET_RLM_BACKEND in the environment"));
});

Deno.test("exec prints what cells print and submit", async () => {
  const script = ["one\n", okCell("no newline"), submittedCell({ a: [1n] }, "last\n")];
  const { code, terminal, backend } = await run(
    ["exec", "--cell", "a", "--input", "x=1", "-"],
    { script, input: "b\n# %%\nc\n" },
  );
  assertEquals(code, 0);
  assertEquals(terminal.stdout, 'one\nno newline\nlast\n{"a":[1]}\n');
  assertEquals(terminal.stderr, "");
  assertEquals(backend.cells.map((cell) => cell.trim()), ["a", "b", "c"]);
  assertEquals(backend.bound, [{ kind: "value", name: "x", value: "1" }]);
  assertEquals(backend.options[0]?.maxOutputChars, 1_000_000);
  assertEquals(backend.options[0]?.lifetimeMs, 600_000);
  assertEquals(backend.options[0]?.cellTimeoutMs, 0);
});

Deno.test("exec stops at the first cell that fails", async () => {
  const { code, terminal, backend } = await run(
    ["exec", "--cell", "a", "--cell", "b", "--timeout", "1.5", "--cell-timeout", "0.25"],
    { script: [errorCell("bad", "before\n")] },
  );
  assertEquals([code, backend.cells], [1, ["a"]]);
  assertEquals(terminal.stdout, "before\n");
  assertEquals(terminal.stderr, "Traceback (most recent call last):\nValueError: bad\n");
  assertEquals(backend.options[0]?.lifetimeMs, 1_500);
  assertEquals(backend.options[0]?.cellTimeoutMs, 250);
});

const base = { output: { text: "o", chars: 1, omittedChars: 0 }, durationMs: 2.6, changes: [] };

const RECORDS: readonly [cell: ScriptedCell, record: Record<string, unknown>][] = [
  [okCell("p\n", 7), { cell: 1, status: "ok", output: "p\n", value: 7, duration_ms: 1 }],
  [okCell("p"), { cell: 1, status: "ok", output: "p", duration_ms: 1 }],
  [
    submittedCell({ x: null }),
    { cell: 1, status: "submitted", output: "", value: { x: null }, duration_ms: 2 },
  ],
  [errorCell("é"), {
    cell: 1,
    status: "error",
    output: "",
    error: {
      type: "ValueError",
      message: "é",
      line: 1,
      traceback: "Traceback (most recent call last):\nValueError: é\n",
    },
    duration_ms: 3,
  }],
  [{ ...base, status: "timeout", timeoutMs: 500, stateKept: true }, {
    cell: 1,
    status: "timeout",
    output: "o",
    error: {
      type: "TimeoutError",
      message: "Stopped after its time limit of 0.5 s; the session's state was kept",
    },
    duration_ms: 3,
  }],
  [{ ...base, status: "crashed", reason: "The sandbox was killed" }, {
    cell: 1,
    status: "crashed",
    output: "o",
    error: { type: "SandboxLost", message: "The sandbox was killed" },
    duration_ms: 3,
  }],
];

for (const [cell, record] of RECORDS) {
  Deno.test(`exec --json writes a line for a cell that ended ${record["status"]}`, async () => {
    const { code, terminal } = await run(["exec", "--json", "--cell", "x"], { script: [cell] });
    const isGood = record["status"] === "ok" || record["status"] === "submitted";
    assertEquals(code, isGood ? 0 : 1);
    assertEquals(terminal.stdout.split("\n").length, 2);
    assertEquals(JSON.parse(terminal.stdout), record);
    assertEquals(terminal.stderr, "");
  });
}

Deno.test("runCli exits with 130 when it is interrupted", async () => {
  const { code, terminal } = await run(["exec", "--cell", "x", "--input", "a=@-"], {
    signal: AbortSignal.abort(),
    input: "text",
  });
  assertEquals([code, terminal.stdout, terminal.stderr], [130, "", "Interrupted\n"]);
});

Deno.test("runCli takes secrets out of errors", async () => {
  const terminal = createMemoryTerminal();
  const load = () => {
    const cause = new Error("key was super-secret-value");
    return Promise.reject(new FleetError("sandbox-start", "No: super-secret-value", { cause }));
  };
  const code = await runCli(["exec", "--cell", "x", "--verbose"], {
    backends: { modal: { summary: "", load } },
    terminal,
    env: { DSPY_LLM_API_KEY: "super-secret-value" },
    cwd: "/",
  });
  assertEquals(code, 1);
  assert(terminal.stderr.includes("Cause: key was "), terminal.stderr);
  assert(!terminal.stderr.includes("super-secret-value"), terminal.stderr);
});
