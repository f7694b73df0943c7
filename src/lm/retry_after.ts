/**
 * Reads how long a provider asks its clients to wait. Pure.
 *
 * `Retry-After` is RFC 9110 section 10.2.3 (whole seconds or an HTTP date); `retry-after-ms` is what
 * OpenAI and Azure send besides it, and is finer.
 *
 * @module
 */

/**
 * Milliseconds to wait as the headers ask, or `undefined` when they do not say or say nonsense.
 *
 * @param headers Headers of the response.
 * @param now Present time, milliseconds since the epoch, for HTTP dates.
 */
export function readRetryAfter(headers: Headers, now: number = Date.now()): number | undefined {
  const milliseconds = readNumber(headers.get("retry-after-ms"));
  if (milliseconds !== undefined) return milliseconds;
  const value = headers.get("retry-after");
  const seconds = readNumber(value);
  if (seconds !== undefined) return seconds * 1000;
  // Without letters it is no HTTP date, though Date.parse would make one of "-5".
  const date = value === null || !/[a-z]/i.test(value) ? NaN : Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function readNumber(value: string | null): number | undefined {
  return value !== null && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}
