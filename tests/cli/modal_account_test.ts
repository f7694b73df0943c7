import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { openClient } from "../../backends/modal/open_client.ts";
import { DEFAULT_APP, sandboxTags } from "../../backends/modal/sandbox_tags.ts";
import type { FakeModal } from "../fakes/modal/mod.ts";
import { modalCliTest } from "./_modal_cli.ts";

const SECRET_VALUE = "sk-a-very-secret-value-0123456789";

modalCliTest("check-secret tells which keys are there and never asks for a value", async (cli) => {
  const { fake, run } = cli;
  fake.secret("LITELLM", { DSPY_LM_MODEL: "m", DSPY_LLM_API_KEY: SECRET_VALUE });
  assertEquals(await run(["check-secret"]), {
    code: 0,
    stdout: "DSPY_LM_MODEL: True\nDSPY_LM_API_BASE: False\nDSPY_LLM_API_KEY: True\n" +
      "DSPY_LM_MAX_TOKENS: False\n",
    stderr: "",
  });
  assertEquals(JSON.parse((await run(["check-secret", "--full-output"])).stdout), {
    DSPY_LM_MODEL: true,
    DSPY_LM_API_BASE: false,
    DSPY_LLM_API_KEY: true,
    DSPY_LM_MAX_TOKENS: false,
  });
  assertEquals(fake.sandboxes, []);
  assertEquals(JSON.stringify(fake.requests).includes(SECRET_VALUE), false);
});

modalCliTest("check-secret fails when a required key is missing", async ({ fake, run }) => {
  fake.secret("OTHER", { DSPY_LM_MODEL: "m", DSPY_LM_API_KEY: "k" });
  const standIn = await run(["check-secret", "--secret-name", "OTHER"]);
  assertEquals([standIn.code, standIn.stderr], [0, ""]);
  assertStringIncludes(standIn.stdout, "DSPY_LLM_API_KEY: False\n");
  assertStringIncludes(standIn.stdout, "DSPY_LM_API_KEY: True\n");
  fake.secret("LITELLM", { DSPY_LM_API_BASE: "b" });
  const { code, stdout, stderr } = await run(["check-secret", "--json"]);
  assertEquals([code, JSON.parse(stdout).DSPY_LM_API_BASE], [1, true]);
  assertEquals(
    stderr,
    'Error: Secret "LITELLM" has no DSPY_LM_MODEL and no DSPY_LLM_API_KEY\n' +
      "Hint: Add it: fleet-rlm modal secret create LITELLM DSPY_LM_MODEL DSPY_LLM_API_KEY --merge\n",
  );
  const none = await run(["check-secret", "--secret-name", "NONE"]);
  assertEquals([none.code, none.stdout], [1, ""]);
  assertMatch(none.stderr, /'NONE' not found.*\nHint: Create it: .* NONE DSPY_LM_MODEL DSPY/);
});

modalCliTest("check-secret-key tells one thing of one key", async ({ fake, run }) => {
  fake.secret("LITELLM", { DSPY_LLM_API_KEY: SECRET_VALUE, EMPTY: "" });
  assertEquals(await run(["check-secret-key"]), { code: 0, stdout: "present: True\n", stderr: "" });
  assertEquals(
    (await run(["check-secret-key", "--key", "EMPTY", "--json"])).stdout,
    '{\n  "present": true\n}\n',
  );
  const missing = await run(["check-secret-key", "--key", "NO"]);
  assertEquals([missing.code, missing.stdout], [1, "present: False\n"]);
  // A server that does not tell the names of keys is asked for each.
  for (const code of ["UNIMPLEMENTED", "UNIMPLEMENTED"] as const) {
    fake.faults.fail("SecretGetInfo", { code, when: "before" });
  }
  assertEquals((await run(["check-secret-key"])).code, 0);
  assertEquals((await run(["check-secret-key", "--key", "NO"])).code, 1);
});

