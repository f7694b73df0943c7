/**
 * Conformance of values: what comes out of a cell and what is bound in it, whole and of its kind.
 *
 * @module
 */

import { FleetError } from "../../src/core/errors.ts";
import type { JsonValue } from "../../src/core/json.ts";
import type { Variable } from "../../src/core/variable.ts";
import { type Check, ECHO, expectSame, expectStatus, runOne, thrownBy } from "./check.ts";

const VALUES: readonly {
  readonly name: string;
  readonly code: string;
  readonly value: JsonValue;
}[] = [
  { name: "last-expression", code: "import math\nmath.sqrt(6.25)", value: 2.5 },
  { name: "tuple", code: "{'a': (1, (2,))}", value: { a: [1, [2]] } },
  { name: "none", code: "[None, {'k': None}]", value: [null, { k: null }] },
  {
    name: "not-finite",
    code: "[float(t) for t in ('nan', 'inf', '-inf')]",
    value: [NaN, Infinity, -Infinity],
  },
  { name: "large-integer", code: "[2**80, -(2**53)]", value: [2n ** 80n, -(2n ** 53n)] },
  {
    name: "dollar-keys",
    code: "[{'$f': 1}, {'$o': {'$i': 'x'}}]",
    value: [{ $f: 1 }, { $o: { $i: "x" } }],
  },
  {
    name: "keys-become-text",
    code: "{1: 'a', None: 'b', True: 'c'}",
    value: { 1: "c", null: "b" },
  },
  {
    name: "proto-key",
    code: "{'__proto__': 1, 'constructor': 2}",
    value: JSON.parse('{"__proto__":1,"constructor":2}'),
  },
  { name: "nul", code: "'a\\0b'", value: "a\0b" },
  { name: "lone-surrogate", code: "['\\ud800', '\\udc00x']", value: ["\ud800", "\udc00x"] },
  { name: "line-separators", code: "'a\\u2028b\\r\\nc'", value: "a\u2028b\r\nc" },
];

const BOUND: readonly JsonValue[] = [
  1,
  -1.5,
  "é\ud800",
  "nul \0 inside",
  null,
  [null, { a: [true] }],
  NaN,
  -Infinity,
  2n ** 90n,
  { $i: "5" },
  nested(400),
];

/** Code points of the large texts: 50 MB of ASCII. */
const LARGE_CHARS = 50_000_000;

