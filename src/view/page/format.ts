/**
 * Figures as people read them.
 *
 * @module
 */

import type { ShownUsage } from "../page_data.ts";

const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

/** A whole number with all its digits. */
export function formatCount(count: number): string {
  return WHOLE.format(count);
}

/** A number in three digits: `12.3K`. */
export function formatShort(count: number): string {
  return Math.abs(count) < 1000 ? WHOLE.format(count) : SHORT.format(count);
}

/** A count with its noun: `1 turn`, `2 turns`. */
export function formatCounted(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** Milliseconds in the unit that fits: `320 ms`, `4.2 s`, `3 min 12 s`, `1 h 4 min`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return "";
  if (ms < 0.95) return ms <= 0 ? "0 ms" : "<1 ms";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return joinUnits(minutes, "min", seconds % 60, "s");
  return joinUnits(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

function joinUnits(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small === 0
    ? `${formatCount(big)} ${bigUnit}`
    : `${formatCount(big)} ${bigUnit} ${small} ${smallUnit}`;
}

/** US dollars with at least two digits that tell something: `$1.20`, `$0.0031`. */
export function formatDollars(dollars: number): string {
  if (dollars === 0) return "$0";
  if (Math.abs(dollars) >= 0.995) return `$${dollars.toFixed(2)}`;
  if (Math.abs(dollars) < 1e-7) return "<$0.0000001";
  return `$${dollars.toFixed(1 - Math.floor(Math.log10(Math.abs(dollars))))}`;
}

/** The cost of a usage, with what is not sure of it: `at least $0.02`; empty when it is not known. */
export function formatCost(usage: ShownUsage): string {
  if (usage.costUsd === undefined) return "";
  const dollars = formatDollars(usage.costUsd);
  if (usage.isPartlyUnpriced) return `≥ ${dollars}`;
  return usage.isEstimated ? `≈ ${dollars}` : dollars;
}

/** Tokens of a usage: `1.2K → 340`. */
export function formatTokens(usage: ShownUsage): string {
  const about = usage.isEstimated ? "≈ " : "";
  return `${about}${formatShort(usage.input)} → ${formatShort(usage.output)}`;
}

/** Tokens of a usage in words. */
export function describeTokens(usage: ShownUsage): string {
  const cached = usage.cached > 0 ? `, ${formatCount(usage.cached)} of them cached` : "";
  const about = usage.isEstimated ? " (partly estimated)" : "";
  return `${formatCount(usage.input)} prompt tokens${cached}; ` +
    `${formatCount(usage.output)} completion tokens${about}`;
}

/** The first line of a text that says something, at most `chars` long. */
export function firstLine(text: string, chars: number = 200): string {
  const line = /\S[^\n\r\u2028\u2029]*/.exec(text.slice(0, 4_000))?.[0] ?? "";
  return line.length > chars ? `${line.slice(0, chars - 1).trimEnd()}…` : line.trimEnd();
}

/** A moment, in the reader's own time: `31 Jan 2026, 10:15:00`; the text itself when it is none. */
export function formatMoment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(date);
}
