import { assertEquals } from "@std/assert";
import { createSeededRandom, type SeededRandom } from "../../tools/demo_random.ts";
import { runInPython } from "./run_python.ts";
import { type Call, type CaseArgs, runOnHost } from "./text_case.ts";

const PIECES = [
  ...'aAbiIsk1٢_ .-#`~{}[]()"\\',
  ..."éÉßıİſ日😀👩",
  "\u0301",
  "\u200d",
  "\ufeff",
  "\u3000",
  "\ud83d",
  "\ude00",
  "\n",
  "\n",
  "\r\n",
  "\r",
  ..."\t\v\f\x1c\x1f\x85\u2028\u2029",
  "# A",
  "\n## B ",
  "\n```\n",
  "\n~~~ sh\n",
  "\n````",
  "\n2024-01-15",
  "\n2024-01-16T10:00 ",
  " x ",
];

const ATOMS = [
  ..."aIsé日😀.^$",
  ..."\\d\\D\\w\\W\\s\\S\\b\\A\\Z\\n\\.\\-".split(/(?=\\)/),
  "[a-z]",
  "[^a\\s]",
  "[\\W\\d]",
  "[h-j😀]",
  "(?:ab|é)",
  "(a|b)",
  "(?P<x>)",
  "(?=a)",
  "(?<!b)",
  "(?s:.)",
  "#",
  "`",
];

const JSON_PIECES = [
  ...'{}[]:,"',
  '{"a":',
  '"b": ',
  '"1":',
  "1",
  "-0",
  "1.50",
  "1e20",
  "2E-9",
  "NaN",
  "true",
  "null",
  '"\\ud83d"',
  '"é\\n"',
  " ",
  "\n",
  "}",
  "}",
  "]",
];

function text(random: SeededRandom, pieces: readonly string[], most: number): string {
  return Array.from({ length: random.integer(0, most) }, () => random.pick(pieces)).join("");
}

function pattern(random: SeededRandom): string {
  const atoms = Array.from({ length: random.integer(1, 4) }, () => {
    const atom = random.pick(ATOMS);
    const repeats = !/^[\^$]|^\\[bAZ]|^\(\?[=<P]/.test(atom);
    return atom + (repeats ? random.pick(["", "", "", "*", "+", "?", "{1,2}", "{,3}", "+?"]) : "");
  });
  return atoms.join("").replace(/(\(\?P<x>\).*)\(\?P<x>\)/gs, "$1").replaceAll(
    "(?P<x>)",
    "(?P<x>a)",
  );
}

function json(random: SeededRandom): string {
  const value = (depth: number): string => {
    const kind = random.integer(0, depth > 3 ? 5 : 8);
    if (kind === 0) return `${random.integer(-9, 9)}.${random.integer(0, 999)}`;
    if (kind === 1) return `${random.integer(1, 99)}${"0".repeat(random.integer(0, 30))}`;
    if (kind === 2) {
      return `${random.integer(1, 9)}.${random.integer(1, 99999)}e${random.integer(-30, 30)}`;
    }
    if (kind < 6) return JSON.stringify(text(random, PIECES, 4));
    const items = Array.from({ length: random.integer(0, 3) }, () => value(depth + 1));
    if (kind === 6) return `[${items.join(", ")}]`;
    return `{${items.map((item) => `${JSON.stringify(text(random, PIECES, 1))}:${item}`)}}`;
  };
  return random.integer(0, 2) === 0 ? text(random, JSON_PIECES, 8) : `{"k": ${value(0)}}`;
}

/** One random call; numbers are often just out of range. */
function call(random: SeededRandom): Call {
  const kind = random.pick([
    "peek",
    "grep",
    "grep",
    "chunk_by_size",
    "chunk_by_headers",
    "chunk_by_timestamps",
    "chunk_by_json_keys",
    "regex_extract",
  ]);
  const args: Record<string, unknown> = { text: text(random, PIECES, 60) };
  const regex = random.integer(0, 1) === 1;
  const flags = random.pick(["", "m", "i", "ms", "im"]);
  if (kind === "peek") {
    Object.assign(args, { start: random.integer(-70, 70), length: random.integer(-1, 40) });
  } else if (kind === "grep") {
    args.pattern = regex ? pattern(random) : text(random, PIECES, 2);
    Object.assign(args, { regex, ignore_case: flags !== "", context: random.integer(-1, 3) });
    if (random.integer(0, 3) === 0) args.limit = random.integer(-1, 4);
  } else if (kind === "chunk_by_size") {
    Object.assign(args, { size: random.integer(0, 12), overlap: random.integer(-1, 5) });
  } else if (kind === "chunk_by_json_keys") {
    args.text = json(random);
  } else if (kind === "regex_extract" || regex) {
    Object.assign(args, { pattern: pattern(random), flags });
  }
  return { call: kind, args: args as unknown as CaseArgs };
}

/** Errors of the two engines differ in their reasons; what leads to them must not. */
function withoutReason<T extends { readonly error?: string }>(outcome: T): T {
  const error = outcome.error?.replace(/^(Invalid JSON: |Cannot compile pattern ).*/s, "$1");
  return error === undefined ? outcome : { ...outcome, error };
}

Deno.test("host and guest agree on random texts", async () => {
  const random = createSeededRandom(Number(Deno.env.get("FLEET_TEST_SEED") ?? 20260101));
  const calls = Array.from({ length: 3000 }, () => call(random));
  const guest = await runInPython(calls);
  for (const [index, each] of calls.entries()) {
    assertEquals(
      withoutReason(runOnHost(each)),
      withoutReason(guest[index]!),
      `${JSON.stringify(each)}`,
    );
  }
});
