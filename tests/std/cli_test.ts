/**
 * What is relied on of `@std/cli/parse-args`. Holds with the stand-in and with the real package
 * (`deno task std:real`).
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { parseArgs } from "@std/cli/parse-args";

type Options = NonNullable<Parameters<typeof parseArgs>[1]>;
type Case = readonly [
  name: string,
  args: readonly string[],
  options: Options,
  expected: Readonly<Record<string, unknown>>,
];

const CASES: readonly Case[] = [
  ["keeps arguments that are no flags in order", ["a", "b"], {}, { _: ["a", "b"] }],
  ["takes a value after a space or an equal sign", ["--x", "v", "--y=w"], {}, {
    _: [],
    x: "v",
    y: "w",
  }],
  ["keeps equal signs in a value", ["--x=a=b"], {}, { _: [], x: "a=b" }],
  ["keeps line breaks in a value", ["--x=a\nb = c"], {}, { _: [], x: "a\nb = c" }],
  ["keeps names with hyphens as given", ["--max-calls=x"], {}, { _: [], "max-calls": "x" }],
  ["turns numeric values and arguments into numbers", ["7", "--n=5"], {}, { _: [7], n: 5 }],
  ["leaves numbers alone for string flags", ["7", "--n=5"], { string: ["n", "_"] }, {
    _: ["7"],
    n: "5",
  }],
  ["gives a string flag without a value the empty string", ["--s"], { string: ["s"] }, {
    _: [],
    s: "",
  }],
  ["does not take an argument with a leading hyphen as a value", ["--s", "--t"], {
    string: ["s"],
    boolean: ["t"],
  }, { _: [], s: "", t: true }],
  ["takes a leading hyphen after an equal sign", ["--s=-1"], { string: ["s"] }, {
    _: [],
    s: "-1",
  }],
  ["does not take an empty argument as a value", ["--s", "", "x"], { string: ["s"] }, {
    _: ["", "x"],
    s: "",
  }],
  ["puts the sign into the name of a flag with an empty value", ["--k="], {}, {
    _: [],
    "k=": true,
  }],
  ["takes a lone hyphen as an argument", ["-", "--s", "-"], { string: ["s"] }, {
    _: ["-", "-"],
    s: "",
  }],
  ["sets absent boolean flags to false and leaves absent string flags out", [], {
    boolean: ["b"],
    string: ["s"],
  }, { _: [], b: false }],
  ["does not give a boolean flag the next argument", ["--b", "x"], { boolean: ["b"] }, {
    _: ["x"],
    b: true,
  }],
  ["gives a boolean flag a spelled-out truth value", ["--b", "false", "--c=false"], {
    boolean: ["b", "c"],
  }, { _: [], b: false, c: false }],
  ["takes the last of several values", ["--s=a", "--s=b"], { string: ["s"] }, { _: [], s: "b" }],
  ["gathers the values of collected flags", ["--s", "a", "--s=b"], {
    string: ["s"],
    collect: ["s"],
  }, { _: [], s: ["a", "b"] }],
  ["gives absent collected flags an empty array", [], { string: ["s"], collect: ["s"] }, {
    _: [],
    s: [],
  }],
  ["negates only what is negatable", ["--no-a", "--no-b"], {
    boolean: ["a"],
    negatable: ["a"],
  }, { _: [], a: false, "no-b": true }],
  ["fills in defaults of absent flags", ["--s=a"], {
    string: ["s", "t"],
    default: { s: "x", t: "y" },
  }, { _: [], s: "a", t: "y" }],
  ["stores a value under every alias", ["-q"], { boolean: ["quiet"], alias: { quiet: "q" } }, {
    _: [],
    quiet: true,
    q: true,
  }],
  ["stores a default under every alias", [], { alias: { name: ["n"] }, default: { name: "x" } }, {
    _: [],
    name: "x",
    n: "x",
  }],
  ["reads groups of one-letter flags", ["-abc", "v"], {}, { _: [], a: true, b: true, c: "v" }],
  ["reads values written behind one-letter flags", ["-n5", "-o=f"], {}, { _: [], n: 5, o: "f" }],
  ["leaves everything after -- unread", ["--a", "--", "--b", "c"], {}, {
    _: ["--b", "c"],
    a: true,
  }],
  ["keeps everything after -- apart when asked to", ["x", "--", "--b"], { "--": true }, {
    _: ["x"],
    "--": ["--b"],
  }],
  ["stops at the first argument that is no flag when asked to", ["--a", "-b", "run", "--c", "d"], {
    boolean: ["a", "b"],
    stopEarly: true,
  }, { _: ["run", "--c", "d"], a: true, b: true }],
];

for (const [name, args, options, expected] of CASES) {
  Deno.test(`parseArgs ${name}`, () => {
    assertEquals<unknown>({ ...parseArgs([...args], options) }, expected);
  });
}

Deno.test("parseArgs shows unknown flags and arguments to the caller, who can leave them out", () => {
  const seen: unknown[] = [];
  const result = parseArgs(["x", "--known", "--odd=1", "-z"], {
    boolean: ["known"],
    unknown: (...call: unknown[]) => {
      seen.push(call);
      return false;
    },
  });
  assertEquals<unknown>({ ...result }, { _: [], known: true });
  assertEquals<unknown>(seen, [["x"], ["--odd=1", "odd", "1"], ["-z", "z", true]]);
});

Deno.test("parseArgs keeps an unknown flag when the caller does not return false", () => {
  const result = parseArgs(["--odd"], { boolean: ["known"], unknown: () => undefined });
  assertEquals<unknown>({ ...result }, { _: [], known: false, odd: true });
});
