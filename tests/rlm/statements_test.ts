/**
 * The field's acceptance list for engines: what the tests of dspy.RLM (3.1.3 and 3.3.1) state about
 * scripted interpreters, names, inputs, sub-queries, the loop, replies and messages (groups G1 to G9),
 * what can be observed (G15) and errors (G16), by its numbers. Each has tests that prove it here, by a
 * part of their names, or a note why it does not apply or how it differs. Groups G10 to G14 and G17,
 * about interpreters, are in `tests/contract/`.
 */

import { assert, assertEquals } from "@std/assert";

interface Proof {
  /** Parts of the names of tests, as they stand in a file under `tests/`. */
  readonly tests?: readonly string[];
  /** Why it does not apply, or how it differs here. */
  readonly note?: string;
}

const ASYNC = "There is one form, which is asynchronous";

const STATEMENTS: Readonly<Record<number, Proof>> = {
  // G1: scripted interpreter
  1: { tests: ["FakeInterpreter gives scripted results in order, then empty output"] },
  2: { tests: ["FakeInterpreter gives a scripted SUBMIT with its value intact"] },
  3: { tests: ["FakeInterpreter throws a scripted exception on its call"] },
  4: { tests: ["FakeInterpreter records code and variables of every call"] },
  5: { tests: ["FakeInterpreter refuses cells after shutdown"] },
  // G2: construction and names
  6: { tests: ["parseSignature reads names on both sides"] },
  7: { tests: ["runRlm has the defaults of the field"] },
  8: {
    tests: ["checkTools takes tools with and without defaults", "documents tools with their sign"],
    note: "A caller's tools are his own list; the built-in ones are never in it",
  },
  9: { tests: ["checkTools refuses ${what}", '["invalid-name", [tool("invalid-name")]'] },
  10: { tests: ['["for", [tool("for")], "not a keyword"]'] },
  11: { tests: ['["SUBMIT", [tool("SUBMIT")], "conflicts with built-in"]'] },
  12: { tests: ["must be callable"] },
  13: { tests: ["tools must be a list, not a dict"] },
  14: { tests: ["Duplicate tool name 'lookup'"] },
  15: { tests: ["Input fields conflict with built-in sandbox functions: ['llm_query']"] },
  16: { tests: ["checkSignature refuses fields with a tool's name"] },
  17: { tests: ["Output fields conflict with RLM result metadata: ['trajectory']"] },
  18: {
    tests: ["runRlm refuses an interpreter that cannot be given tools"],
    note: "Types tell the option `interpreter` from `createInterpreter`",
  },
  19: { tests: ["runRlm takes an input named interpreter"] },
  // G3: inputs
  20: { tests: ["missing ones, all named", "Missing required inputs: ['a', 'c']"] },
  21: { tests: ["runRlm refuses inputs: ${what}, before any interpreter exists"] },
  // G4: sub-queries
  22: { tests: ["llm_query_batched gives [ERROR] for an item that failed and the rest"] },
  23: { note: "A run cannot be made without a model, so no batch can lack one" },
  24: { tests: ["llm_query_batched passes a programming error on and asks no further"] },
  25: { note: "Models are options of the run; nothing is inherited from surroundings" },
  26: { tests: ["llm_query admits as many as allowed from parallel callers, not one more"] },
  27: {
    tests: ["llm_query refuses an answer without text"],
    note: "Models have one form of reply, by type",
  },
  28: {
    tests: [
      "llm_query refuses ${JSON.stringify(prompt)}",
      "llm_query_batched answers an empty list uncounted",
      "llm_query_batched admits a batch whole or not at all",
      "llm_query_batched keeps the order under varying delays",
    ],
  },
  // G5: interpreters of a run
  29: { tests: ["runRlm makes one interpreter per run and shuts it down"] },
  30: {
    tests: [
      "runRlm uses the caller's interpreter run after run and leaves it open",
      "runRlm goes on in the caller's local interpreter with what its variables hold",
    ],
  },
  31: { tests: ["runRlm ends with the planner's error, sandbox shut down"] },
  32: {
    tests: ["describeSandbox says what code has to know"],
    note: "Said in the first message, so that the system prompt stays the same everywhere",
  },
  33: { tests: ["createSystemPrompt is stable to the byte: ${name}"] },
  // G6: code fences
  34: { tests: ["parseReply finds the code with ${what}", '["a python fence"'] },
  35: { tests: ['["a py fence of several lines"'] },
  36: { tests: ['["a bare fence"'] },
  37: { tests: ['["no fence round code"'], note: "Prose is no code, fence or not" },
  38: { tests: ['["prose before and after"'] },
  39: { tests: ['["text after the fence"'] },
  40: { tests: ['["an unclosed fence"'], note: "Unless the model was cut off there" },
  41: { tests: ['["a bare fence round it"'] },
  42: { tests: ['["doubled bare fences"'] },
  43: { tests: ['["a json fence"'], note: "No cell runs; the planner is told what to write" },
  // G7: messages
  44: {
    tests: ["runRlm extends every request from the one before it, replies verbatim"],
    note: "Steps are messages of a conversation that only grows, not one text made anew",
  },
  45: { note: "Before the first step there is no history to speak of in a conversation" },
  46: {
    tests: ["createSystemPrompt names functions, inputs and outputs in backticks"],
    note: "Requests are messages; they have no fields",
  },
  47: { tests: ["runRlm asks for the extraction append-only, by one user message"] },
  48: { tests: ["describeCell asks for a print when there was no output"] },
  49: { note: "Output is cut once, in the sandbox; see 50" },
  50: { tests: ["describeCell gives the true length of output that was cut", "OutputLog joins"] },
  51: { tests: ["OutputLog joins streamed head, rest and tail"] },
  52: { note: "The limit is the interpreter's, and holds for every cell of it" },
  53: { tests: ["describeVariables shows metadata, head and tail"] },
  54: { tests: ["describeVariables shows a small dict whole"] },
  55: {
    tests: [
      "describeVariables shows descriptions and bounds when declared",
      "createSystemPrompt shows bounds and descriptions only where declared",
    ],
  },
  56: { tests: ["Conversation only grows, with one user message between replies"] },
  // G8: the loop
  57: { tests: ["runRlm ends at a SUBMIT with typed outputs, steps and usage"], note: ASYNC },
  58: {
    tests: ["runRlm extracts an answer when the turns are used up, and says so"],
    note: "The status says `extracted`, in place of a sentence among the reasoning",
  },
  59: { tests: ["runRlm tells a cell's error and goes on"] },
  60: { tests: ["runRlm keeps the bare code of a failed cell in its step"] },
  61: { tests: ["runRlm tells a cell's error and goes on", "[Error] SyntaxError: "] },
  62: { tests: ["runRlm answers a reply without code and goes on"] },
  63: { tests: ["runRlm ends with a protocol failure and never extracts"] },
  64: { tests: ["runRlm gives ${output} typed", '"types a dict"'] },
  65: { tests: ["runRlm explains a refused SUBMIT and takes the next one"] },
  66: { tests: ["runRlm ends at a SUBMIT with typed outputs, steps and usage"], note: ASYNC },
  // G9: with a real interpreter
  67: { tests: ["runRlm ${what}, in a local sandbox", '"gives an int"'] },
  68: { tests: ['"keeps state over two turns"'] },
  69: { tests: ['"binds a list"'] },
  70: { tests: ['"calls a host tool, its arguments typed"'] },
  71: {
    tests: [
      '"takes SUBMIT by keyword"',
      '"takes SUBMIT by position"',
      '"takes fields of different types from variables, and types each"',
    ],
  },
  72: { tests: ["runRlm goes on after ${JSON.stringify(code)}, in a local sandbox"] },
  73: { tests: ["runRlm ${what}, in a local sandbox"], note: ASYNC },
  74: {
    tests: [
      "typeArguments reads ${JSON.stringify(given)} as ${type}",
      '"fills in a tool\'s default"',
      "runRlm tells of every call of a tool, once at its start and once at its end",
    ],
  },
  // G15: what can be observed
  115: {
    tests: [
      "runRlm tells everything that happens, in order",
      "runRlm tells of every call of a tool, once at its start and once at its end",
    ],
    note: "Events of one stream, paired by number, in place of callbacks",
  },
  116: {
    tests: ["rlm_query nests the child's events in the parent's, under its path"],
    note: "A sandbox is started before the first cell, so that no start nests in one",
  },
  117: { tests: ["runRlm tells what a tool threw and throws it on"] },
  118: { tests: ["createSession refuses tool calls of no cell, of another cell and of unknown"] },
  119: { note: "A start or shutdown that does nothing is no event" },
  // G16: errors
  120: {
    tests: ["runRlm tells a cell's error and goes on", "runRlm ends with a protocol failure"],
    note: "A cell's error is a result; all others are FleetErrors, told apart by `code`",
  },
};

Deno.test("every statement about the engine has a proof or a reason", () => {
  const numbers = [...range(1, 74), ...range(115, 120)];
  assertEquals(Object.keys(STATEMENTS).map(Number), numbers);
  for (const [number, { tests = [], note = "" }] of Object.entries(STATEMENTS)) {
    assert(tests.length + note.length > 0, number);
  }
});

Deno.test("every test that a statement about the engine names exists", async () => {
  const texts = await Array.fromAsync(testFiles(new URL("../", import.meta.url)));
  for (const [number, { tests = [] }] of Object.entries(STATEMENTS)) {
    for (const name of tests) {
      assert(texts.some((text) => text.includes(name)), `Statement ${number} names ${name}`);
    }
  }
});

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Texts of the test files below a folder, those with statements aside. */
async function* testFiles(folder: URL): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* testFiles(new URL(`${name}/`, folder));
    else if (name.endsWith("_test.ts") && name !== "statements_test.ts") {
      yield await Deno.readTextFile(new URL(name, folder));
    }
  }
}
