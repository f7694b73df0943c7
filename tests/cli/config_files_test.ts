import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { commandTable } from "../../src/cli/command_table.ts";
import { type HomeFiles, settingsOf, withHome } from "./_home.ts";
import { createScriptedBackend } from "./_scripted_backend.ts";

Deno.test("settings come from the environment, .env, the project, the user, what is built in", async () => {
  const files: HomeFiles = {
    dotEnv: "DSPY_LM_MODEL=openai/of-dotenv\n",
    project: {
      "backend": "fake",
      "model": "openai/of-project",
      "timeout": 50,
      "commands": { "exec": { "timeout": 40 } },
    },
    user: {
      "model": "openai/of-user",
      "timeout": 7,
      "cell-timeout": 5,
      "max-memory": "2g",
      "python": "python3.12",
      "allow-read": ["~/books", "beside", "/srv"],
      "commands": { "exec": { "timeout": 3 } },
    },
  };
  await withHome(files, async (at) => {
    const own = `in ${at.project}/fleet-rlm.json`;
    const users = `in ${at.home}/.config/fleet-rlm/fleet-rlm.json`;
    const run = await settingsOf(at, "run", { FLEET_RLM_BACKEND: "modal" });
    assertEquals(run.get("backend"), ["modal", "FLEET_RLM_BACKEND in the environment"]);
    assertEquals(run.get("model"), [
      "openai/of-dotenv",
      `DSPY_LM_MODEL in ${at.project}/inner/.env`,
    ]);
    assertEquals(run.get("timeout"), [50, `"timeout" ${own}`]);
    assertEquals(run.get("cell-timeout"), [5, `"cell-timeout" ${users}`]);
    assertEquals(run.get("max-memory"), [2 * 1024 ** 3, `"max-memory" ${users}`]);
    assertEquals(run.get("python"), ["python3.12", `"python" ${users}`]);
    assertEquals(run.get("concurrency"), [16, "built in"]);
    assertEquals(run.get("allow-read")?.[0], [
      `${at.home}/books`,
      `${at.home}/.config/fleet-rlm/beside`,
      "/srv",
    ]);
    const exec = await settingsOf(at, "exec");
    assertEquals(exec.get("timeout"), [40, `"commands.exec.timeout" ${own}`]);
    assertEquals(exec.get("backend"), ["fake", `"backend" ${own}`]);
    const conform = await settingsOf(at, "conform");
    assertEquals(conform.get("timeout"), [120, "built in"], "Of another meaning: set by itself");
  });
});

Deno.test("what files say is in force, flags win, and --no-NAME turns a flag off", async () => {
  const project = { "backend": "fake", "commands": { "exec": { "json": true } } };
  await withHome({ project, user: { "commands": { "exec": { "cell": ["1"] } } } }, async (at) => {
    const [, { stdout }] = await at.run(["exec"]);
    assertEquals(JSON.parse(stdout).cell, 1);
    const [, plain] = await at.run(["exec", "--no-json"]);
    assertEquals(plain.stdout, "");
    const [, last] = await at.run(["exec", "--no-json", "--json"]);
    assertEquals(JSON.parse(last.stdout).status, "ok");
    const [code, { stderr }] = await at.run(["exec", "--backend=other"]);
    assertEquals(code, 2, stderr);
  });
});

Deno.test("a file can give what a command cannot go without", async () => {
  const user = { "commands": { "run-basic": { "question": "What?", "model": "offline" } } };
  await withHome({ user }, async (at) => {
    const [code, { stderr }] = await at.run(["run-basic", "--backend=fake", "--quiet"]);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "Cannot do this task with model 'offline'");
  });
});

Deno.test("resume and fork take limits from the record, never from a file", async () => {
  await withHome({ user: { "max-iterations": 3, "concurrency": 2 } }, async (at) => {
    const resume = await settingsOf(at, "resume");
    assertEquals(resume.get("max-iterations"), [null, "built in"]);
    assertEquals(resume.get("concurrency"), [null, "built in"]);
  });
});

const WRONG: readonly [project: unknown, message: string, hint?: string][] = [
  ["{", "Cannot use configuration file FILE: it is no JSON ("],
  ["[]", "Cannot use configuration file FILE: it holds no object"],
  [{ bakend: "local" }, 'Unknown option "bakend" in ', 'Did you mean "backend"?'],
  [{ "--timeout": 3 }, 'Unknown option "--timeout" in ', 'Did you mean "timeout"?'],
  [{ xyzzy: 3 }, 'Unknown option "xyzzy" in ', "Keys are the names of options"],
  [
    { commands: { exce: {} } },
    'Unknown command "exce" under "commands" in ',
    'Did you mean "exec"?',
  ],
  [
    { commands: { exec: { timout: 3 } } },
    'Unknown option "timout" under "exec" in ',
    'Did you mean "timeout"?',
  ],
  [{ commands: 3 }, 'Cannot use 3 for "commands" in FILE: it must be an object'],
  [{ commands: { exec: 3 } }, 'Cannot use 3 for "commands.exec" in FILE: it must be an object'],
  [
    { timeout: "3" },
    'Cannot use "3" for "timeout" in FILE: it must be a number of seconds from 0 to 604800',
  ],
  [
    { "max-llm-calls": 1.5 },
    'Cannot use 1.5 for "max-llm-calls" in FILE: it must be a whole number from 0 to 1000000',
  ],
  [{ json: "yes" }, 'Cannot use "yes" for "json" in FILE: it must be true or false'],
  [{ model: "" }, 'Cannot use "" for "model" in FILE: it must be a text that is not empty'],
  [
    { cache: "offf" },
    'Cannot use "offf" for "cache" in FILE: it must be "off", "read" or "on"',
    'Did you mean "off"?',
  ],
  [
    { commands: { conform: { only: "x" } } },
    'Cannot use "x" for "commands.conform.only" in FILE: it must be a list of texts',
  ],
  [{ timeout: null }, 'Cannot use null for "timeout" in FILE'],
  [
    { query: "x".repeat(70), timeout: "y".repeat(70) },
    `Cannot use "${"y".repeat(59)}… for "timeout" in FILE`,
  ],
];

