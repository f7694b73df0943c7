import { assert, assertEquals } from "@std/assert";
import { BACKENDS } from "../../../backends/mod.ts";
import { ASSET_FILES } from "../../../scaffold/asset_files.gen.ts";
import { PROMPT_RULES } from "../../../scaffold/prompt_rules.gen.ts";
import { commandTable } from "../../../src/cli/command_table.ts";
import { findCommand } from "../../../src/cli/find_command.ts";
import { parseCommandLine } from "../../../src/cli/parse_command_line.ts";
import { FleetError } from "../../../src/core/errors.ts";
import { commandsIn, optionsIn, type ProseCommand } from "./_commands.ts";

const TABLE = await commandTable(BACKENDS);

const PAGE = "docs/claude-code.md";

/** Everything that the assets say, and their page: Markdown, and what the prompt rules add. */
const TEXTS: readonly (readonly [string, string])[] = [
  ...Object.entries(ASSET_FILES).filter(([path]) => path.endsWith(".md")),
  ...PROMPT_RULES.map(({ context, name }) => [`rules/${name}.md`, context] as const),
  [PAGE, await Deno.readTextFile(new URL(`../../../${PAGE}`, import.meta.url))],
];

/** Parses a command line as the program would; what is wrong with it, if anything. */
async function whatIsWrong({ argv, isBlock }: ProseCommand): Promise<string | undefined> {
  // In prose, the name of the program alone is no command.
  if (argv.length === 0 && !isBlock) return undefined;
  try {
    const found = findCommand(argv[0] === "help" ? argv.slice(1) : argv, TABLE);
    if (found.kind === "group") return `"${argv.join(" ")}" is a group`;
    // Inline, a name alone speaks of the command.
    if (found.rest.length === 0 && !isBlock) return undefined;
    await parseCommandLine(found.rest.filter((word) => word !== "…"), found.command);
    return undefined;
  } catch (error) {
    if (error instanceof FleetError) return error.message;
    throw error;
  }
}

for (const [file, text] of TEXTS) {
  const commands = commandsIn(file, text);
  if (commands.length === 0) continue;
  Deno.test(`the ${commands.length} commands in ${file} exist, and are right`, async () => {
    const wrong: string[] = [];
    for (const command of commands) {
      const message = await whatIsWrong(command);
      if (message === undefined) continue;
      wrong.push(`${file}:${command.line} fleet-rlm ${command.argv.join(" ")}: ${message}`);
    }
    assertEquals(wrong, []);
  });
}

Deno.test("every option that the assets speak of is one of a command", () => {
  const known = new Set(
    TABLE.commands.flatMap(({ options }) =>
      options.flatMap(({ aliases = [], name }) => [name, ...aliases])
    ),
  );
  const unknown = TEXTS.flatMap(([file, text]) =>
    optionsIn(text).filter((option) => !known.has(option)).map((option) => `${file}: --${option}`)
  );
  assertEquals(unknown, []);
});

Deno.test("commandsIn finds commands in blocks and in prose, with continuations and input", () => {
  const text = [
    "Try `fleet-rlm doctor`, or `ls | fleet-rlm",
    "exec -`.",
    "",
    "```sh",
    "fleet-rlm run --signature 'a -> b' \\",
    '  --input "a=x y"',
    "ls | fleet-rlm exec --json -",
    "fleet-rlm exec - <<'PY'",
    "print(1)",
    "PY",
    "fleet-rlm models",
    "```",
    "",
    "```json",
    "fleet-rlm no",
    "```",
    "",
  ].join("\n");
  const shown = commandsIn("x.md", text).map(({ argv, line, stdin }) => [line, argv, stdin]);
  assertEquals(shown, [
    [1, ["doctor"], undefined],
    [1, ["exec", "-"], undefined],
    [5, ["run", "--signature", "a -> b", "--input", "a=x y"], undefined],
    [7, ["exec", "--json", "-"], undefined],
    [8, ["exec", "-"], "print(1)\n"],
    [11, ["models"], undefined],
  ]);
  assertEquals(optionsIn("Give `--max-cost 1` or `--json`."), ["max-cost", "json"]);
});

Deno.test("whatIsWrong sees what does not work", async () => {
  const wrong = [["nope"], ["exec", "--bogus"], ["run-logs", "--max-cost", "no"], ["modal"]];
  for (const argv of wrong) {
    assert(
      await whatIsWrong({ file: "x", line: 1, argv, isBlock: true }) !== undefined,
      argv.join(),
    );
  }
});
