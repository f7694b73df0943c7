import { assertEquals, assertStringIncludes } from "@std/assert";
import { commandTable } from "../../src/cli/command_table.ts";
import { sharedOptions } from "../../src/cli/defaults/settable_options.ts";
import type { OptionSpec } from "../../src/cli/option_spec.ts";
import { type HomeFiles, settingsOf, withHome } from "./_home.ts";

Deno.test("a project may lower what the user's own file spends, never raise it", async () => {
  const user = { "max-cost": 2, "max-llm-calls": 20, "max-errors": 2 };
  const project = { "max-cost": 100, "max-llm-calls": 10, "max-errors": 9, "max-iterations": 40 };
  await withHome({ user, project }, async (at) => {
    const run = await settingsOf(at, "run");
    const values = ["max-cost", "max-llm-calls", "max-errors", "max-iterations"].map((name) =>
      run.get(name)?.[0]
    );
    assertEquals(values, [2, 10, 9, 40]);
  });
});

/** What a file of the project is refused for, and one of the user's is not. */
const TRUST: readonly (readonly [values: Readonly<Record<string, unknown>>, why: string])[] = [
  [{ python: "./evil" }, "a file that was found, not named, may not set it"],
  [{ isolation: "process" }, "a file that was found, not named, may not set it"],
  [{ "allow-net": true }, "a file that was found, not named, may not set it"],
  [{ "allow-write": ["/"] }, "a file that was found, not named, may not set it"],
  [{ price: ["0,0"] }, "a file that was found, not named, may not set it"],
  [{ "env-file": "keys" }, "a file that was found, not named, may not set it"],
  [{ trajectory: "/etc/cron.d/x" }, "a file that was found, not named, may not set it"],
  [{ commands: { exec: { cell: ["import os"] } } }, "a file that was found, not named, may not"],
  [{ model: "scripted:evil.txt" }, "in a file that was found, not named, it must be a model that"],
  [{ "sub-model": "scripted:x" }, "in a file that was found, not named, it must be a model that"],
  [{ "api-base": "https://evil.example/v1" }, "in a file that was found, not named, it must be an"],
  [{ "api-base": "http://localhost.evil.example" }, "in a file that was found, not named, it must"],
];

for (const [values, why] of TRUST) {
  Deno.test(`a project's file may not say ${JSON.stringify(values)}, the user's may`, async () => {
    const argv = ["config", "run"];
    await withHome({ project: values }, async (at) => {
      const [code, { stdout }] = await at.run(argv);
      assertEquals(code, 1);
      assertStringIncludes(stdout, `in ${at.project}/fleet-rlm.json: ${why}`);
      assertStringIncludes(
        stdout,
        ` instead, set it in ${at.home}/.config/fleet-rlm/fleet-rlm.json`,
      );
      const path = `${at.project}/fleet-rlm.json`;
      assertStringIncludes(stdout, `name it: FLEET_RLM_CONFIG=${path}`);
      const [, trusted] = await at.run(argv, { FLEET_RLM_CONFIG: path });
      assertEquals(/not named/.test(trusted.stdout + trusted.stderr), false);
    });
    await withHome({ user: values }, async (at) => {
      const [, { stdout, stderr }] = await at.run(argv);
      assertEquals(/not named/.test(stdout + stderr), false, stdout + stderr);
    });
  });
}

Deno.test("a project's file may name a server of this machine", async () => {
  for (const base of ["http://localhost:8000/v1", "http://127.0.0.1", "http://[::1]:80/"]) {
    await withHome({ project: { "api-base": base } }, async (at) => {
      assertEquals((await settingsOf(at, "run")).get("api-base")?.[0], base);
    });
  }
});

Deno.test("a found file that chooses this machine does not get an open sandbox", async () => {
  const local = { "backend": "fake" };
  const cases: readonly [files: HomeFiles, argv: readonly string[], required: unknown][] = [
    [{ project: local }, [], "sandbox-exec"],
    [{ dotEnv: "FLEET_RLM_BACKEND=fake\n" }, [], "sandbox-exec"],
    [{ user: local }, [], undefined],
    [{ project: local }, ["--backend=fake"], undefined],
    [{ project: local }, ["--isolation=process"], undefined],
    [{ project: local }, ["--require-isolation=bubblewrap"], "bubblewrap"],
  ];
  for (const [files, argv, required] of cases) {
    await withHome(files, async (at) => {
      const [code] = await at.run(["exec", "--cell=1", ...argv]);
      assertEquals(code, 0);
      assertEquals(at.settings.at(-1)?.requireIsolation, required, JSON.stringify([files, argv]));
    });
  }
});

Deno.test("the options that a project's file may set are those that were thought through", async () => {
  const { commands } = await commandTable({});
  const all = [...sharedOptions(commands).values()].flat();
  const names = (isMeant: (project: OptionSpec["project"]) => boolean) =>
    [...new Set(all.filter(({ project }) => isMeant(project)).map(({ name }) => name))].sort();
  assertEquals(names((project) => project === "lower"), [
    "max-cost",
    "max-depth",
    "max-input-tokens",
    "max-iterations",
    "max-llm-calls",
    "max-output-chars",
    "max-output-tokens",
  ]);
  assertEquals(names((project) => typeof project === "object"), ["api-base", "model", "sub-model"]);
  const opening = names((project) => project === "set").filter((name) =>
    /allow|isolation|python|price|path|file|input|trajectory|secret|tool|volume|cell$/.test(name)
  );
  assertEquals(opening, [], "A file from elsewhere could open the sandbox or choose what runs");
});