for (const [project, message, hint] of WRONG) {
  Deno.test(`a configuration file is refused for ${JSON.stringify(project).slice(0, 60)}`, async () => {
    await withHome({ project }, async (at) => {
      const [code, { stdout, stderr }] = await at.run(["exec", "--backend=fake", "--cell=1"]);
      assertEquals([code, stdout], [1, ""]);
      const path = `${at.project}/fleet-rlm.json`;
      const expected = message.replace("file FILE", `file "${path}"`).replace("FILE", path);
      assertStringIncludes(stderr, `Error: ${expected}`);
      if (hint !== undefined) assertStringIncludes(stderr, `\nHint: ${hint}`);
    });
  });
}

Deno.test("FLEET_RLM_CONFIG names a file that is trusted, or none at all", async () => {
  const files: HomeFiles = {
    project: { "timeout": 1 },
    user: { "timeout": 2, "concurrency": 3 },
    others: { "inner/mine.json": JSON.stringify({ "timeout": 4, "python": "/opt/python" }) },
  };
  await withHome(files, async (at) => {
    const named = await settingsOf(at, "run", { FLEET_RLM_CONFIG: "mine.json" });
    assertEquals(["timeout", "concurrency", "python"].map((name) => named.get(name)?.[0]), [
      4,
      3,
      "/opt/python",
    ]);
    const none = await settingsOf(at, "run", { FLEET_RLM_CONFIG: "none" });
    assertEquals(["timeout", "concurrency"].map((name) => none.get(name)?.[0]), [600, 16]);
    const [code, { stdout }] = await at.run(["config"], { FLEET_RLM_CONFIG: "missing.json" });
    assertEquals(code, 1);
    assertStringIncludes(stdout, `configuration file "${at.project}/inner/missing.json": no such`);
  });
});

Deno.test("help, models and doctor do without a file that is wrong; doctor and config say so", async () => {
  await withHome({ project: "{" }, async (at) => {
    assertEquals((await at.run(["exec", "--help"]))[0], 0);
    const [, { stdout }] = await at.run(["doctor", "--backend=fake", "--model=offline"]);
    assertStringIncludes(stdout, "  failed   Configuration files: Cannot use configuration file");
    const [code, { stderr }] = await at.run(["models"]);
    assertEquals(code, 1);
    assertStringIncludes(stderr, "it is no JSON");
  });
});

Deno.test("config --schema prints a schema that takes the example of the documentation", async () => {
  await withHome({}, async (at) => {
    const [code, { stdout }] = await at.run(["config", "--schema"]);
    assertEquals(code, 0);
    assertEquals(JSON.parse(stdout).title, "Configuration file of fleet-rlm");
  });
  const page = await Deno.readTextFile(new URL("../../docs/configuration.md", import.meta.url));
  const user = /^```json\n(.*?)^```$/ms.exec(page)?.[1]?.replace('"local"', '"fake"');
  await withHome({ user }, async (at) => {
    const exec = await settingsOf(at, "exec");
    assertEquals(["backend", "timeout", "json"].map((name) => exec.get(name)?.[0]), [
      "fake",
      60,
      true,
    ]);
  });
});

Deno.test("the variable of every option comes before files, in .env as well", async () => {
  const { commands } = await commandTable(createScriptedBackend().backends);
  const seen = new Set<string>();
  for (const { name: command, options } of commands) {
    for (const { env, isInert, ignoresFiles, kind, name, ...option } of options) {
      if (env === undefined || isInert || ignoresFiles || seen.has(env)) continue;
      seen.add(env);
      const value = "choices" in option ? option.choices[0] : "x/first";
      assert(kind === "string" || kind === "choice", name);
      for (const [dotEnv, variables] of [[`${env}=${value}\n`, {}], ["", { [env]: value! }]]) {
        await withHome({ user: { [name]: value }, dotEnv: dotEnv as string }, async (at) => {
          const [, { stdout }] = await at.run(
            ["config", ...command.split(" "), "--changed", "--json"],
            variables as Record<string, string>,
          );
          const setting = JSON.parse(stdout).settings.find((each: { name: string }) =>
            each.name === name
          );
          assertEquals([setting?.value, setting?.origin.variable], [value, env], stdout);
        });
      }
    }
  }
  assert(seen.size > 4);
});
