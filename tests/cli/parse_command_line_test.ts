import { assert, assertEquals, assertRejects } from "@std/assert";
import type { CommandSpec } from "../../src/cli/command_spec.ts";
import { parseCommandLine } from "../../src/cli/parse_command_line.ts";
import { UsageError } from "../../src/core/errors.ts";

const COMMAND: CommandSpec = {
  name: "try",
  summary: "Try things",
  options: [
    { kind: "string", name: "query", short: "Q", required: true, placeholder: "TEXT", help: "Ask" },
    { kind: "flag", name: "json", aliases: ["full-output"], help: "As JSON" },
    { kind: "flag", name: "verbose", short: "v", help: "More" },
    { kind: "repeated", name: "input", help: "In" },
    {
      kind: "choice",
      name: "mode",
      choices: ["analyze", "summarize"],
      default: "analyze",
      help: "",
    },
    { kind: "integer", name: "turns", minimum: 1, maximum: 100, default: 7, help: "Turns" },
    {
      kind: "number",
      name: "timeout",
      placeholder: "SECONDS",
      minimum: 0,
      maximum: 60,
      help: "Time",
    },
  ],
  positionals: [{ name: "file", placeholder: "FILE", help: "File" }],
  examples: [],
  load: () => Promise.reject(new Error("not loaded")),
};

Deno.test("parseCommandLine reads every kind of option", async () => {
  const args = await parseCommandLine(
    [
      "--query",
      "what?",
      "--json",
      "-v",
      "--input",
      "a=1",
      "--input=b=@x",
      "--mode=summarize", //
      "--turns",
      "3",
      "--timeout=2.5",
      "file.py",
    ],
    COMMAND,
  );
  assertEquals(args.text("query"), "what?");
  assertEquals(args.flag("json"), true);
  assertEquals(args.flag("verbose"), true);
  assertEquals(args.list("input"), ["a=1", "b=@x"]);
  assertEquals(args.text("mode"), "summarize");
  assertEquals(args.number("turns"), 3);
  assertEquals(args.number("timeout"), 2.5);
  assertEquals(args.argument("file"), "file.py");
});

Deno.test("parseCommandLine gives defaults for what is left out", async () => {
  const args = await parseCommandLine(["-Q", "x"], COMMAND);
  assertEquals(args.flag("json"), false);
  assertEquals(args.list("input"), []);
  assertEquals(args.text("mode"), "analyze");
  assertEquals(args.number("turns"), 7);
  assertEquals(args.number("timeout"), undefined);
  assertEquals(args.argument("file"), undefined);
});

const VALUES: readonly [argv: string[], query: string][] = [
  [["--query=a=b"], "a=b"],
  [["--query", "-1 + 2"], "-1 + 2"],
  [["--query", "- a list"], "- a list"],
  [["--query", "--not-an-option-here"], "--not-an-option-here"],
  [["--query=--json"], "--json"],
  [["--query", "two\nlines = 3"], "two\nlines = 3"],
  [["--query", "true"], "true"],
  [["--query", "007"], "007"],
  [["--query", "a", "--query", "b"], "b"],
];

for (const [argv, query] of VALUES) {
  Deno.test(`parseCommandLine keeps the text of ${JSON.stringify(argv)}`, async () => {
    assertEquals((await parseCommandLine(argv, COMMAND)).text("query"), query);
  });
}

Deno.test("parseCommandLine leaves what has no name as it is", async () => {
  for (const positional of ["-", "true", "12", "a=b"]) {
    const args = await parseCommandLine(["--query=x", "--json", positional], COMMAND);
    assertEquals(args.argument("file"), positional);
  }
  const args = await parseCommandLine(["--query=x", "--", "--json"], COMMAND);
  assertEquals([args.argument("file"), args.flag("json")], ["--json", false]);
});

Deno.test("parseCommandLine takes the old name of an option", async () => {
  assertEquals((await parseCommandLine(["-Q", "x", "--full-output"], COMMAND)).flag("json"), true);
});

