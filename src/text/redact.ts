/**
 * The one redactor that guards every way out: errors, logs, progress, trajectories.
 *
 * It takes out the secrets it was told and whatever looks like one by the rules of
 * `secret_patterns.ts`. It does not decode: a secret in base64 or cut in two passes. Pure; linear
 * time.
 *
 * @module
 */

import { isJsonObject, type JsonValue } from "../core/json.ts";
import { isSecretName, REDACTED, SECRET_RULES } from "./secret_patterns.ts";

/** Takes secrets out of a text. Applying it twice changes nothing more. */
export type Redactor = (text: string) => string;

/** Known values shorter than this many UTF-16 units are left, or ordinary words would suffer. */
const MIN_SECRET_LENGTH = 8;

/** Longest value that becomes part of a regular expression, UTF-16 units. */
const MAX_PATTERN_LENGTH = 1_000;

/**
 * Creates a redactor for the given secret values and all that looks like a secret. A value is also
 * found as JSON and URLs write it. Values shorter than 8 characters are not searched for.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const { pattern, long } = compileKnown(secrets);
  return (text) => {
    let clean = text;
    for (const form of long) clean = clean.replaceAll(form, REDACTED);
    if (pattern !== undefined) clean = clean.replace(pattern, REDACTED);
    for (const rule of SECRET_RULES) clean = clean.replace(rule.pattern, rule.replace);
    return clean;
  };
}

/**
 * A copy of `value` with `redact` applied to every string in it, keys included. A string under a key
 * such as `api_key` or `token` is redacted whatever it looks like.
 */
export function redactValue(value: JsonValue, redact: Redactor): JsonValue {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => redactValue(item, redact));
  if (!isJsonObject(value)) return value;
  const clean: [string, JsonValue][] = [];
  for (const [key, item] of Object.entries(value)) {
    const isSecret = typeof item === "string" && item !== "" && isSecretName(key);
    clean.push([redact(key), isSecret ? REDACTED : redactValue(item, redact)]);
  }
  return Object.fromEntries(clean);
}

/** The forms of secrets: one pattern, but for those too long for a regular expression. */
function compileKnown(
  secrets: readonly string[],
): { readonly pattern: RegExp | undefined; readonly long: readonly string[] } {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < MIN_SECRET_LENGTH) continue;
    forms.add(secret);
    forms.add(JSON.stringify(secret).slice(1, -1));
    forms.add(encodeURIComponent(secret.toWellFormed()));
  }
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  const long = longestFirst.filter((form) => form.length > MAX_PATTERN_LENGTH);
  const short = longestFirst.slice(long.length);
  const pattern = short.length === 0
    ? undefined
    : new RegExp(short.map((form) => RegExp.escape(form)).join("|"), "g");
  return { pattern, long };
}
