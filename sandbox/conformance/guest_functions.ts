/**
 * Conformance of the functions that every sandbox gives to guest code, against the list that documents
 * them to planners.
 *
 * @module
 */

import { GUEST_HELPERS } from "../../src/core/guest_helpers.ts";
import { type Check, expectSame, expectStatus, runAll, runOne } from "./check.ts";

const USES: readonly {
  readonly name: string;
  readonly code: string;
  readonly output: string;
}[] = [
  { name: "peek", code: "peek('a🙂bc', 1, 2)", output: "'🙂b'\n" },
  { name: "grep", code: "grep('one\\ntwo\\nthree', 'T')", output: "['two', 'three']\n" },
  { name: "grep-regex", code: "grep('one\\ntwo', r'^t.o$', regex=True)", output: "['two']\n" },
  { name: "chunk-by-size", code: "chunk_by_size('abcde', 2)", output: "['ab', 'cd', 'e']\n" },
  {
    name: "chunk-by-headers",
    code: "[c['header'] for c in chunk_by_headers('# A\\nx\\n## B\\ny')]",
    output: "['# A', '## B']\n",
  },
  {
    name: "chunk-by-timestamps",
    code: "len(chunk_by_timestamps('2026-01-01 a\\n2026-01-02 b'))",
    output: "2\n",
  },
  {
    name: "chunk-by-json-keys",
    code: "[c['key'] for c in chunk_by_json_keys('{\"a\": 1, \"b\": [2]}')]",
    output: "['a', 'b']\n",
  },
  {
    name: "buffers",
    code: "add_buffer('k', 1)\nadd_buffer('k', 2)\nkept = get_buffer('k')\nclear_buffer('k')\n" +
      "(kept, get_buffer('k'))",
    output: "([1, 2], [])\n",
  },
  { name: "show-vars", code: "mine = 1\nprint('mine' in SHOW_VARS())", output: "True\n" },
];

/** Checks of the guest's own functions. */
export const GUEST_FUNCTION_CHECKS: readonly Check[] = [
  {
    name: "guest.all-are-there",
    async run(make) {
      const names = GUEST_HELPERS.map((helper) => helper.name);
      const code = `[n for n in ${JSON.stringify(names)} if not callable(globals().get(n))]`;
      expectSame(expectStatus(await runOne(make, code), "ok").value, []);
    },
  },
  ...USES.map(({ name, code, output }): Check => ({
    name: `guest.${name}`,
    async run(make) {
      expectSame(expectStatus(await runOne(make, code), "ok").output.text, output);
    },
  })),
  {
    name: "guest.restored",
    async run(make) {
      const results = await runAll(make, ["peek = grep = SHOW_VARS = None", "peek('abc', 1)"]);
      expectSame(expectStatus(results[1], "ok").output.text, "'bc'\n");
    },
  },
];
