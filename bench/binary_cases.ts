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

/** What Claude Code gives the prompt hook. */
const PAYLOAD = JSON.stringify({
  hook_event_name: "UserPromptSubmit",
  prompt: "Analyze this 500KB log file",
});

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
  const hook = ["hook", "user-prompt-submit"];
  const empty = `${folder}/empty.ts`;
  await Deno.writeTextFile(empty, "");
  const env = { HOME: folder };
  const time = (name: string, args: readonly string[], stdin?: string) => async () => {
    const startedAt = performance.now();
    await output(name, args, { env, ...(stdin === undefined ? {} : { stdin }) });
    return performance.now() - startedAt;
  };
  const samples = await takeTurns([
    time(program, ["--help"]),
    time(program, cell),
    time(Deno.execPath(), ["run", "-A", "--no-check", main, "--help"]),
    time(Deno.execPath(), ["run", "-A", "--no-check", main, ...cell]),
    time(program, hook, PAYLOAD),
    time(Deno.execPath(), ["run", "-A", "--no-check", main, ...hook], PAYLOAD),
    time(Deno.execPath(), ["run", "-A", "--no-check", empty]),
  ], ROUNDS);
  const [help, exec, sourceHelp, sourceExec, prompt, sourcePrompt, nothing] = samples.map(
    summarize,
  );
  const { size } = await Deno.stat(program);
  const version = (await output(program, ["--version"])).trim();
  return [
    { name: `size of ${version}`, unit: "bytes", value: summarize([size]), bar: 95_000_000 },
    { name: "`--help`", unit: "ms", value: help!, bar: 60 },
    { name: "`exec` of one cell", unit: "ms", value: exec! },
    { name: "`--help` from source, by `deno run`", unit: "ms", value: sourceHelp! },
    { name: "`exec` of one cell from source", unit: "ms", value: sourceExec! },
    { name: "the prompt hook", unit: "ms", value: prompt! },
    { name: "the prompt hook from source", unit: "ms", value: sourcePrompt!, bar: 60 },
    { name: "an empty program, by `deno run`", unit: "ms", value: nothing! },
  ];
}

/** Runs a program to its end; what it printed. */
async function output(
  program: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly stdin?: string } = {},
): Promise<string> {
  const { env = {}, stdin } = options;
  const child = new Deno.Command(program, {
    args: [...args],
    env,
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  if (stdin !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(stdin));
    await writer.close();
  }
  const { success, stdout, stderr } = await child.output();
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
  return new TextDecoder().decode(stdout);
}
