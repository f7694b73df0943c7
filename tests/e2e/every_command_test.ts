/** Every command of the table, through the real process: here, or in the test file that is named. */

import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { BACKENDS } from "../../backends/mod.ts";
import { COMMAND_INDEX } from "../../src/cli/command_index.gen.ts";
import { commandTable } from "../../src/cli/command_table.ts";
import { createWorkspace, type ProgramResult } from "./_program.ts";

/** Where a command that has tests of its own is run as a process; paths below `tests/`. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "run-basic": "e2e/limits_test.ts",
  "run-architecture": "e2e/task_commands_test.ts",
  "run-api-endpoints": "e2e/task_commands_test.ts",
  "run-error-patterns": "e2e/task_commands_test.ts",
  "run-trajectory": "e2e/task_commands_test.ts",
  "run-custom-tool": "e2e/task_commands_test.ts",
  "run-logs": "e2e/task_commands_test.ts",
  "run-long-context": "e2e/offline_test.ts",
  "run": "e2e/inputs_test.ts",
  "batch": "e2e/batch_test.ts",
  "view": "view/browser_test.ts",
  "replay": "e2e/replay_test.ts",
  "resume": "e2e/resume_test.ts",
  "fork": "e2e/resume_test.ts",
  "runs": "e2e/runs_test.ts",
  "runs show": "e2e/runs_test.ts",
  "runs compare": "e2e/runs_test.ts",
  "runs export": "e2e/runs_test.ts",
  "runs rm": "e2e/runs_test.ts",
  "tools": "e2e/tools_test.ts",
  "exec": "e2e/exec_test.ts",
  "conform": "e2e/conform_test.ts",
  "modal setup": "e2e/modal_account_test.ts",
  "modal status": "e2e/modal_account_test.ts",
  "mcp": "mcp/_client.ts",
  "completions": "e2e/completions_test.ts",
};

/** A command line and what must come of it. */
interface Case {
  readonly argv: readonly string[];
  readonly stdin?: string;
  readonly code: number;
  check(result: ProgramResult): void;
}

/** The one object that was printed. */
function json({ stdout }: ProgramResult): Readonly<Record<string, unknown>> {
  return JSON.parse(stdout);
}

/** Modal cannot be reached: there is no token. `tests/cli/` tries these against a Modal of ours. */
function withoutToken(...argv: readonly string[]): Case {
  return {
    argv: [...argv, "--json"],
    code: 1,
    check: ({ stderr, stdout }) => {
      assertEquals(stdout, "");
      assertStringIncludes(
        stderr,
        "Error: Cannot use Modal: there are no Modal credentials\nHint: ",
      );
    },
  };
}

const CASES: Readonly<Record<string, Case>> = {
  "check-secret": withoutToken("check-secret"),
  "check-secret-key": withoutToken("check-secret-key", "--key=A"),
  "modal cleanup": withoutToken("modal", "cleanup"),
  "modal secret create": withoutToken("modal", "secret", "create", "models", "A=b"),
  "modal volume create": withoutToken("modal", "volume", "create", "docs"),
  "modal volume ls": withoutToken("modal", "volume", "ls", "docs"),
  "modal volume put": withoutToken("modal", "volume", "put", "docs", "notes.md"),
  "modal volume get": withoutToken("modal", "volume", "get", "docs", "notes.md"),
  "modal volume rm": withoutToken("modal", "volume", "rm", "docs", "notes.md"),
  "init": {
    argv: ["init", "--list", "--json"],
    code: 0,
    check: (result) => assert(Object.keys(json(result)).length > 0),
  },
  "hook": {
    argv: ["hook", "user-prompt-submit"],
    stdin: `{"hook_event_name":"UserPromptSubmit","prompt":"Good morning"}`,
    code: 0,
    check: ({ stderr }) => assertEquals(stderr, ""),
  },
  "doctor": {
    argv: ["doctor", "--backend=local", "--model=offline", "--json"],
    code: 0,
    check: (result) => {
      const { ok, checks } = json(result);
      assertEquals(ok, true);
      assertMatch(JSON.stringify(checks), /"local\.isolation"/);
    },
  },
  "config": {
    argv: ["config", "exec", "--json"],
    code: 0,
    check: (result) => {
      const { command, files, problems } = json(result);
      assertEquals([command, files, problems], ["exec", [], []]);
    },
  },
  "models": {
    argv: ["models", "--json"],
    code: 0,
    check: (result) => assert(Array.isArray(json(result)["providers"])),
  },
  "cache": {
    argv: ["cache", "--json"],
    code: 0,
    check: (result) => assertEquals(json(result)["entries"], 0),
  },
};

/** Commands that print no result (a script, or what another program asks for), or JSON as it is. */
const WITHOUT_JSON: readonly string[] = ["completions", "hook", "mcp", "runs export"];

Deno.test("every command is run as a process by some test", async () => {
  const names = COMMAND_INDEX.commands.map(({ name }) => name);
  assertEquals([...Object.keys(ELSEWHERE), ...Object.keys(CASES)].sort(), names.toSorted());
  for (const [name, file] of Object.entries(ELSEWHERE)) {
    const text = await Deno.readTextFile(new URL(`../${file}`, import.meta.url));
    const words = name.split(" ").map((word) => `"${word}"`).join(",\\s*");
    assertMatch(text, new RegExp(words), `${file} does not run ${name}`);
    assertMatch(text, /_program\.ts"/, `${file} starts no process`);
    assertMatch(text, /\.(?:run|spawn|describe)\(/, `${file} starts no process`);
  }
});

Deno.test("every command that prints a result can print it as JSON", async () => {
  const { commands } = await commandTable(BACKENDS);
  const without = commands.filter(({ options }) => options.every(({ name }) => name !== "json"));
  assertEquals(without.map(({ name }) => name).sort(), [...WITHOUT_JSON]);
});

Deno.test("commands that are run nowhere else do what they are for", async () => {
  await using at = await createWorkspace();
  await at.write("notes.md", "The gauge is low.\n");
  const waiting = Object.entries(CASES);
  /** As many processes at once as there are processors to run them. */
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [name, { argv, check, code, stdin }] = next;
      const result = await at.run(argv, stdin === undefined ? {} : { stdin });
      assertEquals(result.code, code, `${name}: ${result.stderr}${result.stdout}`);
      check(result);
    }
  };
  await Promise.all([work(), work()]);
});
