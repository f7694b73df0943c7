/**
 * What secrets look like: rules by which the redactor finds those that nobody told it. Not exported
 * from the folder.
 *
 * Every rule runs in linear time: no nested repetition, and where a run of characters is followed by
 * something that may fail, the run is bounded or can begin only at its own first character.
 *
 * @module
 */

/** Stands where a secret was. */
export const REDACTED = "[REDACTED]";

/** A rule: a global pattern and what to put in place of a match, groups as in `String.replace`. */
export interface SecretRule {
  /** Finds the secret and what tells it from ordinary text. */
  readonly pattern: RegExp;
  /** Gives the text without the secret; the match itself when it is harmless. */
  replace(match: string, ...groups: readonly (string | undefined)[]): string;
}

/** Repetition of a secret's characters. Bounded, as V8's matcher keeps a stack entry for each. */
const MOST = "{1,16384}";

/** Names of fields whose value is a secret; `max_tokens` or `secretary` are none. */
const KEY_NAME = "(?:(?:api|access|secret|private|auth|signing)[_-]?key|token|secret|" +
  "passw(?:or)?d|passphrase)";

/** A name and what stands before its value: closing quote, colon or equals sign, all one group. */
const KEY = "(" + KEY_NAME +
  "\\\\?[\"'`]?[ \\t]{0,8}[=:][ \\t]{0,8})";

const SECRET_NAME = new RegExp(`(?:${KEY_NAME}|authorization)$`, "i");

/** Whether any text under a field of this name is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** Words that stand for a value without being one. */
const PLACEHOLDERS: ReadonlySet<string> = new Set([
  "any",
  "bool",
  "bytes",
  "false",
  "float",
  "int",
  "none",
  "null",
  "number",
  "optional",
  "str",
  "string",
  "true",
  "undefined",
  "unknown",
]);

/** The rules in the order in which they are applied. */
export const SECRET_RULES: readonly SecretRule[] = [
  // Authorization: Bearer x, in a header, an object or a command line.
  {
    pattern: new RegExp(
      "(authorization\\\\?[\"']?[ \\t]{0,8}[:=][ \\t]{0,8}\\\\?[\"']?" +
        "(?:(?:bearer|basic|digest|token|apikey)[ \\t]{1,8}|(?=[^\\s\"'\\\\,;]{16})))" +
        `[^\\s"'\\\\,;]${MOST}`,
      "gi",
    ),
    replace: (_match, head) => `${head}${REDACTED}`,
  },
  // Bearer x elsewhere; "the bearer of" is prose.
  {
    pattern: /\b(bearer[ \t]{1,8})([\w.~+/=-]{1,16384})/gi,
    replace: (match, head = "", value = "") => {
      const long = value.length >= (head.startsWith("Bearer") ? 8 : 20);
      return long || /[0-9]/.test(value) ? `${head}${REDACTED}` : match;
    },
  },
  // Keys that show whose they are: OpenAI and its likes, Modal, GitHub, AWS, Google, Hugging Face, Slack.
  { pattern: /\bsk-[\w-]{8,16384}/g, replace: () => REDACTED },
  {
    pattern: /(?<![\w-])a[ks]-(?=[a-zA-Z]{0,64}[0-9A-Z])[a-zA-Z0-9]{12,16384}/g,
    replace: () => REDACTED,
  },
  {
    pattern: /\b(?:gh[pousr]_[a-zA-Z0-9]{16,16384}|github_pat_\w{16,16384})/g,
    replace: () => REDACTED,
  },
  { pattern: /\bA(?:KI|SI)A[A-Z0-9]{16}\b/g, replace: () => REDACTED },
  { pattern: /\bAIza[\w-]{30,16384}/g, replace: () => REDACTED },
  { pattern: /\bhf_[a-zA-Z0-9]{20,16384}/g, replace: () => REDACTED },
  { pattern: /\bxox[abeoprs]-[\w-]{10,16384}/g, replace: () => REDACTED },
  // A password in an address.
  {
    pattern: /(:\/\/[^\s:@/"']{0,64}:)[^\s:@/"']{1,256}@/g,
    replace: (_match, head) => `${head}${REDACTED}@`,
  },
  // api_key="x", "token": "x"; without the closing quote too, as when the text was cut.
  {
    pattern: new RegExp(
      `${KEY}(?:(\\\\["'\`])[^"'\`\\\\\\n]${MOST}` +
        `|(")(?:[^"\\\\\\n]|\\\\[^\\n])${MOST}|(')(?:[^'\\\\\\n]|\\\\[^\\n])${MOST})`,
      "gi",
    ),
    replace: (_match, head, escaped, double, single) =>
      `${head}${escaped ?? double ?? single}${REDACTED}`,
  },
  // api_key=x, token: x; not `token = next(line)`, `token: str` or `token: 12`.
  {
    pattern: new RegExp(`${KEY}([^\\s"'\`\\\\,;&<>()[\\]{}]${MOST})(?=([([]?))`, "gi"),
    replace: (match, head = "", value = "", call = "") =>
      call === "" && isLikelyValue(value, head) ? `${head}${REDACTED}` : match,
  },
];

/** Whether a bare value after a secret's name is the secret: sure after `=`, else by its looks. */
function isLikelyValue(value: string, head: string): boolean {
  const word = value.toLowerCase().replace(/[.:!?]{1,8}$/, "");
  if (word === "" || PLACEHOLDERS.has(word) || /^[=:|]/.test(value)) return false;
  if (/^\d{1,5}(?:\.\d{1,5})?$/.test(word)) return false;
  return head.endsWith("=") || /[0-9]/.test(word) || (/:[ \t]*$/.test(head) && word.length >= 12);
}
