/**
 * Runs calls with the guest's helpers in one real Python process.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import type { Call, Outcome } from "./text_case.ts";

/** What came of each call, in order. */
export async function runInPython(calls: readonly Call[]): Promise<readonly Outcome[]> {
  const runner = fileURLToPath(new URL("./run_cases.py", import.meta.url));
  const helpers = fileURLToPath(new URL("../../sandbox/driver/helpers.py", import.meta.url));
  return JSON.parse(await pipePython([runner, helpers], JSON.stringify(calls)));
}

/** Runs `python3` with arguments and standard input; what it prints, or an error with its stderr. */
export async function pipePython(args: readonly string[], stdin: string): Promise<string> {
  const child = new Deno.Command("python3", {
    args: ["-B", "-X", "utf8", ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = child.output();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(stdin));
  await writer.close();
  const { success, stdout, stderr } = await output;
  if (!success) throw new Error(`python3 failed: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}
