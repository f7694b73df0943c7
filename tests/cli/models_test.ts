import { assertEquals, assertStringIncludes } from "@std/assert";
import { runCli } from "../../src/cli/run_cli.ts";
import { PROVIDERS } from "../../src/lm/providers.ts";
import { createMemoryTerminal } from "./_memory_terminal.ts";

const ENV = {
  GROQ_API_KEY: "gsk-secret-1",
  OPENAI_API_KEY: " ",
  DSPY_LLM_API_KEY: "sk-secret-2",
  AZURE_API_BASE: "https://acme.openai.azure.com",
};

/** What `models` prints in that environment. */
async function models(...argv: readonly string[]): Promise<string> {
  const terminal = createMemoryTerminal();
  const code = await runCli(["models", ...argv], { backends: {}, terminal, env: ENV, cwd: "/" });
  assertEquals([code, terminal.stderr], [0, ""]);
  assertEquals(/secret/.test(terminal.stdout), false);
  return terminal.stdout;
}

Deno.test("models lists every provider with its base and which keys are found", async () => {
  const lines = await models();
  for (const { name } of PROVIDERS) assertEquals(new RegExp(`^${name} `, "m").test(lines), true);
  for (
    const expected of [
      "Key of the planner, whoever its provider is: DSPY_LLM_API_KEY found, DSPY_LM_API_KEY not set\n",
      "groq        https://api.groq.com/openai/v1\n            key: GROQ_API_KEY found\n",
      "key: OPENAI_API_KEY not set\n            max_completion_tokens for reasoning models\n",
      "azure       https://acme.openai.azure.com\n",
      "google      https://generativelanguage.googleapis.com/v1beta/openai (also gemini)\n",
      "vllm        http://localhost:8000/v1 (also hosted_vllm)\n            key: none needed\n",
    ]
  ) assertStringIncludes(lines, expected);
});

Deno.test("models gives one object with --json", async () => {
  const { shared_keys, providers } = JSON.parse(await models("--json"));
  assertEquals(shared_keys[0], { variable: "DSPY_LLM_API_KEY", found: true });
  assertEquals(
    providers.map(({ name }: { name: string }) => name),
    PROVIDERS.map(({ name }) => name),
  );
  assertEquals(providers.find(({ name }: { name: string }) => name === "azure"), {
    name: "azure",
    aliases: [],
    base_url: "https://acme.openai.azure.com",
    base_variables: ["AZURE_OPENAI_ENDPOINT", "AZURE_API_BASE"],
    keys: [
      { variable: "AZURE_OPENAI_API_KEY", found: false },
      { variable: "AZURE_API_KEY", found: false },
    ],
    quirks: [
      "one URL for each deployment, api-version, api-key header",
      "max_completion_tokens for reasoning models",
    ],
  });
});

Deno.test("models reads the keys of an env file and fails when there is none", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, "XAI_API_KEY=xai-secret\n");
    assertStringIncludes(await models("--env-file", path), "key: XAI_API_KEY found\n");
  } finally {
    await Deno.remove(path);
  }
  const terminal = createMemoryTerminal();
  const argv = ["models", "--env-file", path];
  const code = await runCli(argv, { backends: {}, terminal, env: {}, cwd: "/" });
  assertEquals([code, terminal.stdout], [1, ""]);
  assertStringIncludes(terminal.stderr, "Cannot read env file");
});
