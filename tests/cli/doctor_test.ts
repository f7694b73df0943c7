import { assertEquals, assertStringIncludes } from "@std/assert";
import { renderFinding } from "../../src/cli/doctor/diagnosis_report.ts";
import { judgeDeno, tryFolder } from "../../src/cli/doctor/program_checks.ts";
import { runCli } from "../../src/cli/run_cli.ts";
import type { BackendRegistry } from "../../src/core/backend.ts";
import type { DiagnosisOptions, DiagnosticCheck, Finding } from "../../src/core/diagnosis.ts";
import { FleetError } from "../../src/core/errors.ts";
import { TESTED_DENO_VERSION } from "../../src/core/version.gen.ts";
import { startOpenAiServer } from "../fakes/openai_server.ts";
import { createMemoryTerminal, type MemoryTerminal } from "./_memory_terminal.ts";
import { createScriptedBackend } from "./_scripted_backend.ts";

/** A check that finds this. */
function finds(name: string, finding: Finding | Error): DiagnosticCheck {
  const run = () => finding instanceof Error ? Promise.reject(finding) : Promise.resolve(finding);
  return { name, title: name.toUpperCase(), run };
}

interface Doctored {
  readonly argv?: readonly string[];
  readonly fake?: readonly DiagnosticCheck[];
  readonly house?: (options: DiagnosisOptions) => Promise<readonly DiagnosticCheck[]>;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Looks for as long as it is not called off. */
function end(signal: AbortSignal): Promise<Finding> {
  const { promise, resolve } = Promise.withResolvers<Finding>();
  signal.addEventListener("abort", () => resolve({ status: "ok", message: "called off" }));
  if (signal.aborted) resolve({ status: "ok", message: "called off" });
  return promise;
}

/** Runs `doctor` on a backend and a house with these checks, in a home of its own. */
async function doctor(given: Doctored): Promise<[number, MemoryTerminal]> {
  const home = await Deno.makeTempDir({ prefix: "fleet-doctor-" });
  const terminal = createMemoryTerminal();
  const fake = createScriptedBackend().backends["fake"];
  if (fake === undefined) throw new TypeError("No fake backend");
  const backends: BackendRegistry = {
    fake: { ...fake, diagnose: () => Promise.resolve(given.fake ?? []) },
    plain: { summary: "A place", load: fake.load },
    broken: { summary: "A ruin", load: () => Promise.reject(new Error("It fell down")) },
  };
  try {
    const argv = ["doctor", "--backend=fake", "--model=offline", ...given.argv ?? []];
    const code = await runCli(argv, {
      backends,
      diagnoses: given.house === undefined ? [] : [{ title: "A house", diagnose: given.house }],
      terminal,
      env: { HOME: home, ...given.env },
      cwd: home,
      ...(given.signal === undefined ? {} : { signal: given.signal }),
    });
    return [code, terminal];
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

Deno.test("doctor tells what every house found, in their order, with what to do", async () => {
  const slow = Promise.withResolvers<Finding>();
  const [code, { stdout }] = await doctor({
    fake: [
      { name: "fake.slow", title: "Slow", run: () => slow.promise },
      {
        name: "fake.quick",
        title: "Quick",
        run() {
          slow.resolve({ status: "ok", message: "came \x1b[2Jlast" });
          return Promise.resolve({ status: "skipped", message: "came first" });
        },
      },
    ],
    house: () =>
      Promise.resolve([
        finds("house.roof", { status: "warning", message: "leaks", hint: "Mend it" }),
        finds("house.cellar", new FleetError("internal", "Full of water", { hint: "Pump" })),
        finds("house.door", new TypeError("Stuck")),
      ]),
  });
  assertEquals(code, 1);
  const lines = stdout.slice(stdout.indexOf("Backend fake")).split("\n");
  assertEquals(lines, [
    "Backend fake (chosen)",
    "  ok       Slow: came \ufffd[2Jlast",
    "  skipped  Quick: came first",
    "",
    "Backend plain",
    "  ok       Loading: A place; it offers no checks",
    "",
    "Backend broken",
    "  warning  Loading: It fell down",
    "",
    "A house",
    "  warning  HOUSE.ROOF: leaks",
    "           Hint: Mend it",
    "  failed   HOUSE.CELLAR: Full of water",
    "           Hint: Pump",
    "  failed   HOUSE.DOOR: Stuck",
    "",
    "8 ok, 2 warnings, 2 failed, 1 skipped",
    "",
  ]);
});

Deno.test("doctor ends well when only backends that are not chosen fail", async () => {
  const [code, { stdout, stderr }] = await doctor({ argv: ["--json"] });
  const { ok, counts, checks } = JSON.parse(stdout);
  assertEquals([code, stderr, ok, counts.failed, counts.warning], [0, "", true, 0, 1]);
  assertEquals(
    checks.map(({ name, status }: { name: string; status: string }) => `${name} ${status}`),
    [
      "program.deno ok",
      "program.state-folder ok",
      "program.cache-folder ok",
      "program.config-files ok",
      "program.env-file ok",
      "model.planner ok",
      "plain.load ok",
      "broken.load warning",
    ],
  );
});

Deno.test("doctor hands the settings of a run to those who look", async () => {
  let seen: DiagnosisOptions | undefined;
  await doctor({
    argv: ["--live", "--allow-net", "--python=/opt/python"],
    env: { MODAL_TOKEN_ID: "ak-1" },
    house(options) {
      seen = options;
      return Promise.resolve([]);
    },
  });
  assertEquals(
    [seen?.isLive, seen?.settings.allowNet, seen?.settings.python],
    [true, true, "/opt/python"],
  );
  assertEquals(seen?.settings.lookup?.("MODAL_TOKEN_ID"), "ak-1");
  assertEquals(seen?.signal.aborted, true, "Whoever still looks at the end is called off");
});

const PROBLEMS: readonly [title: string, given: Doctored, expected: readonly string[]][] = [
  [
    "a check that never ends",
    {
      argv: ["--timeout=0.05"],
      house: ({ signal }) => Promise.resolve([{ name: "a.b", title: "B", run: () => end(signal) }]),
    },
    ["  failed   B: Gave no answer within 0.05 s\n"],
  ],
  [
    "a house that cannot be loaded",
    { house: () => Promise.reject(new Error("No such module")) },
    ["A house\n  failed   Loading: No such module\n"],
  ],
  [
    "a path that is not there",
    { argv: ["--allow-read=/nowhere/at/all"] },
    ['  failed   Settings: Cannot use "/nowhere/at/all" for --allow-read: it does not exist\n'],
  ],
  [
    "an env file that is not there",
    { argv: ["--env-file=/nowhere/.env"] },
    [
      '  failed   .env file: Cannot read env file "/nowhere/.env": no such file\n',
      "4 ok, 1 failed",
    ],
  ],
  [
    "a planner without a key",
    { argv: ["--model=groq/llama"] },
    ["  failed   Planner: Planner LM not configured: no API key for 'groq/llama'\n"],
  ],
  [
    "settings of the model that are no good",
    { env: { DSPY_LM_MAX_TOKENS: "many" } },
    ["  failed   Planner: Cannot use DSPY_LM_MAX_TOKENS"],
  ],
];

for (const [title, given, expected] of PROBLEMS) {
  Deno.test(`doctor fails and says why for ${title}`, async () => {
    const [code, { stdout }] = await doctor(given);
    assertEquals(code, 1);
    for (const part of expected) assertStringIncludes(stdout, part);
  });
}

Deno.test("doctor says where the models are, and never shows a key", async () => {
  const env = { OPENAI_API_KEY: "sk-very-secret-1", DSPY_LM_API_BASE: "" };
  const [code, { stdout }] = await doctor({
    argv: ["--model=openai/gpt-5", "--sub-model=ollama/llama3"],
    env,
  });
  assertEquals(code, 0);
  assertStringIncludes(stdout, "Planner: openai/gpt-5 at https://api.openai.com/v1, key found\n");
  assertStringIncludes(
    stdout,
    "Sub-model: ollama/llama3 at http://localhost:11434/v1, without a key\n",
  );
  assertEquals(stdout.includes("secret"), false);
});

Deno.test("doctor --live asks each model once, and tells what came of it", async () => {
  await using server = startOpenAiServer({
    reply: ({ body }) =>
      body.model === "good"
        ? { text: "OK", usage: { prompt_tokens: 14, completion_tokens: 1 } }
        : { status: 500, body: { error: { message: "Down" } } },
  });
  const [code, { stdout }] = await doctor({
    argv: ["--live", "--model=x/good", "--sub-model=x/bad", "--api-base", server.url],
  });
  assertEquals(code, 1);
  assertEquals(
    /ok {7}Call of the planner: answered in \d+ ms, 14 \+ 1 tokens\n/.test(stdout),
    true,
  );
  assertStringIncludes(stdout, "  failed   Call of the sub-model: ");
  assertEquals(server.requests.map(({ body }) => body.model).sort(), ["bad", "good"]);
});

Deno.test("doctor ends as interrupted when the user wants the end", async () => {
  const ending = new AbortController();
  const run = async (signal: AbortSignal) => {
    ending.abort();
    return await end(signal);
  };
  const [code, { stderr }] = await doctor({
    signal: ending.signal,
    house: ({ signal }) => Promise.resolve([{ name: "a.b", title: "B", run: () => run(signal) }]),
  });
  assertEquals([code, stderr], [130, "Interrupted\n"]);
});

Deno.test("judgeDeno takes the version that is tested and later ones, and doubts others", () => {
  const [major, minor] = TESTED_DENO_VERSION.split(".").map(Number) as [number, number];
  const statuses = [
    [TESTED_DENO_VERSION, false],
    [`${major}.${minor + 1}.0`, false],
    [`${major}.${minor - 1}.9`, false],
    [`${major + 1}.0.0`, false],
    ["1.0.0", true],
  ] as const;
  assertEquals(statuses.map(([version, compiled]) => judgeDeno(version, compiled).status), [
    "ok",
    "ok",
    "warning",
    "warning",
    "ok",
  ]);
});

Deno.test("tryFolder leaves everything as it was, and names a folder that cannot be made", async () => {
  const folder = await Deno.makeTempDir({ prefix: "fleet-doctor-" });
  try {
    assertEquals((await tryFolder(`${folder}/a/b`, "X")).status, "ok");
    assertEquals((await tryFolder(folder, "X")).message, `${folder} (writable)`);
    assertEquals(await Array.fromAsync(Deno.readDir(folder)), []);
    await Deno.writeTextFile(`${folder}/file`, "");
    const { status, message, hint } = await tryFolder(`${folder}/file/below/b`, "XDG_X");
    assertEquals([status, hint], ["failed", "Make it writable, or name another place with XDG_X"]);
    assertStringIncludes(message, `Cannot write to "${folder}/file/below/b": `);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("renderFinding breaks lines between words and paints the status on a terminal", () => {
  const finding = {
    section: "Models",
    name: "models.planner",
    title: "Planner",
    status: "failed",
    message: "no model is named at all",
    hint: "Name one",
  } as const;
  assertEquals(
    renderFinding(finding, { before: undefined, width: 36, hasColor: true }),
    "\x1b[1mModels\x1b[22m\n" +
      "  \x1b[31mfailed\x1b[39m   Planner: no model is\n" +
      "           named at all\n" +
      "           Hint: Name one\n",
  );
  assertEquals(
    renderFinding(finding, { before: finding, width: Infinity, hasColor: false }),
    "  failed   Planner: no model is named at all\n           Hint: Name one\n",
  );
});
