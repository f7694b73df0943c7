import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { GUEST_HELPERS } from "../../src/core/guest_helpers.ts";
import { pipePython, runInPython } from "../text/run_python.ts";
import { loadCases } from "../text/text_case.ts";

const HELPERS = new URL("../../sandbox/driver/helpers.py", import.meta.url);

/** Runs Python code after helpers.py in one module; the JSON that `show` was called with, in order. */
async function runAfterHelpers(code: string): Promise<unknown[]> {
  const source = await Deno.readTextFile(HELPERS);
  const show = "def show(value):\n    import json\n    print(json.dumps(value))\n";
  const printed = await pipePython(["-"], `${source}\n${show}\n${code}\n`);
  return printed.trim().split("\n").map((line) => JSON.parse(line));
}

const CASES = loadCases();
const outcomes = await runInPython(CASES.map(({ call, args }) => ({ call, args })));
for (const [index, { name, error, result }] of CASES.entries()) {
  Deno.test(`${name}, in the guest`, () => {
    const outcome = outcomes[index]!;
    if (error === undefined) return assertEquals(outcome, { result });
    assertStringIncludes(`^${outcome.error}`, `^${error}`);
  });
}

Deno.test("GUEST_HELPERS agrees with the module in names, parameters and defaults", async () => {
  const declared = GUEST_HELPERS.map(({ signature }) => signature);
  const [names, differences] = await runAfterHelpers(`
import inspect, json, re

SHOW_VARS = make_show_vars({}, ())
show([*__all__, "SHOW_VARS"])
differences = []
for signature in json.loads(${JSON.stringify(JSON.stringify(declared))}):
    scope = {"re": re}
    exec(f"def {signature}: pass", scope)
    name = signature.partition("(")[0]
    told, real = inspect.signature(scope[name]), inspect.signature(globals()[name])
    if told != real:
        differences.append(f"{name}{told} is {name}{real}")
show(differences)
`);
  assertEquals(names, GUEST_HELPERS.map(({ name }) => name));
  assertEquals(differences, []);
});

Deno.test("GUEST_HELPERS has one line of summary each", () => {
  for (const { name, signature, summary } of GUEST_HELPERS) {
    assert(signature.startsWith(`${name}(`));
    assert(/^[A-Z][^\n]+\.$/.test(summary) && summary.length <= 120, summary);
  }
});

Deno.test("helpers.py imports nothing when it loads", async () => {
  const path = JSON.stringify(decodeURIComponent(HELPERS.pathname));
  const loaded = await pipePython(
    [
      "-I",
      "-S",
      "-c",
      `import sys; code = compile(open(${path}).read(), "helpers", "exec"); ` +
      `before = set(sys.modules); exec(code, {}); print(sorted(set(sys.modules) - before))`,
    ],
    "",
  );
  assertEquals(loaded.trim(), "[]");
});

Deno.test("every helper has a docstring", async () => {
  const [missing] = await runAfterHelpers(`
functions = [globals()[name] for name in __all__] + [make_show_vars({}, ())]
show([function.__name__ for function in functions if not function.__doc__])
`);
  assertEquals(missing, []);
});

Deno.test("buffers keep lists by name until they are cleared", async () => {
  const shown = await runAfterHelpers(`
add_buffer("a", 1)
add_buffer("a", {"x": 2})
add_buffer("b", "y")
show(get_buffer("a"))
get_buffer("a").append(3)
show(get_buffer("a"))
show(get_buffer("missing"))
clear_buffer("a")
clear_buffer("missing")
show([get_buffer("a"), get_buffer("b")])
clear_buffer()
show(get_buffer("b"))
`);
  assertEquals(shown, [[1, { x: 2 }], [1, { x: 2 }], [], [[], ["y"]], []]);
});

Deno.test("SHOW_VARS tells the user's names and what they are", async () => {
  const [vars] = await runAfterHelpers(`
class Frame:
    shape = (2, 3)
class Odd:
    def __getattr__(self, name):
        raise RuntimeError("no")
    def __len__(self):
        raise RuntimeError("no")
import sys
show(make_show_vars({
    "SUBMIT": show, "_private": 1, "__name__": "x", "sys": sys, 5: "not a name",
    "text": "a😀", "raw": b"abc", "rows": [1, 2], "pair": (1, 2), "table": {"a": 1}, "n": 3,
    "frame": Frame(), "odd": Odd(), "f": lambda: 0, "none": None, "steps": range(9),
}, ("SUBMIT",))())
`);
  assertEquals(vars, {
    text: "str of 2 characters",
    raw: "bytes of 3 bytes",
    rows: "list of 2",
    pair: "tuple of 2",
    table: "dict of 1",
    n: "int",
    frame: "Frame of shape (2, 3)",
    odd: "Odd",
    f: "function",
    none: "NoneType",
    steps: "range of 9",
  });
});

Deno.test("helpers say which argument has the wrong type", async () => {
  const messages = await runAfterHelpers(`
for call in (
    lambda: peek(None), lambda: peek("a", 1.5), lambda: grep(["a"], "a"),
    lambda: grep("a", re_pattern), lambda: grep("a", "a", limit="3"),
    lambda: chunk_by_size("a", "2"), lambda: chunk_by_headers(b"a"),
    lambda: chunk_by_headers("a", flags=None), lambda: chunk_by_timestamps("a", 3),
    lambda: chunk_by_json_keys({}), lambda: add_buffer(1, 2), lambda: get_buffer(None),
    lambda: clear_buffer(1),
):
    import re
    re_pattern = re.compile("a")
    try:
        show(call())
    except TypeError as error:
        show(str(error))
`);
  assertEquals(messages, [
    "text must be a str, not NoneType",
    "start must be an int, not float",
    "text must be a str, not list",
    "pattern must be a str, not Pattern",
    "limit must be an int, not str",
    "size must be an int, not str",
    "text must be a str, not bytes",
    "flags must be an int, not NoneType",
    "pattern must be a str, not int",
    "text must be a str, not dict",
    "name must be a str, not int",
    "name must be a str, not NoneType",
    "name must be a str, not int",
  ]);
});
