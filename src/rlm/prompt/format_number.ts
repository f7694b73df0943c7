/**
 * Numbers as people read them: `5,242,880`. Independent of the machine's locale, for prompts are
 * byte-stable.
 *
 * @module
 */

/** A whole number with commas between its thousands. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A count with its noun, such as `1 turn` or `12 turns`. */
export function formatCounted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Milliseconds as seconds, such as `30 s` or `0.5 s`. */
export function formatSeconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(1))} s`;
}

/** Dollars, such as `$0.25` or `$0.0003`: two digits that count, where it is less than a cent. */
export function formatUsd(usd: number): string {
  return `$${usd === 0 || usd >= 0.01 ? usd.toFixed(2) : Number(usd.toPrecision(2)).toString()}`;
}
