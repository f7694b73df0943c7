/**
 * The figures of the engine as a page. Pure.
 *
 * @module
 */

import type { EngineRow } from "./engine_cases.ts";
import type { MachineFacts } from "./machine_facts.ts";
import type { Summary } from "./samples.ts";

/** Whether a figure keeps its bar; true without one. */
export function isKept({ value, bar }: EngineRow): boolean {
  return bar === undefined || value.median <= bar;
}

/** A figure with its quartiles. */
export function showFigure({ value, unit }: Pick<EngineRow, "value" | "unit">): string {
  const { median, low, high }: Summary = value;
  const digits = unit === "bytes" ? 0 : unit === "×" ? 3 : 2;
  const write = (figure: number) => figure.toFixed(digits);
  if (low === high) return `${write(median)} ${unit}`;
  return `${write(median)} ${unit} (${write(low)}–${write(high)})`;
}

/** The page of the engine. */
export function renderEngine(machine: MachineFacts, rows: readonly EngineRow[]): string {
  return renderFigures({
    title: "Speed of the engine",
    about: [
      "Written by `deno task bench`. Medians, quartiles in brackets; what is compared was sampled in",
      "turn in one run. The model is a fake in a process of its own, over HTTP; the sandbox is the",
      "local one, plain; every run writes its record. Lines with a dot have no bar: they explain.",
    ],
    machine,
    rows,
  });
}

/** What stands on a page of figures. */
export interface FiguresPage {
  /** Its heading. */
  readonly title: string;
  /** What was done, in lines. */
  readonly about: readonly string[];
  /** What it was done on. */
  readonly machine: MachineFacts;
  /** The figures. */
  readonly rows: readonly EngineRow[];
}

/** A page. Figures with a bar are judged; the others explain those above them. */
export function renderFigures({ title, about, machine, rows }: FiguresPage): string {
  const facts = Object.entries(machine).map(([key, value]) => `${key} ${value}`).join(", ");
  const lines = rows.map((row) => {
    const { name, unit, bar, value } = row;
    const judged = bar === undefined ? " | " : `${bar} ${unit} | ${isKept(row) ? "yes" : "no"}`;
    return `| ${bar === undefined ? `· ${name}` : name} | ${
      showFigure(row)
    } | ${value.samples} | ` +
      `${judged} |`;
  });
  return [
    `# ${title}`,
    "",
    ...about,
    "",
    `Machine: ${facts}.`,
    "",
    "| what | measured | samples | bar | kept |",
    "| --- | --- | --- | --- | --- |",
    ...lines,
    "",
  ].join("\n");
}
