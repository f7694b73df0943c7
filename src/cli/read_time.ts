/**
 * A time as people write it: `7d` ago, a day, or a day with a time of it.
 *
 * @module
 */

import { UsageError } from "../core/errors.ts";

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/**
 * Milliseconds since 1970. A day and a time without a zone are those of this machine.
 * @throws {UsageError} It is no time.
 */
export function readTime(text: string, option: string): number {
  const ago = /^(\d{1,9})([smhdw])$/.exec(text.trim());
  if (ago !== null) return Date.now() - Number(ago[1]) * (UNITS[ago[2] ?? ""] ?? 0);
  const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?))?$/i
    .exec(text.trim());
  const time = parts === null ? NaN : Date.parse(`${parts[1]}T${parts[2] ?? "00:00"}`);
  if (!Number.isNaN(time)) return time;
  throw new UsageError(`Cannot use "${text}" for --${option}: it is no time`, {
    hint: `Write --${option} 2026-01-31, --${option} "2026-01-31 10:15", or 7d for 7 days ago`,
  });
}
