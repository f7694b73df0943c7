/** What of the environment must not reach a server: changes the environment of the whole process. */

import { assertEquals } from "@std/assert";
import type { Message } from "../../src/core/lm.ts";
import { createModels } from "../../src/lm/create_models.ts";
import { startOpenAiServer } from "../fakes/openai_server.ts";

const MESSAGES: readonly Message[] = [{ role: "user", content: "Hello" }];

Deno.test("createOpenAiModel sends no key, header or telemetry that it was not given", async () => {
  await using server = startOpenAiServer({ reply: () => "ok" });
  const planted = {
    OPENAI_API_KEY: "sk-env-key",
    OPENAI_ADMIN_KEY: "sk-env-admin",
    OPENAI_ORG_ID: "org-env",
    OPENAI_PROJECT_ID: "proj-env",
    OPENAI_CUSTOM_HEADERS: "x-secret: env\nAuthorization: Bearer sk-env-custom",
  };
  const before = Object.keys(planted).map((name) => [name, Deno.env.get(name)] as const);
  for (const [name, value] of Object.entries(planted)) Deno.env.set(name, value);
  try {
    const settings = { apiBase: server.url };
    const keyless = await createModels({ planner: "vllm/m", settings });
    await keyless.planner.generate(MESSAGES);
    const keyed = await createModels({ planner: "vllm/m", settings: { ...settings, apiKey: "k" } });
    await keyed.planner.generate(MESSAGES);
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) Deno.env.delete(name);
      else Deno.env.set(name, value);
    }
  }
  const sent = server.requests.map((each) => each.headers);
  assertEquals(sent.map((each) => each.authorization), [undefined, "Bearer k"]);
  assertEquals(/env|x-stainless/.test(JSON.stringify(sent)), false);
});
