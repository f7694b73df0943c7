/**
 * Size and start of the compiled program, `dist/fleet-rlm`, which is made for it.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import type { EngineRow } from "./engine_cases.ts";
import { summarize, takeTurns } from "./samples.ts";

const ROOT: URL = new URL("../", import.meta.url);
const ROUNDS = 30;

/** What its page says above the figures. */
export const ABOUT_BINARY: readonly string[] = [
  "Written by `deno task bench`. Medians of whole processes, quartiles in brackets, sampled in turn in",
  "one run; the files were in memory. Lines with a dot have no bar: they explain.",
];

/**
 * The figures.
 * @throws When the program cannot be compiled here.
 */
export async function measureBinary(folder: string): Promise<readonly EngineRow[]> {
  await output(Deno.execPath(), ["run", "-A", fileURLToPath(new URL("tools/compile.ts", ROOT))]);
  const ending = Deno.build.os === "windows" ? ".exe" : "";
  const program = fileURLToPath(new URL(`dist/fleet-rlm${ending}`, ROOT));
  const main = fileURLToPath(new URL("main.ts", ROOT));
  const cell = ["exec", "--backend=local", "--isolation=process", "--cell=1"];
  const env = { HOME: folder };
  const time = (name: string, args: readonly string[]) => async () => {
    const startedAt = performance.now();
    await output(name, args, env);
    return performance.now() - startedAt;
  };
  const samples = await takeTurns([
    time(program, ["--help"]),
    time(program, cell),
    time(Deno.execPath(), ["run", "-A", "--no-check", main, "--help"]),
    time(Deno.execPath(), ["run", "-A", "--no-check", main, ...cell]),
  ], ROUNDS);
  const [help, exec, sourceHelp, sourceExec] = samples.map(summarize);
  const { size } = await Deno.stat(program);
  const version = (await output(program, ["--version"])).trim();
  return [
    { name: `size of ${version}`, unit: "bytes", value: summarize([size]), bar: 95_000_000 },
    { name: "`--help`", unit: "ms", value: help!, bar: 60 },
    { name: "`exec` of one cell", unit: "ms", value: exec! },
    { name: "`--help` from source, by `deno run`", unit: "ms", value: sourceHelp! },
    { name: "`exec` of one cell from source", unit: "ms", value: sourceExec! },
  ];
}

/** Runs a program to its end; what it printed. */
async function output(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    env,
    stdin: "null",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
  return new TextDecoder().decode(stdout);
}
