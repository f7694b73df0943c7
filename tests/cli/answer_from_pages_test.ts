import { assertEquals } from "@std/assert";
import { BACKENDS } from "../../backends/mod.ts";
import { answerFromPages } from "../../src/cli/answer_from_pages.ts";
import { COMMAND_INDEX } from "../../src/cli/command_index.gen.ts";
import { runCli } from "../../src/cli/run_cli.ts";
import { createMemoryTerminal } from "./_memory_terminal.ts";

const PLACES = { env: {}, cwd: "/nowhere" };

/** What the program answers, and what is answered ahead of it. */
async function both(argv: readonly string[]): Promise<readonly [string, string | undefined]> {
  const [program, ahead] = [createMemoryTerminal(), createMemoryTerminal()];
  await runCli(argv, { backends: BACKENDS, terminal: program, ...PLACES });
  const code = await answerFromPages(argv, { terminal: ahead, ...PLACES });
  return [program.stdout, code === undefined ? undefined : ahead.stdout];
}

Deno.test("answerFromPages shows the page of every command and group as the program does", async () => {
  for (const { name } of [...COMMAND_INDEX.commands, ...COMMAND_INDEX.groups]) {
    for (const argv of [["help", ...name.split(" ")], [...name.split(" "), "--help"]]) {
      const [program, ahead] = await both(argv);
      assertEquals(ahead, program, argv.join(" "));
    }
  }
});

Deno.test("answerFromPages completes as the program does", async () => {
  const lines = COMMAND_INDEX.commands.flatMap(({ name }) => [
    [...name.split(" "), "--"],
    [...name.split(" "), "--backend", ""],
    [...name.split(" "), ""],
  ]);
  for (const words of [[""], ["mod"], ["help", "modal", ""], ...lines]) {
    const [program, ahead] = await both(["__complete", "zsh", ...words]);
    assertEquals(ahead, program, words.join(" "));
  }
});

Deno.test("answerFromPages leaves mistakes and all else to the program", async () => {
  const others = [
    ["help", "nothing"],
    ["help"],
    ["exec", "--cell", "--help"],
    ["exec", "--cell=1", "--help"],
    ["nothing", "--help"],
    ["modal", "nothing", "--help"],
    ["--help"],
  ];
  for (const argv of others) {
    const terminal = createMemoryTerminal();
    const code = await answerFromPages(argv, { terminal, ...PLACES });
    assertEquals([code, terminal.stdout, terminal.stderr], [undefined, "", ""], argv.join(" "));
  }
});
