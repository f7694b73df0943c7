/** Every mistake that a user can make with inputs and settings: one clear error, the right exit. */

import { assert, assertEquals } from "@std/assert";
import { startOpenAiServer } from "../fakes/openai_server.ts";
import { createWorkspace, type Workspace } from "./_program.ts";

const LOCAL = ["--backend", "local", "--model", "offline"];

interface Mistake {
  readonly name: string;
  readonly argv: (at: Workspace) => Promise<readonly string[]>;
  readonly env?: Readonly<Record<string, string>>;
  readonly code: number;
  /** Beginning of the first line, after `Error: `; `{}` stands for the workspace's folder. */
  readonly error: string;
  /** What the hint must contain. */
  readonly hint: string;
}

function document(path: (at: Workspace) => Promise<string>): Mistake["argv"] {
  return async (at) => [
    "run-long-context",
    "--docs-path",
    await path(at),
    "--query",
    "q",
    ...LOCAL,
  ];
}

const isRoot = Deno.uid() === 0;

const MISTAKES: readonly Mistake[] = [
  {
    name: "a missing file",
    argv: document((at) => Promise.resolve(`${at.folder}/none.txt`)),
    code: 1,
    error: 'Cannot read "{}/none.txt": no such file',
    hint: "Check the path",
  },
  {
    name: "an address",
    argv: document(() => Promise.resolve("https://example.org/notes.md")),
    code: 1,
    error: 'Cannot read "https://example.org/notes.md": no such file',
    hint: "Nothing is fetched from an address",
  },
  {
    name: "a folder without files",
    argv: document((at) => Promise.resolve(at.folder)),
    code: 1,
    error: 'Cannot read "{}": there is no file in it',
    hint: "Hidden files",
  },
  {
    name: "a binary file",
    argv: document((at) => at.write("a.bin", new Uint8Array([0x61, 0x62, 0, 0x63]))),
    code: 1,
    error: 'Cannot use "{}/a.bin" as text: a NUL byte at byte 2',
    hint: "UTF-8",
  },
  {
    name: "a file in Latin-1",
    argv: document((at) => at.write("a.txt", new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x0a]))),
    code: 1,
    error: 'Cannot use "{}/a.txt" as text: invalid UTF-8 at byte 3',
    hint: "UTF-8",
  },
  {
    name: "an empty document",
    argv: document((at) => at.write("a.txt", "")),
    code: 1,
    error: 'Cannot use "{}/a.txt": it is empty',
    hint: "text in it",
  },
  {
    name: "an unreadable file",
    // Root may read any file; this one exists and fails on reading.
    argv: document(async (at) => {
      if (isRoot) return "/proc/self/mem";
      const path = await at.write("a.txt", "text");
      await Deno.chmod(path, 0);
      return path;
    }),
    code: 1,
    error: isRoot ? 'Cannot read "/proc/self/mem": ' : 'Cannot read "{}/a.txt": permission denied',
    hint: "may be read by this user",
  },
  {
    name: "a bad signature",
    argv: () => Promise.resolve(["run", "--signature", "a: strange -> b", "--input", "a=1"]),
    code: 2,
    error: "Cannot parse signature",
    hint: "",
  },
  {
    name: "an unknown input name",
    argv: () => Promise.resolve(["run", "--signature", "a -> b", "--input", "aa=1", ...LOCAL]),
    code: 2,
    error: 'Unknown input "aa": not in the signature',
    hint: '"a"',
  },
  {
    name: "a missing input",
    argv: () => Promise.resolve(["run", "--signature", "a, c -> b", "--input", "a=1", ...LOCAL]),
    code: 2,
    error: 'Missing input "c"',
    hint: "--input NAME=VALUE",
  },
  {
    name: "no model",
    argv: () => Promise.resolve(["run-basic", "--question", "q", "--backend", "local"]),
    code: 1,
    error: "Planner LM not configured",
    hint: "--model offline",
  },
  {
    name: "no key",
    argv: () => Promise.resolve(["run-basic", "--question", "q", "--backend", "local"]),
    env: { DSPY_LM_MODEL: "openai/gpt-5" },
    code: 1,
    error: "Planner LM not configured",
    hint: "DSPY_LLM_API_KEY",
  },
  {
    name: "a bad DSPY_LM_MAX_TOKENS",
    argv: () => Promise.resolve(["run-basic", "--question", "q", ...LOCAL]),
    env: { DSPY_LM_MAX_TOKENS: "8k" },
    code: 1,
    error: 'Cannot use DSPY_LM_MAX_TOKENS: "8k" is not a whole number',
    hint: "DSPY_LM_MAX_TOKENS in the environment",
  },
  {
    name: "no Python",
    argv: () => Promise.resolve(["exec", "--cell", "1", ...LOCAL, "--python", "/no/such/python"]),
    code: 1,
    error: "Cannot ",
    hint: "",
  },
  {
    name: "no credentials for the cloud",
    argv: () => Promise.resolve(["exec", "--cell", "1"]),
    env: { MODAL_CONFIG_PATH: "/no/such/modal.toml" },
    code: 1,
    error: "Cannot use Modal: there are no Modal credentials",
    hint: "fleet-rlm modal setup",
  },
  {
    name: "an option of another backend",
    argv: () => Promise.resolve(["exec", "--cell", "1", ...LOCAL, "--gpu", "T4"]),
    code: 2,
    error: 'Cannot use --gpu with the backend "local": it is for "modal"',
    hint: "--backend modal",
  },
  {
    name: "an unwritable trajectory",
    argv: () =>
      Promise.resolve(["run-basic", "--question", "q", ...LOCAL, "--trajectory", "/dev/null/x"]),
    code: 1,
    error: 'Cannot write trajectory "/dev/null/x"',
    hint: "folder that you may write to",
  },
  {
    name: "a script that is missing",
    argv: () =>
      Promise.resolve([
        "run-basic",
        "--question=q",
        "--backend=local",
        "--model=scripted:no.jsonl",
      ]),
    code: 1,
    error: "Cannot ",
    hint: "",
  },
];

