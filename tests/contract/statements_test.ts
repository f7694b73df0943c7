/**
 * The field's acceptance list for interpreters (groups G10 to G17, statements 75 to 132), each with what
 * proves it here: conformance checks by name, other tests by a part of their name, or why it does not
 * apply. Everything named must exist.
 */

import { assert, assertEquals } from "@std/assert";
import { CONFORMANCE_CHECKS } from "../../sandbox/conformance/mod.ts";

interface Proof {
  /** Names of conformance checks; one that ends with `*` stands for all that begin so. */
  readonly checks?: readonly string[];
  /** Parts of the names of other tests, as they stand in a file under `tests/`. */
  readonly tests?: readonly string[];
  /** Why it does not apply, or how it differs here. */
  readonly note?: string;
}

const FIRST = 75;
const LAST = 132;

const STATEMENTS: Readonly<Record<number, Proof>> = {
  // G10: execution
  75: { checks: ["output.print", "output.print-many", "output.stderr"] },
  76: { checks: ["output.trailing-value", "value.last-expression"] },
  77: { checks: ["output.standard-library"] },
  78: { checks: ["state.persists"] },
  79: { checks: ["lifecycle.start-is-idempotent"] },
  80: { checks: ["error.syntax", "error.unfinished-def", "error.indentation"] },
  81: { checks: ["error.zero-division", "error.name"] },
  82: { checks: ["error.raised"] },
  83: { checks: ["error.posing-as-host"] },
  84: {
    checks: [
      "error.system-exit",
      "error.system-exit-subclass",
      "error.keyboard",
      "error.keyboard-subclass",
    ],
  },
  // G11: variables
  85: { checks: ["variable.values", "variable.types"] },
  86: {
    tests: ["checkSignature refuses", "parseInput refuses"],
    note: "Names are refused by the engine before any interpreter is made",
  },
  87: {
    checks: ["value.tuple", "tool.wrong-not-json"],
    note:
      "Host values are JSON and have neither tuples nor sets; from the guest a set is refused " +
      "with advice, since its order would be made up",
  },
  88: { checks: ["variable.values", "value.not-finite"] },
  89: { note: "Host values are JSON by type; there are no models that would have to be dumped" },
  90: {
    checks: ["variable.large", "variable.large-mixed", "variable.file-*"],
    note: "There is no threshold: values travel as JSON, documents as files by reference",
  },
  91: {
    checks: ["variable.persists", "variable.file-large"],
    note: "Nothing is sent again, so there is no set-up code",
  },
  // G12: tools
  92: { checks: ["tool.positional", "tool.keyword", "tool.mixed", "tool.default"] },
  93: { checks: ["tool.several"] },
  94: { checks: ["tool.list", "tool.dict"] },
  95: {
    checks: ["tool.types", "tool.none", "tool.special"],
    note: "None stays None, NaN and infinities stay floats; a float without a fraction that " +
      "passes through the host comes back as an int, since JSON has one kind of number",
  },
  96: { checks: ["tool.caught", "tool.fails-uncaught"] },
  97: { checks: ["tool.list-is-copied"] },
  98: { checks: ["tool.signature"], note: "A tool declares its parameters" },
  99: { checks: ["tool.default", "tool.nested-default"] },
  100: { checks: ["tool.no-reentry"] },
  // G13: SUBMIT
  101: { checks: ["submit.untyped"] },
  102: { checks: ["submit.keyword", "submit.positional", "submit.variables"] },
  103: { checks: ["submit.missing-argument"] },
  104: { checks: ["submit.none-value"] },
  // G14: security and integrity
  105: {
    checks: ["capability.no-network-means-none"],
    tests: ["connects to a server on loopback", "sends a datagram"],
  },
  106: {
    tests: [
      "reads a file of the user",
      "writes beside a file of the user",
      "lets in what was allowed, by name",
    ],
    note: "Paths stay where they are; nothing is copied back",
  },
  107: { checks: ["capability.no-environment-of-the-host"] },
  108: { checks: ["crash.*"] },
  109: { tests: ["createSession ends the session at ${name}"] },
  110: { tests: ["createSession gives every cell a fresh id of 32 hex digits"] },
  111: { checks: ["accident.json", "accident.builtins", "accident.modules"] },
  112: {
    tests: ["createSession fails to start when the driver ends first"],
    note: "The hand-shake is the health check",
  },
  113: { checks: ["lifecycle.shutdown-is-terminal"] },
  114: {
    checks: ["accident.fake-protocol"],
    tests: ["createSession ends the session at ${name}"],
    note: "The wire carries nothing but messages: there is no line out of band to skip",
  },
  // G15: observability
  115: {
    tests: ["runRlm tells everything that happens, in order"],
    note: "One stream of events in place of callbacks",
  },
  116: { tests: ["runRlm tells everything that happens, in order"] },
  117: { checks: ["tool.caught"], note: "What a tool throws is told to the guest by its message" },
  118: {
    checks: ["tool.unknown"],
    tests: ["createSession refuses tool calls of no cell, of another cell and of unknown tools"],
  },
  119: { note: "An idempotent start or shutdown that does nothing is no event" },
  // G16: errors
  120: { checks: ["lifecycle.shutdown-is-terminal"], note: "One class, told apart by `code`" },
  // G17: black box
  121: { checks: ["protocol.public-shape"] },
  122: { checks: ["lifecycle.start-is-lazy", "lifecycle.start-is-idempotent"] },
  123: { checks: ["output.output-and-value"] },
  124: { checks: ["state.persists", "variable.persists"] },
  125: { checks: ["isolation.fresh-instances", "isolation.parallel-instances"] },
  126: { checks: ["error.*"] },
  127: { checks: ["tool.types", "tool.dict"] },
  128: { checks: ["submit.untyped", "submit.refused"] },
  129: { checks: ["submit.ends-execution", "submit.bare-except"] },
  130: { checks: ["lifecycle.shutdown-is-terminal"] },
  131: { tests: ["createSystemPrompt is stable to the byte"] },
  132: { tests: ["a run reads a long document, asks a batch and submits typed values"] },
};

