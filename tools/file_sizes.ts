/**
 * Keeps files short and well named: no source over 450 lines, 95 of 100 at most 350, tests at most
 * 300, snake_case names, and no drawer called utils, helpers or types. Generated files are exempt.
 *
 * @module
 */

const SOURCES: readonly string[] = [
  "main.ts",
  "hook.ts",
  "program.ts",
  "lib.ts",
  "src",
  "backends",
  "sandbox",
  "scaffold",
];
const TESTS: readonly string[] = ["tests"];
const TOOLS: readonly string[] = ["bench", "tools", "third_party"];

const MAX_LINES = 450;
const MAX_P95_LINES = 350;
const MAX_TEST_LINES = 300;

const COUNTED = /\.(?:ts|py)$/;
const GENERATED = /\.gen\.ts$/;
const NAME = /^[a-z0-9_]+(?:\.gen)?\.(?:ts|py)$/;
const DRAWERS: readonly string[] = ["utils.ts", "helpers.ts", "types.ts"];

/** A file and how many lines it has. */
export interface FileSize {
  /** Path below the root. */
  readonly path: string;
  /** Number of lines. */
  readonly lines: number;
}

/** What was measured and what is wrong with it. */
export interface SizeReport {
  /** Number of source files. */
  readonly files: number;
  /** Median of their lines. */
  readonly median: number;
  /** 95th percentile of their lines. */
  readonly p95: number;
  /** Lines of the longest. */
  readonly longest: number;
  /** One sentence per breach, most of them starting with a path. */
  readonly problems: readonly string[];
}

/** Measures the project at `root`. */
export async function measure(root: URL): Promise<SizeReport> {
  const sources = await listSizes(root, SOURCES);
  const tests = await listSizes(root, TESTS);
  const others = await listSizes(root, TOOLS);
  const lengths = sources.map((file) => file.lines).sort((a, b) => a - b);
  const p95 = percentile(lengths, 0.95);
  const problems = [
    ...tooLong(sources, MAX_LINES),
    ...tooLong(tests, MAX_TEST_LINES),
    ...badlyNamed([...sources, ...tests, ...others]),
  ];
  if (p95 > MAX_P95_LINES) {
    const longest = sources.toSorted((a, b) => b.lines - a.lines).slice(0, 5);
    const names = longest.map((file) => `${file.path} (${file.lines})`).join(", ");
    problems.push(`95th percentile is ${p95} lines, more than ${MAX_P95_LINES}: split ${names}`);
  }
  return {
    files: sources.length,
    median: percentile(lengths, 0.5),
    p95,
    longest: lengths.at(-1) ?? 0,
    problems,
  };
}

/** Sizes of the counted files at and below the paths, sorted by path. */
async function listSizes(root: URL, paths: readonly string[]): Promise<readonly FileSize[]> {
  const sizes: FileSize[] = [];
  for (const path of paths) {
    const info = await Deno.stat(new URL(path, root)).catch(() => undefined);
    if (info?.isFile) sizes.push(await sizeOf(root, path));
    if (!info?.isDirectory) continue;
    const below: string[] = [];
    for await (const { name } of Deno.readDir(new URL(path, root))) {
      if (!name.startsWith(".") && name !== "__pycache__") below.push(`${path}/${name}`);
    }
    const isCounted = (name: string) => COUNTED.test(name) ? !GENERATED.test(name) : true;
    sizes.push(...await listSizes(root, below.filter(isCounted).sort()));
  }
  return sizes.filter((size) => COUNTED.test(size.path));
}

async function sizeOf(root: URL, path: string): Promise<FileSize> {
  const text = await Deno.readTextFile(new URL(path, root));
  return { path, lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0) };
}

/** The value that `share` of the sorted numbers do not exceed; 0 when there are none. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function tooLong(files: readonly FileSize[], limit: number): readonly string[] {
  return files
    .filter((file) => file.lines > limit)
    .map((file) => `${file.path}: ${file.lines} lines, more than ${limit}`);
}

function badlyNamed(files: readonly FileSize[]): readonly string[] {
  return files.flatMap(({ path }) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    if (DRAWERS.includes(name)) return [`${path}: name it after what it holds`];
    return NAME.test(name) ? [] : [`${path}: file names are snake_case`];
  });
}

if (import.meta.main) {
  const report = await measure(new URL("../", import.meta.url));
  const { files, median, p95, longest } = report;
  console.log(`${files} sources: median ${median}, p95 ${p95}, longest ${longest} lines`);
  for (const problem of report.problems) console.error(problem);
  if (report.problems.length > 0) Deno.exit(1);
}
