/**
 * Every check there is, in one go: `deno task ok`. All of them run even when one fails; the tests
 * come last, and their counts are the last line.
 *
 * @module
 */

import { publicModules } from "./doc_lint.ts";
import { countLine, runTests } from "./run_tests.ts";

const ROOT: URL = new URL("../", import.meta.url);

/** A check: its name and the `deno` command that makes it. */
interface Check {
  readonly name: string;
  readonly args: readonly string[];
}

/** Everything but the tests, in order. */
async function listChecks(): Promise<readonly Check[]> {
  return [
    { name: "lock file", args: ["install", "--frozen", "--quiet"] },
    { name: "fmt", args: ["fmt", "--check"] },
    { name: "lint", args: ["lint"] },
    { name: "types", args: ["check", "--doc", "--quiet"] },
    { name: "doc lint", args: ["doc", "--lint", ...await publicModules(ROOT)] },
    { name: "generated files", args: ["run", "--allow-read=.", "tools/gen.ts", "--check"] },
    { name: "file sizes", args: ["run", "--allow-read=.", "tools/file_sizes.ts"] },
  ];
}

/** Runs a check; prints one line, and what it had to say when it failed. */
async function passes({ name, args }: Check): Promise<boolean> {
  const started = performance.now();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: ROOT,
    stdin: "null",
  }).output();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${success ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  if (!success) {
    // The documentation itself goes to stdout; only what is wrong with it is of interest.
    if (args[0] !== "doc") Deno.stdout.writeSync(stdout);
    Deno.stderr.writeSync(stderr);
  }
  return success;
}

if (import.meta.main) {
  const failed: string[] = [];
  for (const check of await listChecks()) {
    if (!await passes(check)) failed.push(check.name);
  }
  const { counts, ok } = await runTests(ROOT, Deno.args, { isChecked: true });
  if (!ok) failed.push(counts.failed === 0 ? "tests (none ran)" : "tests");
  if (failed.length > 0) console.error(`Failed: ${failed.join(", ")}`);
  console.log(countLine(counts));
  Deno.exit(failed.length > 0 ? 1 : 0);
}
