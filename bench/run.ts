/**
 * `deno task bench`: the speed of the local sandbox as ratios to bare Python, measured in one run on this
 * machine. Writes `bench/results/sandbox.json` and `.md`. Never fails on a slow machine: a ratio over
 * its bar is shown, not judged.
 *
 * @module
 */

import { findPython } from "../backends/local/find_python.ts";
import { bytesForInputsAfterTheFirstTurn, sandboxCases } from "./sandbox_cases.ts";
import type { Summary } from "./samples.ts";

const RESULTS: URL = new URL("./results/", import.meta.url);
const STARTS = 40;

interface Row {
  readonly name: string;
  readonly against: string;
  readonly ratio: number;
  readonly maxRatio: number;
  readonly maxMs?: number;
  readonly subject: Summary;
  readonly baseline: Summary;
}

const folder = await Deno.makeTempDir({ prefix: "fleet-bench-" });
try {
  const rows: Row[] = [];
  for (const { name, against, maxRatio, maxMs, measure } of await sandboxCases(options())) {
    const { subject, baseline } = await measure().catch((thrown: unknown) => {
      console.error(`${name}: skipped (${thrown})`);
      return { subject: undefined, baseline: undefined };
    });
    if (subject === undefined) continue;
    const ratio = subject.median / baseline.median;
    rows.push({
      name,
      against,
      ratio,
      maxRatio,
      ...(maxMs === undefined ? {} : { maxMs }),
      subject,
      baseline,
    });
    console.log(`${name}: ${ratio.toFixed(2)} × (bar ${maxRatio}), ${show(subject)} ms`);
  }
  const bytes = await bytesForInputsAfterTheFirstTurn(folder);
  console.log(`bytes sent for inputs after the first turn: ${bytes} (bar 0)`);
  const machine = await machineFacts();
  await Deno.mkdir(RESULTS, { recursive: true });
  const record = { machine, rows, bytesForInputsAfterTheFirstTurn: bytes };
  await Deno.writeTextFile(
    new URL("sandbox.json", RESULTS),
    `${JSON.stringify(record, null, 2)}\n`,
  );
  await Deno.writeTextFile(new URL("sandbox.md", RESULTS), renderMarkdown(machine, rows, bytes));
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", RESULTS.pathname] }).output();
} finally {
  await Deno.remove(folder, { recursive: true });
}

function options() {
  return { folder, starts: Number(Deno.args[0] ?? STARTS) };
}

async function machineFacts(): Promise<Record<string, string | number>> {
  const { version } = await findPython();
  const { stdout } = await new Deno.Command("bwrap", { args: ["--version"] }).output()
    .catch(() => ({ stdout: new Uint8Array() }));
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: navigator.hardwareConcurrency,
    system: `${Deno.build.os} ${Deno.osRelease()} ${Deno.build.arch}`,
    deno: Deno.version.deno,
    python: version,
    bubblewrap: new TextDecoder().decode(stdout).trim().replace("bubblewrap ", "") || "none",
  };
}

function renderMarkdown(
  machine: Readonly<Record<string, string | number>>,
  rows: readonly Row[],
  bytes: number,
): string {
  const facts = Object.entries(machine).map(([key, value]) => `${key} ${value}`).join(", ");
  const lines = rows.map((row) => {
    const bar = `${row.maxRatio} ×${row.maxMs === undefined ? "" : ` and ${row.maxMs} ms`}`;
    const ok = row.ratio <= row.maxRatio && row.subject.median <= (row.maxMs ?? Infinity);
    return `| ${row.name} | ${row.against} | ${show(row.subject)} | ${show(row.baseline)} | ` +
      `${row.ratio.toFixed(2)} × | ${bar} | ${ok ? "yes" : "no"} |`;
  });
  return [
    "# Speed of the local sandbox",
    "",
    "Written by `deno task bench`. Medians in milliseconds, quartiles in brackets; both sides of a",
    "ratio were sampled in turn in one run.",
    "",
    `Machine: ${facts}.`,
    "",
    "| what | against | ours | theirs | ratio | bar | kept |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...lines,
    `| bytes sent for inputs after the first turn | nothing | ${bytes} | 0 | | 0 | ` +
    `${bytes === 0 ? "yes" : "no"} |`,
    "",
  ].join("\n");
}

function show({ median, low, high }: Summary): string {
  const digits = median < 1 ? 3 : 1;
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}
