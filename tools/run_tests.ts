/**
 * Checks the types, runs the tests and closes with the plain line `N passed, N failed`, from the counts
 * of that run.
 *
 * Takes what `deno test` takes: `deno task test tests/rlm --filter=limit`. Examples in documentation
 * run as tests too. Files run side by side, but for those named `*_alone_test.ts`, which change what
 * is the whole process's (its environment, its folder) and run by themselves afterwards. Fails when a
 * test failed, when a file did not load, and when no test ran.
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
  /**
   * Whether the types were checked already.
   * @default {false}
   */
  readonly isChecked?: boolean;
  /**
   * Time after which a part that still runs is ended, and counts as failed: a test that waits for what
   * never comes. Milliseconds.
   * @default {1_200_000}
   */
  readonly limitMs?: number;
}

/** Name of a file that must run by itself. */
const ALONE = /_alone_test\.ts$/;

/** Runs `deno test` on the project at `root`. */
export async function runTests(
  root: URL,
  args: readonly string[],
  options: TestRunOptions = {},
): Promise<TestRun> {
  const { output = "inherit", isChecked = false } = options;
  const limitMs = options.limitMs ?? 1_200_000;
  const deno = async (args: readonly string[]) => {
    const streams = { stdin: "null", stdout: output, stderr: output } as const;
    const signal = AbortSignal.timeout(limitMs);
    const own = { args: [...args], cwd: root, signal };
    const { success } = await new Deno.Command(Deno.execPath(), { ...own, ...streams }).spawn()
      .status;
    if (!success && signal.aborted) {
      console.error(`error: \`deno ${args[0]}\` did not end within ${limitMs / 60_000} minutes`);
    }
    return success;
  };
  if (!isChecked && !await deno(["check", "--doc", "--quiet"])) {
    return judge({ passed: 0, failed: 1, skipped: 0 }, false);
  }
  const paths = args.filter((arg) => !arg.startsWith("-"));
  const alone = (await listAlone(root)).filter((file) => isAmong(file, paths));
  const flags = args.filter((arg) => arg.startsWith("-"));
  const others = paths.filter((path) => !alone.includes(path));
  const report = await Deno.makeTempFile({ prefix: "fleet-junit-", suffix: ".xml" });
  const test = async (args: readonly string[]) => {
    await Deno.writeTextFile(report, "");
    const common = ["-A", "--no-check", "--no-prompt", `--junit-path=${report}`];
    const success = await deno(["test", ...common, ...args]);
    return { counts: countCases(await Deno.readTextFile(report)), success };
  };
  try {
    const runs = [];
    if (paths.length === 0 || others.length > 0) {
      const ignored = alone.length === 0 ? [] : [`--ignore=${alone.join(",")}`];
      runs.push(await test(["--parallel", "--doc", ...ignored, ...flags, ...others]));
    }
    if (alone.length > 0) runs.push(await test([...flags, ...alone]));
    const counts = runs.map((run) => run.counts).reduce(addCounts);
    return judge(counts, runs.every((run) => run.success));
  } finally {
    await Deno.remove(report);
  }
}

/** Paths below the root of the files that run by themselves. */
async function listAlone(root: URL, folder = "tests"): Promise<readonly string[]> {
  const found: string[] = [];
  const isThere = await Deno.stat(new URL(folder, root)).then(() => true, () => false);
  if (!isThere) return found;
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, root))) {
    const path = `${folder}/${name}`;
    if (isDirectory) found.push(...await listAlone(root, path));
    else if (ALONE.test(name)) found.push(path);
  }
  return found.sort();
}

/** Whether a file is at or below one of the paths; without paths all are. */
function isAmong(file: string, paths: readonly string[]): boolean {
  const plain = paths.map((path) => path.replace(/^\.\//, "").replace(/\/$/, ""));
  return plain.length === 0 ||
    plain.some((path) => path === "." || file === path || file.startsWith(`${path}/`));
}

function addCounts(a: TestCounts, b: TestCounts): TestCounts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
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