for (const { name, argv, env, code, error, hint } of MISTAKES) {
  Deno.test(`the program tells of ${name} and exits with ${code}`, async () => {
    await using at = await createWorkspace();
    const result = await at.run(await argv(at), env === undefined ? {} : { env });
    assertEquals([result.code, result.stdout], [code, ""], result.stderr);
    const lines = result.stderr.trimEnd().split("\n");
    assert(lines[0]?.startsWith(`Error: ${error.replaceAll("{}", at.folder)}`), result.stderr);
    const last = lines.at(-1) ?? "";
    assert(last.startsWith("Hint: ") && last.includes(hint), result.stderr);
    assertEquals(lines.filter((line) => line.startsWith("Error: ")).length, 1);
    assert(!/^\s+at /m.test(result.stderr), "A stack is shown");
  });
}

const MODEL = ["--backend", "local", "--model", "openai/fake", "--quiet"];

Deno.test("the program tells of a wrong key and does not show it", async () => {
  await using at = await createWorkspace();
  await using server = startOpenAiServer({ reply: [], requiredKey: "right-key" });
  const { code, stdout, stderr } = await at.call(["run-basic", "--question", "q", ...MODEL], {
    env: { DSPY_LM_API_BASE: server.url, DSPY_LLM_API_KEY: "wrong-key-0123456789" },
  });
  assertEquals([code, stdout, server.requests.length], [1, "", 1]);
  assert(/^Error: .*(401|key)/m.test(stderr), stderr);
  assert(stderr.includes("DSPY_LLM_API_KEY"), stderr);
  assert(!stderr.includes("wrong-key-0123456789"), stderr);
});

Deno.test("the program tells of a model server that cannot be reached", async () => {
  await using at = await createWorkspace();
  const port = freePort();
  const base = `http://127.0.0.1:${port}/v1`;
  const { code, stdout, stderr } = await at.call(
    ["run-basic", "--question", "q", ...MODEL, "--api-base", base],
    { env: { DSPY_LLM_API_KEY: "some-key-0123456789" } },
  );
  assertEquals([code, stdout], [1, ""], stderr);
  assert(/^Error: Cannot reach '[^']+' for '[^']+': (?!error sending)/m.test(stderr), stderr);
  assert(stderr.includes(`127.0.0.1:${port}`), stderr);
  assert(stderr.includes("\nHint: "), stderr);
});

Deno.test("the program tells of a reply that is no reply", async () => {
  await using at = await createWorkspace();
  await using server = startOpenAiServer({ reply: () => ({ malformed: true }) });
  const { code, stdout, stderr } = await at.call(["run-basic", "--question", "q", ...MODEL], {
    env: { DSPY_LM_API_BASE: server.url, DSPY_LLM_API_KEY: "some-key-0123456789" },
  });
  assertEquals([code, stdout], [1, ""], stderr);
  assert(/^Error: Cannot /m.test(stderr), stderr);
});

/** A port on which nobody listens any more. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
