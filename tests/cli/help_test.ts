import { assert, assertEquals } from "@std/assert";
import { commandTable } from "../../src/cli/command_table.ts";
import { renderCommandHelp } from "../../src/cli/command_help.ts";
import { renderHelp } from "../../src/cli/help.ts";
import { createScriptedBackend } from "./_scripted_backend.ts";

const TABLE = await commandTable(createScriptedBackend().backends);
const COMMANDS = TABLE.commands;

Deno.test("renderHelp names every command and the exit codes", () => {
  const page = renderHelp(TABLE, 80);
  const grouped = (name: string) => TABLE.groups.some((each) => name.startsWith(`${each.name} `));
  for (const { name, section, summary } of [...COMMANDS, ...TABLE.groups]) {
    const isListed = section !== undefined && !grouped(name);
    assertEquals(page.includes(`  ${name} `), isListed, name);
    assert(summary);
  }
  assert(/^ {2}130 +interrupted$/m.test(page), page);
});

for (const command of COMMANDS) {
  Deno.test(`renderCommandHelp tells all about ${command.name}`, () => {
    const page = renderCommandHelp(command, 80);
    assert(page.startsWith(`${command.summary}.\n\nUsage: fleet-rlm ${command.name} `));
    for (const { name } of command.options) assert(page.includes(`--${name}`), name);
    for (const example of command.examples) assert(page.includes(`  fleet-rlm ${example}\n`));
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

Deno.test("help pages keep to the width and do not end lines with spaces", () => {
  for (const width of [60, 80, 200]) {
    const most = Math.min(width, 100);
    const pages = [renderHelp(TABLE, width)];
    for (const command of COMMANDS) {
      pages.push(renderCommandHelp({ ...command, examples: [] }, width));
    }
    for (const line of pages.join("").split("\n")) {
      assert(line.length <= most, `${width}: ${line}`);
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
