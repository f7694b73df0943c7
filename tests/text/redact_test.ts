import { assert, assertEquals } from "@std/assert";
import { createRedactor, redactValue } from "../../src/text/redact.ts";

const redact = createRedactor([]);

/** Text with a secret in it, and what is left. */
const REDACTED: readonly (readonly [string, string])[] = [
  ["key sk-abcdefgh12345678 end", "key [REDACTED] end"],
  ["sk-ant-api03-Ab_c-D1", "[REDACTED]"],
  ["(sk-proj-abcDEF12345678)", "([REDACTED])"],
  ["Authorization: Bearer abc", "Authorization: Bearer [REDACTED]"],
  ["authorization: Basic dXNlcjpwdw==", "authorization: Basic [REDACTED]"],
  ["-H 'Authorization: token abc'", "-H 'Authorization: token [REDACTED]'"],
  ['{"Authorization": "Bearer x1"}', '{"Authorization": "Bearer [REDACTED]"}'],
  ["Bearer eyJhbGciOi.abc.def", "Bearer [REDACTED]"],
  ["sent bearer a1b2c3", "sent bearer [REDACTED]"],
  ["api_key=abc123", "api_key=[REDACTED]"],
  ["api-key: abcd1234", "api-key: [REDACTED]"],
  ["apikey=abc", "apikey=[REDACTED]"],
  ["DSPY_LLM_API_KEY=abcdefg", "DSPY_LLM_API_KEY=[REDACTED]"],
  ['token: "hello there"', 'token: "[REDACTED]"'],
  ["'token': 'a'", "'token': '[REDACTED]'"],
  ["secret=abc", "secret=[REDACTED]"],
  ["secret='a b'", "secret='[REDACTED]'"],
  ['client_secret = "a b"', 'client_secret = "[REDACTED]"'],
  ["clientSecret=abc", "clientSecret=[REDACTED]"],
  ["password: hunter2", "password: [REDACTED]"],
  ["?token=xyz&x=1", "?token=[REDACTED]&x=1"],
  ['say token="cut off', 'say token="[REDACTED]'],
  ["token='it\\'s' x", "token='[REDACTED]' x"],
  ['{\\"token\\": \\"a b\\"}', '{\\"token\\": \\"[REDACTED]\\"}'],
  ["aws_secret_access_key=wJalr/XU", "aws_secret_access_key=[REDACTED]"],
  ["MODAL_TOKEN_ID=ak-abcDEF1234567890abcdef", "MODAL_TOKEN_ID=[REDACTED]"],
  ["id as-ABCDEFghij1234567890ab.", "id [REDACTED]."],
  ["ghp_abcdefghijklmnopqrstuvwxyz0123456789", "[REDACTED]"],
  ["github_pat_11ABCDEFG0abcdefghijkl", "[REDACTED]"],
  ["AKIAABCDEFGHIJKLMNOP", "[REDACTED]"],
  ["https://user:pw@host/x", "https://user:[REDACTED]@host/x"],
];

const HARMLESS: readonly string[] = [
  "token count: 12",
  "token: 12",
  "the secret garden",
  "The secret: never give up",
  "max_tokens: 4096",
  "usage tokens=12",
  "secretary: Maria2",
  "secret_name=LITELLM",
  "tokenizer = Tokenizer()",
  "token = next(line)",
  "token == x1",
  "api_key=os.environ['KEY']",
  "api_key: str = None",
  "def call(token: str | None)",
  "for token in tokens",
  "the bearer of good news",
  "Bearer bonds were sold",
  "authorization: the harbour master",
  "task-12345678, disk-encryption-9",
  "as-is, as-yet-unknown, ask-123456789012345",
  "http://host:8080/a@b",
  "DSPY_LLM_API_KEY or --model offline",
  "",
];

for (const [text, clean] of REDACTED) {
  Deno.test(`createRedactor() takes the secret out of ${text}`, () => {
    assertEquals(redact(text), clean);
    assertEquals(redact(clean), clean);
  });
}

Deno.test("createRedactor() leaves harmless text alone", () => {
  for (const text of HARMLESS) assertEquals(redact(text), text);
});

Deno.test("createRedactor() takes known values out wherever they stand", () => {
  const known = createRedactor(["correct horse", "correct horse battery", 'say "ä" loud', "short"]);
  assertEquals(known("xcorrect horse battery!"), "x[REDACTED]!");
  assertEquals(known("correct horse."), "[REDACTED].");
  assertEquals(known("?q=correct%20horse"), "?q=[REDACTED]");
  assertEquals(known(JSON.stringify({ a: 'say "ä" loud' })), '{"a":"[REDACTED]"}');
  assertEquals(known("a short text"), "a short text");
});

Deno.test("createRedactor() takes known values literally", () => {
  const known = createRedactor(["a.b*c(d[e\\f$&"]);
  assertEquals(known("a.b*c(d[e\\f$& aXb*c(d[e\\f$&"), "[REDACTED] aXb*c(d[e\\f$&");
});

Deno.test("createRedactor() takes out values too long for a regular expression", () => {
  const [one, two] = [`k${"x".repeat(40_000)}`, `k${"x".repeat(40_000)}y`];
  const known = createRedactor([one, two, "correct horse"]);
  assertEquals(
    known(`a ${two} b ${one} c correct horse`),
    "a [REDACTED] b [REDACTED] c [REDACTED]",
  );
});

Deno.test("createRedactor() keeps other texts apart when used again", () => {
  assertEquals(redact("sk-abcdefgh12345678"), "[REDACTED]");
  assertEquals(redact("sk-abcdefgh12345678"), "[REDACTED]");
});

Deno.test("createRedactor() copes with long texts made of its own words", () => {
  const units = [
    "a",
    "sk-",
    "token",
    'token: "',
    'token: "\\',
    "token=",
    "token     ",
    "bearer ",
    "authorization: ",
    "ak-aaaaaaaaaaaaa",
    "://a:",
    '\\"',
  ];
  for (const unit of units) {
    const text = unit.repeat(2_000_000 / unit.length);
    assert(redact(text).length <= text.length * 2);
  }
});

Deno.test("redactValue() walks through deep values", () => {
  const value = {
    model: "x/y",
    api_key: "plain words",
    usage: { max_tokens: 12, tokens: "abc" },
    list: ["sk-abcdefgh12345678", 1, null, true, 10n ** 20n, { token: "x", n: NaN }],
    "sk-abcdefgh12345678": "",
  };
  assertEquals(redactValue(value, redact), {
    model: "x/y",
    api_key: "[REDACTED]",
    usage: { max_tokens: 12, tokens: "abc" },
    list: ["[REDACTED]", 1, null, true, 10n ** 20n, { token: "[REDACTED]", n: NaN }],
    "[REDACTED]": "",
  });
  assertEquals(value.api_key, "plain words");
});
