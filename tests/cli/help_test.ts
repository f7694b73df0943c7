import { assert, assertEquals } from "@std/assert";
import { BACKENDS } from "../../backends/mod.ts";
import { renderCommandHelp } from "../../src/cli/command_help.ts";
import { COMMAND_INDEX } from "../../src/cli/command_index.gen.ts";
import { commandTable } from "../../src/cli/command_table.ts";
import { splitLine } from "../../src/cli/complete/split_line.ts";
import { EXAMPLES, renderGroupHelp, renderHelp } from "../../src/cli/help.ts";
import { wrapExample } from "../../src/cli/help_layout.ts";
import { findCommand } from "../../src/cli/find_command.ts";
import { parseCommandLine } from "../../src/cli/parse_command_line.ts";
import { EXIT } from "../../src/cli/exit_code.ts";
import { runCli } from "../../src/cli/run_cli.ts";
import { createMemoryTerminal } from "./_memory_terminal.ts";

const TABLE = await commandTable(BACKENDS);
const COMMANDS = TABLE.commands;
const SNAPSHOTS = new URL("./__snapshots__/help/", import.meta.url);

Deno.test("renderHelp names every command and the exit codes", () => {
  const page = renderHelp(TABLE, 80);
  const grouped = (name: string) => TABLE.groups.some((each) => name.startsWith(`${each.name} `));
  for (const { name, section, summary } of [...COMMANDS, ...TABLE.groups]) {
    const isListed = section !== undefined && !grouped(name);
    assertEquals(page.includes(`\n  ${name} `), isListed, name);
    assert(summary);
  }
  for (const code of Object.values(EXIT)) assert(page.includes(`\n  ${code} `), `${code}`);
});

Deno.test("renderHelp says the same by the index of names", () => {
  assertEquals(renderHelp(COMMAND_INDEX, 80), renderHelp(TABLE, 80));
});

Deno.test("help shows every page as it is on record, at 80 columns", async () => {
  const pages = ["", ...[...TABLE.groups, ...COMMANDS].map(({ name }) => name)];
  const files: string[] = [];
  for (const page of pages) {
    const terminal = createMemoryTerminal();
    const words = page.split(" ").filter((word) => word !== "");
    const options = { backends: BACKENDS, terminal, env: {}, cwd: "/" };
    assertEquals(await runCli(["help", ...words], options), 0);
    const file = `${words.join("-") || "fleet-rlm"}.txt`;
    const kept = await Deno.readTextFile(new URL(file, SNAPSHOTS));
    assertEquals(terminal.stdout, kept, `${file}: see whether it is meant, then deno task gen`);
    files.push(file);
  }
  const found = await Array.fromAsync(Deno.readDir(SNAPSHOTS), ({ name }) => name);
  assertEquals(found.sort(), files.sort(), "A page that is no more has its file left");
});

for (const command of COMMANDS) {
  Deno.test(`renderCommandHelp tells all about ${command.name}`, () => {
    const page = renderCommandHelp(command, 80);
    assert(page.startsWith(`${command.summary}.\n\nUsage: fleet-rlm ${command.name} `));
    for (const { name } of command.options) assert(page.includes(`--${name}`), name);
    for (const example of command.examples) assert(page.includes(wrapExample(example, 80)));
    assert(command.examples.length > 0, "No example");
    assert(!/[.]$/.test(command.summary), command.summary);
    for (const { help, name } of command.options) {
      assert(/^[A-Z]/.test(help) && !help.endsWith("."), `--${name}: ${help}`);
    }
  });

  Deno.test(`${command.name} has no two options of one name`, () => {
    const names = command.options.flatMap((option) => [
      `--${option.name}`,
      ...(option.aliases ?? []).map((alias) => `--${alias}`),
      ...(option.short === undefined ? [] : [`-${option.short}`]),
    ]);
    assertEquals(names.filter((name, index) => names.indexOf(name) !== index), []);
    assert(!names.includes("--help") && !names.includes("-h"));
  });
}

/** The words of an example as a shell hands them on. */
function wordsOf(example: string): readonly string[] {
  return splitLine(example.split(" > ", 1)[0] ?? "");
}

Deno.test("every example names its command and can be read by it", async () => {
  const examples = [
    ...EXAMPLES.map((example) => ({ example, name: undefined })),
    ...COMMANDS.flatMap(({ examples, name }) => examples.map((example) => ({ example, name }))),
  ];
  for (const { example, name } of examples) {
    const found = findCommand(wordsOf(example), TABLE);
    assert(found.kind === "command", example);
    if (name !== undefined) assertEquals(found.command.name, name, example);
    await parseCommandLine(found.rest, found.command);
  }
});

Deno.test("an example that is broken over lines is the same to a shell", () => {
  for (const example of COMMANDS.flatMap(({ examples }) => examples)) {
    for (const width of [40, 60, 80, 100]) {
      const joined = wrapExample(example, width).replaceAll(" \\\n", " ");
      assertEquals(splitLine(joined.trim()), splitLine(`fleet-rlm ${example}`));
    }
  }
});

Deno.test("help pages keep to the width and do not end lines with spaces", () => {
  for (const width of [60, 80, 120, 200]) {
    const most = Math.min(width, 100);
    const pages = [
      renderHelp(TABLE, width),
      ...TABLE.groups.map((group) => renderGroupHelp(group, TABLE, width)),
      ...COMMANDS.map((command) => renderCommandHelp(command, width)),
    ];
    for (const line of pages.join("").split("\n")) {
      // What is to be copied keeps its line, however narrow the page.
      const isVerbatim = /^ {2}(pwsh|fish|zsh|bash) /.test(line);
      assert(line.length <= most || isVerbatim, `${width}: ${line}`);
      assertEquals(line, line.trimEnd());
    }
  }
});

Deno.test("renderCommandHelp shows where a value comes from", () => {
  const basic = COMMANDS.find(({ name }) => name === "run-basic");
  assert(basic !== undefined);
  const page = renderCommandHelp(basic, 100).replace(/\s+/g, " ");
  assert(page.includes("--question TEXT The question [required]"), page);
  assert(page.includes("[env FLEET_RLM_BACKEND; default: modal]"));
  assert(page.includes("Most planner turns; every child run has as many [default: 15]"));
  assert(page.includes("turns of child runs included [default: 30]"));
  assert(page.includes("0 for no limit [default: 600]"));
});
