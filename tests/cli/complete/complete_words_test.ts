import { assert, assertEquals } from "@std/assert";
import { BACKENDS } from "../../../backends/mod.ts";
import { runCli } from "../../../src/cli/run_cli.ts";
import { COMMAND_INDEX } from "../../../src/cli/command_index.gen.ts";
import { PROVIDERS } from "../../../src/lm/providers.ts";
import { createMemoryTerminal } from "../_memory_terminal.ts";

/** What bash has as `COMP_WORDBREAKS`. */
const BREAKS = " \t\n\"'@><=;|&(:";

/** Lines that `__complete` answers, without what they say of a word. */
async function complete(argv: readonly string[], home = "/nowhere"): Promise<readonly string[]> {
  const terminal = createMemoryTerminal();
  const code = await runCli(["__complete", ...argv], {
    backends: BACKENDS,
    terminal,
    env: { HOME: home },
    cwd: home,
  });
  assertEquals([code, terminal.stderr], [0, ""]);
  return terminal.stdout.split("\n").slice(0, -1).map((line) => line.split("\t", 1)[0] ?? "");
}

const FIRST_WORDS = [
  ...new Set(
    COMMAND_INDEX.commands.filter(({ name, section }) =>
      section !== undefined && !name.includes(" ")
    ).map(({ name }) => name),
  ),
  "modal",
  "help",
];

Deno.test("completions offer every command and group as the first word", async () => {
  assertEquals([...await complete(["zsh", ""])].sort(), FIRST_WORDS.sort());
});

/** Words typed so far, and what can follow; `...` stands for more. */
const CASES: readonly (readonly [typed: readonly string[], offered: readonly string[]])[] = [
  [["resu"], ["resume"]],
  [["xyz"], []],
  [["-"], ["--help", "--version"]],
  [["help", "run-l"], ["run-logs", "run-long-context"]],
  [["help", "modal", "vo"], ["volume"]],
  [["modal", "se"], ["setup", "secret"]],
  [["modal", "secret", ""], ["create", "--help"]],
  [["modal", "volume", "r"], ["rm"]],
  [["exec", "--iso"], ["--isolation"]],
  [["exec", "--isolation", ""], ["auto", "bubblewrap", "landlock", "sandbox-exec", "process"]],
  [["exec", "--isolation", "l"], ["landlock"]],
  [["exec", "--isolation=l"], ["--isolation=landlock"]],
  [["exec", "--require-isolation", "process", "--isolation", "p"], ["process"]],
  [["exec", "--backend", ""], ["modal", "local"]],
  [["exec", "--backend", "local", "--backen"], []],
  [["exec", "--cell", "1", "--cel"], ["--cell", "--cell-timeout"]],
  [["exec", "--quiet", "--qui"], []],
  [["exec", "--full-output", "--js"], []],
  [["exec", "--timeout", ""], []],
  [["exec", "--", "--iso"], [":file"]],
  [["exec", ""], [":file"]],
  [["exec", "-"], ["--cell", "..."]],
  [["exec", "--volume", ""], [":folder"]],
  [["exec", "--env-file", "x"], [":file"]],
  [["exec", "--env-file=x"], [":file"]],
  [["exec", "--xyz=a"], []],
  [["exec", "--json=a"], []],
  [["exec", "--max-iter"], []],
  [["run-long-context", "--mode", ""], ["analyze", "summarize"]],
  [["run-basic", "--model", "off"], ["offline"]],
  [["run-basic", "--sub-model=open"], ["--sub-model=openai/", "--sub-model=openrouter/"]],
  [["cache", ""], ["clear"]],
  [["cache", "clear", ""], ["--json", "--help"]],
  [["completions", ""], ["bash", "zsh", "fish", "pwsh"]],
  [["config", "modal", "status"], ["status"]],
  [["config", "mod"], ["modal", "models"].toReversed()],
  [["resume", ""], [":file"]],
  [["exec", "--input", "plain"], []],
];

for (const [typed, offered] of CASES) {
  Deno.test(`completions offer ${offered.join(" ") || "nothing"} at ${typed.join(" ")}|`, async () => {
    const found = await complete(["fish", ...typed]);
    if (offered.at(-1) !== "...") return assertEquals(found, [...offered]);
    assertEquals(found.slice(0, offered.length - 1), offered.slice(0, -1));
    assert(found.length > offered.length, found.join(" "));
  });
}

Deno.test("completions of a model name every provider", async () => {
  const names = await complete(["zsh", "run-basic", "--model", ""]);
  assertEquals(names, ["offline", "scripted:", ...PROVIDERS.map(({ name }) => `${name}/`)]);
});

Deno.test("completions list the runs on record and the paths of inputs", async () => {
  const home = await Deno.makeTempDir({ prefix: "fleet-complete-" });
  try {
    const runs = `${home}/.local/state/fleet-rlm/runs`;
    await Deno.mkdir(runs, { recursive: true });
    await Deno.mkdir(`${home}/notes`);
    for (const name of ["20260101t1", "20260102t2"]) {
      await Deno.writeTextFile(`${runs}/${name}.jsonl`, "");
    }
    await Deno.writeTextFile(`${home}/notes/a\tb\x1b.txt`, "");
    assertEquals(await complete(["zsh", "replay", ""], home), [
      "last",
      "20260102t2",
      "20260101t1",
      ":file",
    ]);
    assertEquals(await complete(["zsh", "exec", "--input", "doc=@no"], home), ["doc=@notes/"]);
    assertEquals(await complete(["zsh", "exec", "--input=doc=@notes/"], home), [
      "--input=doc=@notes/a b\ufffd.txt",
    ]);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
});

const LINES: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ["fleet-rlm exec --isolation=l", ["landlock"]],
  ["fleet-rlm exec --isolation l", ["landlock"]],
  ["cd x && FOO=1 | fleet-rlm exec --isolation l", ["landlock"]],
  [`fleet-rlm exec --cell 'print("a; b")' --isolation l`, ["landlock"]],
  [`fleet-rlm exec --cell "a \\" b" --isolation l`, ["landlock"]],
  [`fleet-rlm exec --cell a\\ b --isolation "l`, ["landlock"]],
  ["fleet-rlm run-basic --model scr", ["scripted:"]],
  ["fleet-rlm run-basic --model=scr", ["scripted:"]],
];

for (const [line, offered] of LINES) {
  Deno.test(`completions for bash replace what follows the last break of: ${line}`, async () => {
    assertEquals(await complete(["bash", BREAKS, line]), [...offered]);
  });
}

Deno.test("completions say what a word is", async () => {
  const terminal = createMemoryTerminal();
  const base = { backends: BACKENDS, terminal, env: {}, cwd: "/" };
  await runCli(["__complete", "zsh", "exec", "--max-m"], base);
  assertEquals(
    terminal.stdout,
    "--max-memory\tMost address space of a process of the sandbox, " +
      "such as 512m or 2g (SIZE)\n",
  );
});
