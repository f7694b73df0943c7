/** What the command line says about the sandbox arrives in it, and is told. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { canIsolate } from "../backends/_isolation.ts";
import { createWorkspace } from "./_program.ts";

const EXEC = ["exec", "--backend=local"];
const LIMITS = `import resource
print(*[resource.getrlimit(getattr(resource, "RLIMIT_" + name))[0]
        for name in ("AS", "CPU", "FSIZE", "NPROC", "NOFILE")])`;
const [canBubblewrap, canLandlock] = await Promise.all([
  canIsolate("bubblewrap"),
  canIsolate("landlock"),
]);

for (const isolation of ["process", "landlock", "bubblewrap"] as const) {
  Deno.test({
    name: `limits given on the command line are in force (${isolation})`,
    ignore: !(await canIsolate(isolation)),
    async fn() {
      await using at = await createWorkspace();
      const argv = [...EXEC, `--isolation=${isolation}`, `--cell=${LIMITS}`];
      const given = await at.run([
        ...argv,
        "--max-memory=1.5g",
        "--max-cpu=77",
        "--max-file-size=2m",
        "--max-processes=99",
        "--max-open-files=100",
      ]);
      assertEquals([given.code, given.stderr], [0, ""]);
      assertEquals(given.stdout, `${1.5 * 2 ** 30} 77 ${2 << 20} 99 100\n`);
    },
  });

  Deno.test({
    name: `limits have the defaults that help tells (${isolation})`,
    ignore: !(await canIsolate(isolation)),
    async fn() {
      await using at = await createWorkspace();
      const { stdout } = await at.call([...EXEC, `--isolation=${isolation}`, `--cell=${LIMITS}`]);
      const [memory, cpu, file, processes, files] = stdout.trim().split(" ").map(Number);
      // A hard limit of this machine that is lower stays lower.
      assert(memory! <= 16 * 2 ** 30 && file! <= 4 * 2 ** 30 && files! <= 1024, stdout);
      assertEquals(cpu, -1);
      assert(processes! <= (isolation === "bubblewrap" ? 512 : 8192), stdout);
      const help = (await at.call(["help", "exec"])).stdout.replace(/\s+/g, " ");
      for (
        const text of ["[default: 16g; ", "[default: 4g]", "[default: 1024]", "[default: none]"]
      ) {
        assertStringIncludes(help, text);
      }
      assertStringIncludes(help, "[default: 512 in bubblewrap, else 8192]");
    },
  });
}

const WRONG: readonly (readonly [option: string, message: string])[] = [
  ["--max-memory=5x", 'Cannot use "5x" for --max-memory: it must be a size from 64m to 16t'],
  ["--max-memory=1m", 'Cannot use "1m" for --max-memory: it must be a size from 64m to 16t'],
  ["--max-file-size=-1", 'Cannot use "-1" for --max-file-size: it must be a size from 0 to 16t'],
  ["--max-cpu=0", 'Cannot use "0" for --max-cpu: it must be a whole number of seconds from 1'],
  ["--max-processes=1", 'Cannot use "1" for --max-processes: it must be a whole number from 8'],
  ["--max-open-files=x", 'Cannot use "x" for --max-open-files: it must be a whole number'],
  ["--isolation=jail", 'Cannot use "jail" for --isolation: it must be "auto", "bubblewrap"'],
];

for (const [option, message] of WRONG) {
  Deno.test(`exec exits with 2 on ${option}`, async () => {
    await using at = await createWorkspace();
    const { code, stderr } = await at.call([...EXEC, option, "--cell=1"]);
    assertEquals(code, 2);
    assertStringIncludes(stderr, `Error: ${message}`);
  });
}

Deno.test("the smallest limits that are allowed still start a sandbox", async () => {
  await using at = await createWorkspace();
  const small = ["--max-memory=64m", "--max-processes=8", "--max-open-files=16", "--max-cpu=1"];
  const argv = [...EXEC, ...small, "--max-file-size=0", "--cell=print(6 * 7)"];
  assertEquals(await at.call(argv), { code: 0, stdout: "42\n", stderr: "" });
});

Deno.test("exec --verbose tells what is in force", async () => {
  await using at = await createWorkspace();
  const { stderr } = await at.call([...EXEC, "--isolation=process", "--verbose", "--cell=1"]);
  const [sandbox, files] = stderr.split("\n");
  assert(/^Sandbox: Python 3\.\d+\.\d+, isolation process, with network$/.test(sandbox!), stderr);
  assertEquals(files, "Files: all that the user may read and write");
});

Deno.test("a run tells its isolation in the trajectory and with --verbose", async () => {
  await using at = await createWorkspace();
  const reply = "```python\nSUBMIT(answer='a')\n```";
  const script = await at.write("script.jsonl", `${JSON.stringify({ reply })}\n`);
  const { code, stderr } = await at.call([
    ...["run-basic", "--question=q", "--backend=local", "--isolation=process", "--verbose"],
    ...[`--model=scripted:${script}`, `--trajectory=${at.folder}/run.jsonl`],
  ]);
  assertEquals(code, 0, stderr);
  assertStringIncludes(stderr, "isolation process, with network\n");
  assertStringIncludes(stderr, "Files: all that the user may read and write\n");
  const lines = (await Deno.readTextFile(`${at.folder}/run.jsonl`)).trimEnd().split("\n");
  const start = lines.map((line) => JSON.parse(line)).find((it) => it.type === "sandbox-start");
  assertEquals([start.capabilities.isolation, start.capabilities.network], ["process", true]);
});

for (const isolation of ["landlock", "bubblewrap"] as const) {
  Deno.test({
    name: `--allow-read and --allow-write take relative paths (${isolation})`,
    ignore: !(isolation === "landlock" ? canLandlock : canBubblewrap),
    async fn() {
      await using at = await createWorkspace();
      await Deno.mkdir(`${at.folder}/data`);
      await Deno.mkdir(`${at.folder}/out folder`);
      await at.write("data/a.txt", "allowed");
      await at.write("other.txt", "hidden");
      const folder = JSON.stringify(at.folder);
      const cell = `from pathlib import Path
root = Path(${folder})
print((root / "data/a.txt").read_text())
(root / "out folder/b.txt").write_text("written")
for path, mode in (("other.txt", "r"), ("data/c.txt", "w")):
    try: open(root / path, mode); print("GOT")
    except OSError: print("refused")`;
      const { code, stdout, stderr } = await at.call([
        ...[...EXEC, `--isolation=${isolation}`, "--verbose", `--cell=${cell}`],
        ...["--allow-read=data", "--allow-write", "./out folder"],
      ]);
      assertEquals([code, stdout], [0, "allowed\nrefused\nrefused\n"], stderr);
      assertEquals(await Deno.readTextFile(`${at.folder}/out folder/b.txt`), "written");
      assertStringIncludes(
        stderr,
        `; may read ${at.folder}/data; may write ${at.folder}/out folder\n`,
      );
    },
  });
}

Deno.test("a path that does not exist is named", async () => {
  await using at = await createWorkspace();
  for (const option of ["allow-read", "allow-write"]) {
    const { code, stderr } = await at.call([...EXEC, `--${option}=no/such`, "--cell=1"]);
    assertEquals(code, 1);
    assertEquals(
      stderr,
      `Error: Cannot use "no/such" for --${option}: it does not exist\n` +
        `Hint: It was looked for at ${at.folder}/no/such\n`,
    );
  }
});

Deno.test("--require-isolation fails instead of running with less", async () => {
  await using at = await createWorkspace();
  const { code, stdout, stderr } = await at.call([
    ...[...EXEC, "--isolation=process", "--require-isolation=landlock", "--cell=print(1)"],
  ]);
  assertEquals([code, stdout], [1, ""]);
  assertStringIncludes(stderr, 'Error: Cannot isolate the sandbox with "landlock"');
});

Deno.test("--volume keeps files from run to run, and the planner is told of it", async () => {
  await using at = await createWorkspace();
  const exec = (cell: string) => at.call([...EXEC, "--volume=kept", `--cell=${cell}`]);
  assertEquals((await exec("x = save_to_volume('a/b.txt', 'é')")).stderr, "");
  assertEquals((await exec("load_from_volume('a/b.txt')")).stdout, "'é'\n");
  const script = await at.write("s.jsonl", '{"reply":"```python\\nSUBMIT(1)\\n```"}\n');
  const record = `${at.folder}/r.jsonl`;
  const run = await at.call([
    ...["run", "--signature=q -> n: int", "--input=q=1", "--backend=local", "--volume=kept"],
    ...[`--model=scripted:${script}`, `--trajectory=${record}`],
  ]);
  assertEquals(run.stdout, "n: 1\n", run.stderr);
  assertStringIncludes(await Deno.readTextFile(record), "save_to_volume(path: str");
});
