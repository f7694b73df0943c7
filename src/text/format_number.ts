/**
 * Numbers as people read them: `5,242,880`, `2 turns`, `0.5 s`, `$0.25`. Independent of the machine's
 * locale, for prompts are byte-stable. Pure.
 *
 * @module
 */

/** A whole number with commas between its thousands. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** A count with its noun, such as `1 turn` or `12 turns`. */
export function formatCounted(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/** A time that was set, in milliseconds, as seconds: `30 s` or `0.5 s`. */
export function formatSeconds(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(1))} s`;
}

/** A time that something took, in milliseconds, as seconds: `2.0 s`, from ten on whole ones. */
export function formatDuration(milliseconds: number): string {
  return `${(Math.max(0, milliseconds) / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}

/** Dollars, such as `$0.25` or `$0.0003`: cents, or the two digits that count. */
export function formatUsd(usd: number): string {
  return `$${usd === 0 || usd >= 0.1 ? usd.toFixed(2) : Number(usd.toPrecision(2)).toString()}`;
}
