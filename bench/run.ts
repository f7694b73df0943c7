/**
 * `deno task bench [sandbox|engine|start|runs|mcp|binary|modal] [STARTS]`: the speed of the local sandbox
 * as ratios to bare Python, of the engine beside model and sandbox, of a start from source beside an
 * empty program, of lists and batches of runs beside single ones, of the MCP server beside the least
 * one, size and start of the compiled program, and what the Modal backend adds to a network, measured
 * in one run on this machine. Writes a `.json` and a `.md` for each to `bench/results`. Never fails on a
 * slow machine: a figure over its bar is shown, not judged.
 *
 * @module
 */

import { ABOUT_BINARY, measureBinary } from "./binary_cases.ts";
import { type EngineRow, measureEngine } from "./engine_cases.ts";
import { isKept, renderEngine, renderFigures, showFigure } from "./engine_report.ts";
import { type MachineFacts, machineFacts } from "./machine_facts.ts";
import { ABOUT_MCP, measureMcp } from "./mcp_cases.ts";
import { ABOUT_MODAL, measureModal } from "./modal_cases.ts";
import { bytesForInputsAfterTheFirstTurn, sandboxCases } from "./sandbox_cases.ts";
import { ABOUT_RUNS, measureRuns } from "./runs_cases.ts";
import { ABOUT_START, measureStart } from "./start_cases.ts";
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

const wanted = Deno.args.filter((arg) => !/^\d+$/.test(arg));
const isWanted = (part: string) => wanted.length === 0 || wanted.includes(part);
const folder = await Deno.makeTempDir({ prefix: "fleet-bench-" });
try {
  const machine = await machineFacts();
  if (isWanted("sandbox")) await benchSandbox(machine);
  if (isWanted("engine")) await benchEngine(machine);
  if (isWanted("start")) await benchStart(machine);
  if (isWanted("runs")) await benchRuns(machine);
  if (isWanted("mcp")) await benchMcp(machine);
  if (isWanted("binary")) await benchBinary(machine);
  if (isWanted("modal")) await benchModal(machine);
} finally {
  await Deno.remove(folder, { recursive: true });
}

async function benchSandbox(machine: MachineFacts): Promise<void> {
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
  const record = { machine, rows, bytesForInputsAfterTheFirstTurn: bytes };
  await writeResults("sandbox", { record, page: renderMarkdown(machine, rows, bytes) });
}

async function benchEngine(machine: MachineFacts): Promise<void> {
  const rows = await measureEngine({ folder, onProgress: (what) => console.error(what) });
  rows.forEach(printRow);
  await writeResults("engine", { record: { machine, rows }, page: renderEngine(machine, rows) });
}

async function benchStart(machine: MachineFacts): Promise<void> {
  const rows = await measureStart(folder);
  rows.forEach(printRow);
  await writeResults("start", {
    record: { machine, rows },
    page: renderFigures({ title: "Start from source", about: ABOUT_START, machine, rows }),
  });
}

async function benchRuns(machine: MachineFacts): Promise<void> {
  const rows = await measureRuns(folder);
  rows.forEach(printRow);
  const page = renderFigures({ title: "Many runs", about: ABOUT_RUNS, machine, rows });
  await writeResults("runs", { record: { machine, rows }, page });
}

async function benchMcp(machine: MachineFacts): Promise<void> {
  const rows = await measureMcp(folder);
  rows.forEach(printRow);
  const page = renderFigures({ title: "The MCP server", about: ABOUT_MCP, machine, rows });
  await writeResults("mcp", { record: { machine, rows }, page });
}

async function benchBinary(machine: MachineFacts): Promise<void> {
  const rows = await measureBinary(folder).catch((thrown: unknown) => {
    console.error(`binary: skipped (${thrown})`);
  });
  if (rows === undefined) return;
  rows.forEach(printRow);
  await writeResults("binary", {
    record: { machine, rows },
    page: renderFigures({ title: "The compiled program", about: ABOUT_BINARY, machine, rows }),
  });
}

async function benchModal(machine: MachineFacts): Promise<void> {
  const rows = await measureModal(folder, (what) => console.error(what));
  rows.forEach(printRow);
  await writeResults("modal", {
    record: { machine, rows },
    page: renderFigures({ title: "Sandboxes at Modal", about: ABOUT_MODAL, machine, rows }),
  });
}

function printRow(row: EngineRow): void {
  const bar = row.bar === undefined ? "" : ` (bar ${row.bar}${isKept(row) ? "" : ", missed"})`;
  console.log(`${row.name}: ${showFigure(row)}${bar}`);
}

async function writeResults(
  name: string,
  { record, page }: { readonly record: unknown; readonly page: string },
): Promise<void> {
  await Deno.mkdir(RESULTS, { recursive: true });
  const path = (end: string) => new URL(`${name}.${end}`, RESULTS);
  await Deno.writeTextFile(path("json"), `${JSON.stringify(record, null, 2)}\n`);
  await Deno.writeTextFile(path("md"), page);
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", RESULTS.pathname] }).output();
}

function options() {
  return { folder, starts: Number(Deno.args.find((arg) => /^\d+$/.test(arg)) ?? STARTS) };
}

function renderMarkdown(
  machine: MachineFacts,
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