const REFUSED: readonly [argv: string[], message: string, hint?: string][] = [
  [[], 'Missing option "--query" for try', "Ask: --query TEXT"],
  [["--query"], 'Option "--query" needs a value', "Write --query=TEXT"],
  [["--query", "--json"], 'Option "--query" needs a value'],
  [["--query", ""], 'Option "--query" needs a value'],
  [["--query="], 'Option "--query" needs a value'],
  [["--query", "--", "x"], 'Option "--query" needs a value'],
  [["--qurey", "x"], 'Unknown option "--qurey" for try', 'Did you mean "--query"? See'],
  [["--qurey=x"], 'Unknown option "--qurey" for try'],
  [["-x"], 'Unknown option "-x" for try', "See fleet-rlm help try"],
  [["-vx"], 'Unknown option "-vx" for try'],
  [["--no-query"], 'Unknown option "--no-query" for try'],
  [["--no-jsn"], 'Unknown option "--no-jsn" for try', 'Did you mean "--no-json"?'],
  [["--query=x", "--no-json=yes"], 'Unknown option "--no-json" for try'],
  [["--query=x", "--json=yes"], 'Option "--json" takes no value'],
  [["--query=x", "a", "b"], 'Unexpected argument "b" for try'],
  [
    ["--query=x", "--mode", "sumarize"],
    'Cannot use "sumarize" for --mode: it must be "analyze" or "summarize"',
    'Did you mean "summarize"?',
  ],
  [
    ["--query=x", "--turns", "0"],
    'Cannot use "0" for --turns: it must be a whole number from 1 to 100',
  ],
  [["--query=x", "--turns", "101"], 'Cannot use "101" for --turns'],
  [["--query=x", "--turns", "2.5"], 'Cannot use "2.5" for --turns'],
  [["--query=x", "--turns", "ten"], 'Cannot use "ten" for --turns'],
  [["--query=x", "--turns", "1e1"], 'Cannot use "1e1" for --turns'],
  [
    ["--query=x", "--timeout", "-1"],
    'Cannot use "-1" for --timeout: it must be a number of seconds from 0 to 60',
  ],
  [["--query=x", "--timeout", "NaN"], 'Cannot use "NaN" for --timeout'],
];

for (const [argv, message, hint] of REFUSED) {
  Deno.test(`parseCommandLine refuses ${JSON.stringify(argv)}`, async () => {
    const error = await assertRejects(() => parseCommandLine(argv, COMMAND), UsageError);
    assert(error.message.startsWith(message), error.message);
    if (hint !== undefined) assert(error.hint?.startsWith(hint), error.hint);
  });
}

Deno.test("parseCommandLine takes flags of one letter written together", async () => {
  const args = await parseCommandLine(["-vv", "--query", "x"], COMMAND);
  assertEquals(args.flag("verbose"), true);
});

Deno.test("parseCommandLine takes -h for the help page as an option, never as a value", async () => {
  assertEquals((await parseCommandLine(["-h"], COMMAND)).wantsHelp, true);
  const args = await parseCommandLine(["--query=-h", "--", "--help"], COMMAND);
  assertEquals([args.wantsHelp, args.text("query"), args.argument("file")], [
    false,
    "-h",
    "--help",
  ]);
});

Deno.test("parseCommandLine turns a flag off by --no-NAME, the last word deciding", async () => {
  const off = await parseCommandLine(["--query=x", "--json", "--no-json", "--no-verbose"], COMMAND);
  assertEquals([off.flag("json"), off.flag("verbose")], [false, false]);
  assertEquals(off.setting("json").origin, { kind: "flag", flag: "--json" });
  assertEquals(off.given.map(({ name }) => name), ["query"]);
  const on = await parseCommandLine(["--query=x", "--no-json", "--full-output"], COMMAND);
  assertEquals(on.flag("json"), true);
});

Deno.test("parseCommandLine names the commands that have an option which this one lacks", async () => {
  const hintOf = async (argv: readonly string[], owners: readonly string[]) => {
    const findOwners = () => Promise.resolve(owners);
    const parsing = () => parseCommandLine(argv, COMMAND, { findOwners });
    return (await assertRejects(parsing, UsageError)).hint;
  };
  const see = "See fleet-rlm help try";
  assertEquals(await hintOf(["--elsewhere"], ["a"]), `It is an option of a. ${see}`);
  assertEquals(
    await hintOf(["--elsewhere"], ["a", "b", "c", "d"]),
    `It is an option of a, b, c, others. ${see}`,
  );
  assertEquals(await hintOf(["--elsewhere"], []), see);
  assertEquals(await hintOf(["--jsn"], ["a"]), `Did you mean "--json"? ${see}`);
});

Deno.test("parseCommandLine says how a time with a unit is written", async () => {
  const times = [["10m", "600"], ["1.5h", "5400"], ["250ms", "0.25"], ["2 days", undefined]];
  for (const [text, seconds] of times) {
    const parsing = () => parseCommandLine(["--query=x", `--timeout=${text}`], COMMAND);
    const { hint, message } = await assertRejects(parsing, UsageError);
    assert(message.includes("it must be a number of seconds from 0 to 60"), message);
    assertEquals(hint, seconds === undefined ? undefined : `Write --timeout ${seconds}`);
  }
});
