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

/**
 * Creates a redactor for the given secret values and all that looks like a secret. A value is also
 * found as JSON and URLs write it. Values shorter than 8 characters are not searched for.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const known = compileKnown(secrets);
  return (text) => {
    let clean = known === undefined ? text : text.replace(known, REDACTED);
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

function compileKnown(secrets: readonly string[]): RegExp | undefined {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < MIN_SECRET_LENGTH) continue;
    forms.add(secret);
    forms.add(JSON.stringify(secret).slice(1, -1));
    forms.add(encodeURIComponent(secret.toWellFormed()));
  }
  if (forms.size === 0) return undefined;
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((form) => RegExp.escape(form)).join("|"), "g");
}