/** Checks of values in both directions. */
export const VALUE_CHECKS: readonly Check[] = [
  ...VALUES.map(({ name, code, value }): Check => ({
    name: `value.${name}`,
    async run(make) {
      expectSame(expectStatus(await runOne(make, code), "ok").value, value);
      const submitted = await runOne(make, code.replace(/[^\n]*$/, (last) => `SUBMIT(${last})`));
      expectSame(expectStatus(submitted, "submitted").value, { output: value });
    },
  })),
  {
    name: "value.not-json",
    async run(make) {
      const result = expectStatus(await runOne(make, "{1}"), "ok");
      expectSame(["value" in result, result.output.text], [false, "{1}\n"]);
    },
  },
  {
    name: "value.huge-integer",
    async run(make) {
      const result = await runOne(make, "SUBMIT(echo(10**20000))", { tools: [ECHO] });
      expectSame(expectStatus(result, "submitted").value, { output: 10n ** 20000n });
    },
  },
  {
    name: "value.deep",
    async run(make) {
      await using interpreter = make({ tools: [ECHO] });
      const code = "v = 1\nfor _ in range(400): v = [v]\nSUBMIT(echo(v))";
      const result = expectStatus(await interpreter.execute(code), "submitted");
      expectSame(JSON.stringify(result.value), JSON.stringify({ output: nested(400) }));
    },
  },
  {
    name: "value.too-deep",
    async run(make) {
      await using interpreter = make();
      const deep = "v = 1\nfor _ in range(200_000): v = [v]\nSUBMIT(v)";
      expectStatus(await interpreter.execute(deep), "error");
      const cycle = "v = {}\nv['v'] = v\nSUBMIT(v)";
      expectStatus(await interpreter.execute(cycle), "error");
      expectSame(expectStatus(await interpreter.execute("1 + 1"), "ok").output.text, "2\n");
    },
  },
  {
    name: "variable.values",
    async run(make) {
      await using interpreter = make();
      const names = BOUND.map((_, i) => `v${i}`);
      await interpreter.bind(BOUND.map((value, i) => ({ kind: "value", name: names[i]!, value })));
      const result = await interpreter.execute(`[${names.join()}]`, { wantValue: true });
      expectSame(expectStatus(result, "ok").value, BOUND);
    },
  },
  {
    name: "variable.huge-integer",
    async run(make) {
      await using interpreter = make();
      const value = 10n ** 20000n;
      const [info] = await interpreter.bind([{ kind: "value", name: "n", value }]);
      expectSame([info?.type, info?.chars], ["int", 20_001]);
      const result = await interpreter.execute("n == 10**20000", { wantValue: true });
      expectSame(expectStatus(result, "ok").value, true);
    },
  },
  {
    name: "variable.too-deep",
    async run(make) {
      for (const depth of [2_000, 20_000]) {
        await using interpreter = make();
        const variable = { kind: "value", name: "v", value: nested(depth) } as const;
        const error = await thrownBy(() => interpreter.bind([variable]));
        expectSame(error instanceof FleetError ? error.code : error, "input-invalid");
        expectSame(expectStatus(await interpreter.execute("1 + 1"), "ok").output.text, "2\n");
      }
    },
  },
  {
    name: "variable.types",
    async run(make) {
      await using interpreter = make();
      const infos = await interpreter.bind(
        [1, 1.5, "s", true, null, [1], { a: 1 }, NaN].map((value, i): Variable => ({
          kind: "value",
          name: `v${i}`,
          value,
        })),
      );
      const types = ["int", "float", "str", "bool", "NoneType", "list", "dict", "float"];
      expectSame(infos.map((info) => info.type), types);
    },
  },
  {
    name: "variable.persists",
    async run(make) {
      await using interpreter = make();
      await interpreter.bind([{ kind: "value", name: "a", value: [1] }]);
      await interpreter.execute("a.append(2)");
      await interpreter.bind([{ kind: "value", name: "b", value: 3 }]);
      const result = await interpreter.execute("[a, b]", { wantValue: true });
      expectSame(expectStatus(result, "ok").value, [[1, 2], 3]);
    },
  },
  {
    name: "variable.measures",
    async run(make) {
      await using interpreter = make();
      const text = "🙂".repeat(600) + "é".repeat(600);
      const [info, lines, list] = await interpreter.bind([
        { kind: "value", name: "text", value: text },
        { kind: "value", name: "lines", value: "a\r\n\nb\rc\n" },
        { kind: "value", name: "items", value: ["a"] },
      ]);
      expectSame(info, {
        name: "text",
        type: "str",
        chars: 1200,
        lines: 1,
        head: "🙂".repeat(500),
        tail: "é".repeat(500),
      });
      expectSame([lines?.chars, lines?.lines], [8, 4]);
      expectSame(list, { name: "items", type: "list", chars: 9, head: '[\n  "a"\n]', tail: "" });
    },
  },
  {
    name: "variable.large",
    async run(make) {
      await using interpreter = make();
      const value = "0123456789".repeat(LARGE_CHARS / 10);
      const [info] = await interpreter.bind([{ kind: "value", name: "big", value }]);
      expectSame(info?.chars, LARGE_CHARS);
      const result = expectStatus(await interpreter.execute("SUBMIT(big)"), "submitted");
      expectSame((result.value as { output: JsonValue }).output === value, true);
    },
  },
  {
    name: "variable.large-mixed",
    async run(make) {
      await using interpreter = make();
      await interpreter.bind([
        { kind: "value", name: "first", value: "a".repeat(1 << 20) },
        { kind: "value", name: "small", value: [1, "x"] },
        { kind: "value", name: "second", value: `<${"é".repeat(1 << 20)}>` },
        { kind: "value", name: "items", value: Array.from({ length: 100_000 }, (_, i) => i) },
      ]);
      const code =
        "[len(first), small, second[:2], second[-2:], type(items), len(items), items[-1]]";
      const result = await interpreter.execute(
        code.replace("type(items)", "type(items).__name__"),
        {
          wantValue: true,
        },
      );
      const expected = [1 << 20, [1, "x"], "<é", "é>", "list", 100_000, 99_999];
      expectSame(expectStatus(result, "ok").value, expected);
    },
  },
  ...fileCases().map(({ name, bytes, encoding, text }): Check => ({
    name: `variable.file-${name}`,
    async run(make) {
      const path = await Deno.makeTempFile({ prefix: "fleet-conform-", suffix: " ü.txt" });
      try {
        await Deno.writeFile(path, bytes);
        const file = { path, sha256: "", bytes: bytes.length, encoding };
        await using interpreter = make({ files: [file] });
        const [info] = await interpreter.bind([{ kind: "file", name: "doc", file }]);
        expectSame([info?.type, info?.chars], ["str", [...text].length]);
        const { value } = expectStatus(await interpreter.execute("doc", { wantValue: true }), "ok");
        expectSame(value === text, true);
      } finally {
        await Deno.remove(path);
      }
    },
  })),
];

interface FileCase {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly encoding: "utf-8" | "utf-8-sig" | "utf-16";
  readonly text: string;
}

function fileCases(): readonly FileCase[] {
  const utf8 = (text: string) => new TextEncoder().encode(text);
  const text = "naïve 漢字 🙂\r\nnext\n";
  const utf16 = new Uint8Array(2 + 2 * text.length);
  new DataView(utf16.buffer).setUint16(0, 0xfeff, true);
  for (let i = 0; i < text.length; i++) {
    new DataView(utf16.buffer).setUint16(2 + 2 * i, text.charCodeAt(i), true);
  }
  const large = "x".repeat(5_000_000) + "é";
  return [
    { name: "utf-8", bytes: utf8(text), encoding: "utf-8", text },
    { name: "byte-order-mark", bytes: utf8(`\ufeff${text}`), encoding: "utf-8-sig", text },
    { name: "utf-16", bytes: utf16, encoding: "utf-16", text },
    { name: "large", bytes: utf8(large), encoding: "utf-8", text: large },
  ];
}

function nested(depth: number): JsonValue {
  let value: JsonValue = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}
