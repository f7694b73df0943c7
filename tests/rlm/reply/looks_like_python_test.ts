import { assertEquals } from "@std/assert";
import { looksLikePython } from "../../../src/rlm/reply/looks_like_python.ts";

const PYTHON: readonly string[] = [
  "2 + 3",
  "x = 1",
  "print(len(document))",
  "import re",
  "from json import loads as load",
  "for line in text.splitlines():\n    print(line)",
  "def f(a: int, *, b='x y z') -> int:\n    return a\n",
  "# Let me look at the document first.\nprint(document[:100])",
  'prompt = """\nWhat is the answer here?\nDo not guess.\n"""\nprint(llm_query(prompt))',
  "if not found and x is not None:\n    y = 1\nelse:\n    y = 2",
  "data = {\n    'a': 1,\n    'b': [2,\n          3],\n}",
  "ok = a if b else c",
  "match x:\n    case [1, y]:\n        print(y)",
  "f = lambda x: x + 1",
  "x = rb'abc' + f'{a!r} what? ok'",
  "async with a as b: pass",
  "größe = 1",
  "@decorator\nclass A(B): x = 1",
];

for (const code of PYTHON) {
  Deno.test(`looksLikePython takes ${JSON.stringify(code)} for code`, () => {
    assertEquals(looksLikePython(code), true);
  });
}

const PROSE: readonly string[] = [
  "",
  "yes",
  "Done.",
  "I need to look at the document first.",
  "What is x = 1?",
  "The answer is: 42",
  "Let me check (again)",
  "(see above) for this",
  "Plan:\nprint(x)",
  "Call `print(x)` now",
  "x = 1 — that is it",
  "“print(x)”",
  "Price: $5 + $6",
  "print f",
];

for (const text of PROSE) {
  Deno.test(`looksLikePython takes ${JSON.stringify(text)} for prose`, () => {
    assertEquals(looksLikePython(text), false);
  });
}
