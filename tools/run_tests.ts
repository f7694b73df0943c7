/**
 * Runs the tests and closes with the plain line `N passed, N failed`, from the counts of that run.
 *
 * Takes what `deno test` takes: `deno task test tests/rlm --filter=limit`. Examples in
 * documentation run as tests too. Fails when a test failed, when a file did not load, and when no
 * test ran.
 *
 * @module
 */

/** Numbers of test cases; steps are part of their case. */
export interface TestCounts {
  /** Cases that held. */
  readonly passed: number;
  /** Cases that did not, or did not end. */
  readonly failed: number;
  /** Cases that were ignored. */
  readonly skipped: number;
}

/** Counts of a run and whether it was a success. */
export interface TestRun {
  /** What the run counted. */
  readonly counts: TestCounts;
  /** Whether tests ran and nothing went wrong. */
  readonly ok: boolean;
}

/** How a run is made. */
export interface TestRunOptions {
  /**
   * Where the output of `deno test` goes.
   * @default {"inherit"}
   */
  readonly output?: "inherit" | "null";
}

/** Runs `deno test` on the project at `root`. */
export async function runTests(
  root: URL,
  args: readonly string[],
  options: TestRunOptions = {},
): Promise<TestRun> {
  const { output = "inherit" } = options;
  const report = await Deno.makeTempFile({ prefix: "fleet-junit-", suffix: ".xml" });
  try {
    const { success } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-prompt", "--doc", `--junit-path=${report}`, ...args],
      cwd: root,
      stdin: "null",
      stdout: output,
      stderr: output,
    }).spawn().status;
    return judge(countCases(await Deno.readTextFile(report)), success);
  } finally {
    await Deno.remove(report);
  }
}

/** Counts the cases of a JUnit report. */
export function countCases(xml: string): TestCounts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const suite of xml.split("<testsuite ").slice(1)) {
    const cases = suite.split("<testcase ").slice(1);
    const names = new Set(cases.map(caseName));
    for (const text of cases) {
      if (isStep(caseName(text), names)) continue;
      if (/<(?:failure|error)\b/.test(text)) counts.failed++;
      else if (text.includes("<skipped")) counts.skipped++;
      else counts.passed++;
    }
  }
  return counts;
}

/** The name of a case, still escaped. */
function caseName(text: string): string {
  return /name="([^"]*)"/.exec(text)?.[1] ?? "";
}

/** Whether a name is that of another case with something behind it: `case > step`. */
function isStep(name: string, names: ReadonlySet<string>): boolean {
  const separator = " &gt; ";
  for (let at = name.indexOf(separator); at >= 0; at = name.indexOf(separator, at + 1)) {
    if (names.has(name.slice(0, at))) return true;
  }
  return false;
}

/** A run that failed counts at least one failure, also when no case tells of it. */
export function judge(counts: TestCounts, success: boolean): TestRun {
  const failed = success ? counts.failed : Math.max(1, counts.failed);
  const ran = counts.passed + counts.failed > 0;
  return { counts: { ...counts, failed }, ok: success && ran && failed === 0 };
}

/** The closing line: `12 passed, 0 failed`, and `, 1 skipped` when any was. */
export function countLine({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

if (import.meta.main) {
  const { counts, ok } = await runTests(new URL("../", import.meta.url), Deno.args);
  if (!ok && counts.failed === 0) console.error("error: No test ran");
  console.log(countLine(counts));
  Deno.exit(ok ? 0 : 1);
}
