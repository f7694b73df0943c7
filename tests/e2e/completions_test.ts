/** The completion scripts in real shells that believe to be at a terminal. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { createWorkspace, type Workspace } from "./_program.ts";

/** A shell, and what it is told before it can complete. */
interface Shell {
  readonly name: string;
  readonly command: string;
  readonly setup: string;
}

const SHELLS: readonly Shell[] = [
  { name: "bash", command: "bash --norc --noprofile -i", setup: "source ./completions" },
  {
    name: "zsh",
    command: "zsh -f -i",
    setup: "autoload -U compinit; compinit -u -D\nsource ./completions",
  },
  { name: "fish", command: "fish --no-config -i", setup: "source ./completions" },
];

/** What is typed, `^` for the Tab key, and the arguments that the program is called with. */
const TYPED: readonly (readonly [line: string, called: string])[] = [
  ["exec --iso^la^", "<exec><--isolation><landlock>"],
  ["exec --isolation=la^", "<exec><--isolation=landlock>"],
  ["moda^vol^cr^", "<modal><volume><create>"],
  ["exec --input d=@papers/a^", "<exec><--input><d=@papers/a b.txt>"],
  ["exec --env-file=no^", "<exec><--env-file=notes.md>"],
];

/** Whether both the shell and the program that gives it a terminal are there. */
async function isInstalled(shell: string): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  const found = await new Deno.Command("sh", {
    args: ["-c", `command -v ${shell} && command -v script`],
    stdout: "null",
    stderr: "null",
  }).output();
  return found.success;
}

/** A program of our name that asks the real one at Tab, and else writes down how it was called. */
async function install(at: Workspace): Promise<string> {
  const { command, args } = at.describe([]);
  const real = [command, ...args].map((word) => `'${word}'`).join(" ");
  const program = await at.write(
    "bin/fleet-rlm",
    `#!/bin/sh
if [ "$1" = __complete ]; then exec ${real} "$@"; fi
{ printf '<%s>' "$@"; echo; } >> '${at.folder}/called'
`,
  );
  await Deno.chmod(program, 0o755);
  return `${at.folder}/bin`;
}

/** Types a text at a command that has a terminal; what was shown. */
async function type(
  at: Workspace,
  { command, text, env }: {
    readonly command: string;
    readonly text: string;
    readonly env: Readonly<Record<string, string>>;
  },
): Promise<string> {
  const child = new Deno.Command("script", {
    args: ["-q", "-c", command, "/dev/null"],
    cwd: at.folder,
    clearEnv: true,
    env: at.describe([], { env }).env,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  return new TextDecoder().decode((await child.output()).stdout);
}

/** The arguments that the program was called with after all the lines were typed. */
async function typeAll({ name, command, setup }: Shell): Promise<readonly string[]> {
  await using at = await createWorkspace();
  for (const folder of ["bin", "papers"]) await Deno.mkdir(`${at.folder}/${folder}`);
  const bin = await install(at);
  await at.write("papers/a b.txt", "");
  await at.write("notes.md", "");
  const script = await at.run(["completions", name]);
  assertEquals([script.code, script.stderr], [0, ""]);
  await at.write("completions", script.stdout);
  const lines = TYPED.map(([line]) => `fleet-rlm ${line.replaceAll("^", "\t")}\n`);
  const shown = await type(at, {
    command,
    text: `${setup}\n${lines.join("")}exit\n`,
    env: { PATH: `${bin}:${Deno.env.get("PATH")}`, TERM: "xterm", SHELL: "/bin/sh" },
  });
  const called = await Deno.readTextFile(`${at.folder}/called`).catch(() => shown);
  return called.split("\n").slice(0, -1);
}

const here: Shell[] = [];
for (const shell of SHELLS) {
  if (await isInstalled(shell.name)) here.push(shell);
  else {Deno.test.ignore(
      `SKIPPED, it is not here: the completion script in ${shell.name}`,
      () => {},
    );}
}

Deno.test(`the completion scripts work in ${here.map(({ name }) => name)}`, async () => {
  const called = await Promise.all(here.map(typeAll));
  const expected = TYPED.map(([, arguments_]) => arguments_);
  assertEquals(
    Object.fromEntries(here.map(({ name }, index) => [name, called[index]])),
    Object.fromEntries(here.map(({ name }) => [name, expected])),
  );
});

Deno.test("completions refuse a shell that they do not know", async () => {
  await using at = await createWorkspace();
  const { code, stderr } = await at.run(["completions", "zhs"]);
  assertEquals(code, 2);
  assertStringIncludes(
    stderr,
    'it must be "bash", "zsh", "fish" or "pwsh"\nHint: Did you mean "zsh"?',
  );
});