modalCliTest("modal setup tries a token and stores it", async ({ fake, run }) => {
  const path = fake.env["MODAL_CONFIG_PATH"]!;
  const [id, secret] = [fake.env["MODAL_TOKEN_ID"]!, fake.env["MODAL_TOKEN_SECRET"]!];
  const fromEnv = await run(["modal", "setup", "--json"]);
  assertEquals([fromEnv.code, JSON.parse(fromEnv.stdout)], [0, {
    workspace: "acme",
    user: "acme",
    server: fake.url,
    profile: "acme",
    path,
    replaced: false,
  }]);
  const stored = await Deno.readTextFile(path);
  for (const text of ["[acme]", `token_id = "${id}"`, `"${secret}"`, "active = true"]) {
    assertStringIncludes(stored, text);
  }
  const nobody = { MODAL_TOKEN_ID: "", MODAL_TOKEN_SECRET: "" };
  const typed = await run(["modal", "setup", "--profile", "me"], {
    env: nobody,
    answers: [id, secret],
  });
  assertEquals([typed.code, typed.stdout.split("\n")[3]], [0, "profile: me"]);
  assertStringIncludes(typed.stderr, "https://modal.com/settings/tokens");
  assertEquals((typed.stdout + typed.stderr).includes(secret), false);
  assertStringIncludes(await Deno.readTextFile(path), "active = false");
  const before = await Deno.readTextFile(path);
  const wrong = await run(["modal", "setup"], { env: nobody, answers: [id, "as-wrong-secret"] });
  assertEquals(wrong.code, 1);
  assertMatch(wrong.stderr, /Error: Cannot verify the Modal token: .*\nHint: Make a new token/);
  assertEquals(wrong.stderr.includes("as-wrong-secret"), false);
  assertEquals((await run(["modal", "setup"], { env: nobody, answers: ["", ""] })).code, 2);
  const alone = await run(["modal", "setup"], { env: nobody });
  assertEquals(alone.code, 2);
  assertStringIncludes(alone.stderr, "Set MODAL_TOKEN_ID and MODAL_TOKEN_SECRET");
  assertEquals(await Deno.readTextFile(path), before);
  const browser = await run(["modal", "setup", "--browser", "--profile", "b"], { env: nobody });
  assertEquals([browser.code, browser.stdout.split("\n")[3]], [0, "profile: b"]);
  assertMatch(browser.stderr, /compare the code \w+:\nhttp:\/\/127\.0\.0\.1:\d+\/token-flow\//);
}, { workspace: "acme" });

modalCliTest("modal secret create stores values and shows none", async ({ fake, run }) => {
  const key = { MY_KEY: SECRET_VALUE };
  const made = await run(["modal", "secret", "create", "S", "A=x=y", "MY_KEY", "--json"], {
    env: key,
  });
  assertEquals([made.code, JSON.parse(made.stdout)], [0, {
    secret: "S",
    keys: ["A", "MY_KEY"],
    created: true,
  }]);
  const sent = fake.requests.find(({ request }) => request["objectCreationType"] === 2)?.request;
  assertEquals(sent?.["envDict"], { A: "x=y", ...key });
  const again = await run(["modal", "secret", "create", "S", `B=${SECRET_VALUE}`]);
  assertEquals(again.code, 1);
  assertMatch(again.stderr, /it is there already\nHint: --merge .* --force/);
  const merged = await run(["modal", "secret", "create", "S", "TYPED", "--merge"], {
    answers: ["t"],
  });
  assertEquals([merged.code, merged.stdout], [0, "secret: S\nkeys: TYPED\ncreated: False\n"]);
  assertEquals((await run(["check-secret-key", "--secret-name", "S", "--key", "MY_KEY"])).code, 0);
  assertEquals((await run(["modal", "secret", "create", "S", "ONLY=1", "--force"])).code, 0);
  assertEquals((await run(["check-secret-key", "--secret-name", "S", "--key", "MY_KEY"])).code, 1);
  const wrong: readonly (readonly [string[], string])[] = [
    [["S", "1X=secretvalue"], 'Cannot use key "1X" (argument 2)'],
    [["S", "sk-secretvalue"], "Cannot use key (argument 2)"],
    [["S", "A=secretvalue", "A=1"], 'Key "A" was given twice'],
    [["S", "NOT_SET"], 'Cannot find a value for "NOT_SET"'],
    [["S", "A=1", "--force", "--merge"], "Cannot use --force and --merge together"],
    [["S"], "Missing KEY[=VALUE]"],
    [["no/name", "A=1"], "no/name"],
    [["S", `A=${"x".repeat(32_769)}`], 'Cannot store key "A": its value is too long'],
  ];
  for (const [args, message] of wrong) {
    const { code, stdout, stderr } = await run(["modal", "secret", "create", ...args]);
    assertEquals([args[1]?.slice(0, 20), code, stdout], [args[1]?.slice(0, 20), 2, ""]);
    assertStringIncludes(stderr, message);
    assertEquals(stderr.includes("secretvalue"), false);
  }
  assertEquals((again.stderr + made.stdout).includes(SECRET_VALUE), false);
});

modalCliTest("modal status and cleanup know whose sandboxes there are", async ({ fake, run }) => {
  const { client, app, image } = await openApp(fake);
  const start = (tags: Record<string, string>) => client.sandboxes.create(app, image, { tags });
  const gone = await start({ ...sandboxTags("run", { run: "r1" }), pid: "4194305" });
  const mine = await start(sandboxTags("run"));
  const other = await start({ ...sandboxTags("run"), host: "elsewhere" });
  await start({ tool: "something-else" });
  fake.secret("S", {});
  fake.volume("v");
  const status = JSON.parse((await run(["modal", "status", "--json"])).stdout);
  assertEquals([status.workspace, status.secrets, status.volumes], ["fake", ["S"], ["v"]]);
  assertEquals(status.sandboxes.map(({ id, owner }: Record<string, string>) => [id, owner]), [
    [gone.sandboxId, "gone"],
    [mine.sandboxId, "running"],
    [other.sandboxId, "unknown"],
  ]);
  const shown = await run(["modal", "status"]);
  assertStringIncludes(shown.stdout, `${gone.sandboxId}  its program has gone, 0 min, run r1`);
  const dry = await run(["modal", "cleanup", "--dry-run"]);
  assertStringIncludes(dry.stdout, `would end: 1\n  ${gone.sandboxId}`);
  const living = () => fake.sandboxes.filter(({ living }) => living).length;
  assertEquals(living(), 4);
  const ended = await run(["modal", "cleanup", "--json"]);
  assertEquals(JSON.parse(ended.stdout).ended.map(({ id }: { id: string }) => id), [
    gone.sandboxId,
  ]);
  assertEquals(living(), 3);
  const unknown = await run(["modal", "cleanup", "sb-none"]);
  assertEquals([unknown.code, living()], [2, 3]);
  assertEquals((await run(["modal", "cleanup", other.sandboxId])).code, 0);
  assertEquals(living(), 2);
  assertStringIncludes((await run(["modal", "cleanup", "--all"])).stdout, "ended: 1\n");
  assertEquals(living(), 1);
});

modalCliTest("doctor tells whether Modal is set up", async ({ fake, run }) => {
  const look = async (env: Record<string, string> = {}) => {
    const argv = ["doctor", "--json", "--model=offline", "--backend=modal", "--timeout=300"];
    const { code, stdout } = await run(argv, { env });
    const checks: readonly Record<string, string>[] = JSON.parse(stdout).checks;
    return [code, checks.filter(({ name }) => name?.startsWith("modal."))] as const;
  };
  const { client, app, image } = await openApp(fake);
  const tags = { ...sandboxTags("run"), pid: "4194305" };
  const stray = await client.sandboxes.create(app, image, { tags });
  const [good, found] = await look();
  assertEquals([good, found.map(({ status, message }) => [status, message])], [0, [
    ["ok", 'good for workspace "fake", environment "main"; from the environment'],
    ["warning", "1 of 1 run on although their program has gone"],
  ]]);
  await stray.terminate();
  assertEquals((await look())[1][1]?.["message"], "none runs");
  const [wrong, refused] = await look({ MODAL_TOKEN_SECRET: "wrong" });
  assertEquals([wrong, refused.map(({ status }) => status)], [1, ["failed", "skipped"]]);
  const [none, missing] = await look({ MODAL_TOKEN_ID: "", MODAL_TOKEN_SECRET: "" });
  assertEquals([none, missing[0]?.["message"]], [1, "there are no Modal credentials"]);
});

/** What sandboxes are started with, as the backend does. */
async function openApp(fake: FakeModal) {
  const client = await openClient({ lookup: (name) => fake.env[name] });
  const app = await client.apps.fromName(DEFAULT_APP, { createIfMissing: true });
  return { client, app, image: client.images.fromRegistry("python:3.12-slim") };
}
