/**
 * Texts against their recorded form, in which secrets were taken out: what stands for a secret
 * matches anything. Pure.
 *
 * @module
 */

import { type JsonValue, stringifyJson } from "../core/json.ts";
import { REDACTED } from "../text/secret_patterns.ts";

/** Whether `actual` is the recorded text, or was before secrets were taken out of it. */
export function matchesRecorded(recorded: string, actual: string): boolean {
  if (recorded === actual) return true;
  const [first = "", ...rest] = recorded.split(REDACTED);
  const last = rest.pop();
  if (last === undefined || !actual.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = actual.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return actual.length - last.length >= at && actual.endsWith(last);
}

/** The same for values, by their JSON text. */
export function matchesRecordedValue(recorded: JsonValue, actual: JsonValue): boolean {
  return matchesRecorded(stringifyJson(recorded), stringifyJson(actual));
}

/** Whether something was taken out of a text, as far as one can see. */
export function isRedacted(text: string): boolean {
  return text.includes(REDACTED);
}
