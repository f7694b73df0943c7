/**
 * Start of the program from source, beside a program that does nothing: what every `--help` and every
 * Tab waits for.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EngineRow } from "./engine_cases.ts";
import { summarize, takeTurns } from "./samples.ts";

const ROUNDS = 30;

/** What its page says above the figures. */
export const ABOUT_START: readonly string[] = [
  "Written by `deno task bench`. Whole processes of `deno run`, as multiples of one that runs an empty",
  "file, round by round; medians, quartiles in brackets. Lines with a dot have no bar: they explain.",
];

/** What is started, and the most that its median should be. */
const STARTS: readonly (readonly [name: string, args: readonly string[], bar?: number])[] = [
  ["`--help`", ["--help"], 1.5],
  ["`--version`", ["--version"], 1.5],
  ["`help exec`", ["help", "exec"]],
  ["a Tab behind `exec --`", ["__complete", "zsh", "exec", "--"]],
  ["an option that is none", ["exec", "--none"]],
];

/** The figures. */
export async function measureStart(folder: string): Promise<readonly EngineRow[]> {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url));
  const empty = join(folder, "empty.ts");
  await Deno.writeTextFile(empty, "");
  const samples = await takeTurns(
    [time([empty], folder), ...STARTS.map(([, args]) => time([main, ...args], folder))],
    ROUNDS,
  );
  const [base = [], ...starts] = samples;
  return [
    ...STARTS.map(([name, , bar], index): EngineRow => ({
      name: `${name} against an empty file`,
      unit: "×",
      value: summarize((starts[index] ?? []).map((ms, round) => ms / (base[round] ?? NaN))),
      ...(bar === undefined ? {} : { bar }),
    })),
    { name: "an empty file", unit: "ms", value: summarize(base) },
  ];
}

/** Milliseconds from the start of `deno run` to its end. */
function time(args: readonly string[], folder: string): () => Promise<number> {
  return async () => {
    const startedAt = performance.now();
    await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", ...args],
      cwd: folder,
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
    return performance.now() - startedAt;
  };
}
