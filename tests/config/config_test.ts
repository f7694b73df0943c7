import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type ConfigFlags, loadConfig, requireSettings } from "../../src/config/config.ts";
import { describeOrigin, describeValue } from "../../src/config/setting.ts";
import { FleetError } from "../../src/core/errors.ts";

interface Sources {
  readonly flags?: ConfigFlags;
  readonly env?: Readonly<Record<string, string>>;
  readonly file?: string;
}

async function load({ flags = {}, env = {}, file }: Sources) {
  const cwd = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${cwd}/deno.json`, "{}");
    if (file !== undefined) await Deno.writeTextFile(`${cwd}/.env`, file);
    return await loadConfig({ flags, env, cwd });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

Deno.test("loadConfig has defaults that know that they are built in", async () => {
  const config = await load({});
  assertEquals(config.model, { value: undefined, origin: { kind: "default" }, secret: false });
  assertEquals(config.maxTokens.value, 16_000);
  assertEquals(config.backend.value, "modal");
  assertEquals(config.problems, []);
  assertEquals(config.envFile, undefined);
});

Deno.test("loadConfig prefers flags to the environment to .env", async () => {
  const file = "DSPY_LM_MODEL=f/file\nDSPY_LM_API_BASE=http://file\nFLEET_RLM_BACKEND=file\n";
  const env = { DSPY_LM_MODEL: "e/env", DSPY_LM_API_BASE: "http://env" };
  const config = await load({ flags: { model: "a/flag" }, env, file });
  assertEquals(config.model.value, "a/flag");
  assertEquals(describeOrigin(config.model.origin), "flag --model");
  assertEquals(config.apiBase.value, "http://env");
  assertEquals(describeOrigin(config.apiBase.origin), "DSPY_LM_API_BASE in the environment");
  assertEquals(config.backend.value, "file");
  assertEquals(config.backend.origin.kind, "env-file");
  assertEquals(describeOrigin(config.backend.origin), `FLEET_RLM_BACKEND in ${config.envFile}`);
});

const KEYS: readonly [env: Record<string, string>, file: string, key: string | undefined][] = [
  [{ DSPY_LLM_API_KEY: "first", DSPY_LM_API_KEY: "second" }, "", "first"],
  [{ DSPY_LLM_API_KEY: "", DSPY_LM_API_KEY: "second" }, "", "second"],
  [{ DSPY_LM_API_KEY: "second" }, "", "second"],
  [{ DSPY_LM_API_KEY: "second" }, "DSPY_LLM_API_KEY=first", "first"],
  [{ DSPY_LLM_API_KEY: "" }, "DSPY_LLM_API_KEY=file", undefined],
  [{ DSPY_LLM_API_KEY: " padded\n" }, "", "padded"],
  [{}, "DSPY_LM_API_KEY='quoted key'", "quoted key"],
];

for (const [env, file, key] of KEYS) {
  Deno.test(`loadConfig finds key ${key} in ${JSON.stringify({ env, file })}`, async () => {
    const config = await load({ env, file });
    assertEquals(config.apiKey.value, key);
    assertEquals(describeValue(config.apiKey), key === undefined ? "not set" : "********");
  });
}

Deno.test("loadConfig takes an empty value for none", async () => {
  const env = { DSPY_LM_API_BASE: "", DSPY_LM_MODEL: " ", DSPY_LM_MAX_TOKENS: "" };
  const config = await load({ env, flags: { apiBase: "" } });
  assertEquals(config.apiBase.value, undefined);
  assertEquals(config.model.value, undefined);
  assertEquals(config.maxTokens.value, 16_000);
});

for (const bad of ["many", "8k", "12.5", "-1", "0", "1e4", "99999999999999999999"]) {
  Deno.test(`loadConfig lists DSPY_LM_MAX_TOKENS=${bad} as a problem`, async () => {
    const config = await load({ env: { DSPY_LM_MAX_TOKENS: bad } });
    requireSettings(config, ["model", "backend"]);
    const error = assertThrows(() => requireSettings(config, ["maxTokens"]), FleetError);
    assertEquals(error.code, "config-invalid");
    assert(error.message.startsWith(`Cannot use DSPY_LM_MAX_TOKENS: "${bad}" is not`));
  });
}

Deno.test("loadConfig reads a good DSPY_LM_MAX_TOKENS", async () => {
  assertEquals((await load({ env: { DSPY_LM_MAX_TOKENS: "4096" } })).maxTokens.value, 4096);
});

Deno.test("loadConfig collects the secrets of environment and .env", async () => {
  const env = { OTHER_API_KEY: "other-key-value", DSPY_LM_API_KEY: "none", PATH: "/usr/bin:/bin" };
  const config = await load({ env, file: "MODAL_TOKEN_SECRET=as-secret-as\nNAME=nothing-here" });
  assertEquals([...config.secrets].sort(), ["as-secret-as", "other-key-value"]);
  assertEquals(config.lookup("NAME"), "nothing-here");
  assertEquals(config.lookup("OTHER_API_KEY"), "other-key-value");
});

Deno.test("loadConfig reads the file of --env-file, which must be there", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, "\uFEFFDSPY_LM_MODEL=x/y\n");
    const config = await load({ flags: { envFile: path }, file: "DSPY_LM_MODEL=no/no" });
    assertEquals([config.model.value, config.envFile], ["x/y", path]);
  } finally {
    await Deno.remove(path);
  }
  const error = await assertRejects(() => load({ flags: { envFile: path } }), FleetError);
  assertEquals(error.code, "input-missing");
  assertEquals(error.message, `Cannot read env file "${path}": no such file`);
});

interface TrustCase {
  readonly name: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly doubted: readonly string[];
}

const KEY = "sk-0123456789abcdef";

const TRUST: readonly TrustCase[] = [
  { name: "a program", file: "FLEET_RLM_PYTHON=./x.sh", env: {}, doubted: ["python"] },
  { name: "a script", file: "DSPY_LM_MODEL=scripted:x", env: {}, doubted: ["model"] },
  {
    name: "an address for the user's key",
    file: "DSPY_LM_API_BASE=https://elsewhere.example/v1",
    env: { DSPY_LLM_API_KEY: KEY },
    doubted: ["apiBase"],
  },
  {
    name: "an address on this machine",
    file: "DSPY_LM_API_BASE=http://localhost:8000/v1",
    env: { DSPY_LLM_API_KEY: KEY },
    doubted: [],
  },
  {
    name: "an address with its own key",
    file: `DSPY_LM_API_BASE=https://elsewhere.example/v1\nDSPY_LLM_API_KEY=${KEY}`,
    env: {},
    doubted: [],
  },
];

for (const { name, file, env, doubted } of TRUST) {
  Deno.test(`loadConfig, by a found .env with ${name}, doubts [${doubted}]; named, nothing`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${folder}/.env`, file);
      const found = await loadConfig({ flags: {}, env, cwd: folder });
      assertEquals(found.problems.map(({ setting }) => setting), [...doubted]);
      const named = await loadConfig({ flags: { envFile: `${folder}/.env` }, env, cwd: folder });
      assertEquals(named.problems, []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("loadConfig takes where requests and tokens go from a named env file only", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of ["OPENAI_BASE_URL", "MODAL_SERVER_URL", "MODAL_CONFIG_PATH"]) {
      await Deno.writeTextFile(`${folder}/.env`, `${name}=https://elsewhere.example\n`);
      const found = await loadConfig({ flags: {}, env: {}, cwd: folder });
      assertEquals(found.lookup(name), undefined);
      const flags = { envFile: `${folder}/.env` };
      const named = await loadConfig({ flags, env: {}, cwd: folder });
      assertEquals(named.lookup(name), "https://elsewhere.example");
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