const NAMES: readonly string[] = CONFORMANCE_CHECKS.map(({ name }) => name);

Deno.test("every statement of the acceptance list has a proof or a reason", () => {
  const numbers = Object.keys(STATEMENTS).map(Number);
  assertEquals(numbers, Array.from({ length: LAST - FIRST + 1 }, (_, i) => FIRST + i));
  for (const [number, { checks = [], tests = [], note = "" }] of Object.entries(STATEMENTS)) {
    assert(checks.length + tests.length + note.length > 0, number);
  }
});

Deno.test("every check that a statement names exists", () => {
  for (const [number, { checks = [] }] of Object.entries(STATEMENTS)) {
    for (const name of checks) {
      const exists = name.endsWith("*")
        ? NAMES.some((each) => each.startsWith(name.slice(0, -1)))
        : NAMES.includes(name);
      assert(exists, `Statement ${number} names "${name}"`);
    }
  }
});

Deno.test("every test that a statement names exists", async () => {
  const texts = await Array.fromAsync(testFiles(new URL("../", import.meta.url)));
  for (const [number, { tests = [] }] of Object.entries(STATEMENTS)) {
    for (const name of tests) {
      assert(texts.some((text) => text.includes(name)), `Statement ${number} names "${name}"`);
    }
  }
});

Deno.test("no two checks have one name, and each name is group.statement", () => {
  assertEquals(NAMES.filter((name, index) => NAMES.indexOf(name) !== index), []);
  assertEquals(NAMES.filter((name) => !/^[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*$/.test(name)), []);
});

/** Texts of the test files below a folder, this one aside. */
async function* testFiles(folder: URL): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* testFiles(new URL(`${name}/`, folder));
    else if (name.endsWith("_test.ts") && name !== "statements_test.ts") {
      yield await Deno.readTextFile(new URL(name, folder));
    }
  }
}
