import { assert } from "@std/assert";
import { BACKENDS } from "../../backends/mod.ts";
import { commandTable } from "../../src/cli/command_table.ts";
import { loadConfigSchema } from "../../src/cli/defaults/config_schema.ts";
import { judgeConfig } from "../../src/cli/defaults/judge_config.ts";
import { sharedOptions } from "../../src/cli/defaults/settable_options.ts";
import type { JsonObject, JsonValue } from "../../src/core/json.ts";
import { seeded } from "../fakes/seeded_random.ts";

Deno.test("judgeConfig finds no fault in what it takes, and names the file in each that it finds", async () => {
  const { commands } = await commandTable(BACKENDS);
  const schema = await loadConfigSchema(commands);
  const random = seeded(3);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const names = [...sharedOptions(commands).keys(), "commands", "$schema", "__proto__", "", "é"];

  const value = (depth: number): JsonValue => {
    const kind = Math.floor(random() * (depth > 3 ? 6 : 8));
    switch (kind) {
      case 0:
        return null;
      case 1:
        return random() < 0.5;
      case 2:
        return Math.floor(random() * 1_000) - 10;
      case 3:
        return random() * 1e12;
      case 4:
        return pick(["", "local", "2g", "off", "openai/gpt-5", "scripted:x", "http://localhost/"]);
      case 5:
        return "x".repeat(Math.floor(random() * 200));
      case 6:
        return Array.from({ length: Math.floor(random() * 3) }, () => value(depth + 1));
      default:
        return object(depth + 1);
    }
  };
  const object = (depth: number): JsonObject => {
    const keys = depth === 2 ? commands.map(({ name }) => name) : names;
    const count = Math.floor(random() * 4);
    return Object.fromEntries(Array.from({ length: count }, () => [pick(keys), value(depth)]));
  };

  let good = 0;
  for (let round = 0; round < 500; round++) {
    const values = object(0);
    for (const scope of ["user", "project"] as const) {
      const file = { path: "/p/fleet-rlm.json", scope };
      const problems = judgeConfig(values, file, { schema, commands, userPath: "/u" });
      const isTaken = schema.file.safeParse(values).success;
      if (problems.length === 0) good++;
      const text = JSON.stringify(values);
      assert(isTaken || problems.length > 0, text);
      assert(scope === "project" || !isTaken || problems.length === 0, text);
      for (const { code, message } of problems) {
        assert(code === "config-invalid" && message.includes(" in /p/fleet-rlm.json"), message);
        assert(message.length < 900, message);
      }
    }
  }
  assert(good > 50, `${good} good files are too few to mean anything`);
});
