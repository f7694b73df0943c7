/**
 * The real program as a process: `deno run -A main.ts …`, or one that a test names, in an empty folder,
 * with an environment that holds nothing but what a test gives and what Deno itself needs. The same
 * command lines run in this process too, for tables: a process of its own costs as much as twenty cells.
 *
 * @module
 */

import { runProgram } from "../../program.ts";
import { createMemoryTerminal } from "../cli/_memory_terminal.ts";

const MAIN = new URL("../../main.ts", import.meta.url).pathname;

/** Another program than `deno run -A main.ts`. */
export interface WorkspaceOptions {
  /** The words before the arguments. */
  readonly program: readonly string[];
  /** Its whole environment, but for what a test gives. */
  readonly env: Readonly<Record<string, string>>;
}

/** How the program is started. */
export interface ProgramOptions {
  /** Environment variables besides `PATH`, `HOME` and Deno's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** What standard input holds. */
  readonly stdin?: string;
}

/** A command line with its environment. */
export interface ProgramCommand {
  /** The executable. */
  readonly command: string;
  /** Its arguments. */
  readonly args: string[];
  /** All of its environment. */
  readonly env: Record<string, string>;
}

/** How it ended. */
export interface ProgramResult {
  /** Exit code. */
  readonly code: number;
  /** All of standard output. */
  readonly stdout: string;
  /** All of standard error. */
  readonly stderr: string;
}

/** A folder for one test: current folder, home and state of every program that it starts. */
export interface Workspace extends AsyncDisposable {
  /** Its path. */
  readonly folder: string;
  /** Writes a file into it and returns the path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
  /** Runs the program to its end. */
  run(argv: readonly string[], options?: ProgramOptions): Promise<ProgramResult>;
  /** Runs the same program in this process. */
  call(argv: readonly string[], options?: ProgramOptions): Promise<ProgramResult>;
  /** How it is started, for those who do so themselves. */
  describe(argv: readonly string[], options?: ProgramOptions): ProgramCommand;
  /** Starts the program with output piped. */
  spawn(argv: readonly string[], options?: ProgramOptions): Deno.ChildProcess;
}

/** Creates a folder that goes with everything in it when it is disposed of. */
export async function createWorkspace(other?: WorkspaceOptions): Promise<Workspace> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "fleet-e2e-" }));
  const [program, ...first] = other?.program ?? [Deno.execPath(), "run", "-A", "--quiet", MAIN];
  const base = other?.env ?? await baseEnvironment(folder);

  function describe(argv: readonly string[], options: ProgramOptions = {}): ProgramCommand {
    return { command: program!, args: [...first, ...argv], env: { ...base, ...options.env } };
  }

  function spawn(argv: readonly string[], options: ProgramOptions = {}): Deno.ChildProcess {
    const { command, args, env } = describe(argv, options);
    return new Deno.Command(command, {
      args,
      cwd: folder,
      clearEnv: true,
      env,
      stdin: options.stdin === undefined ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  return {
    folder,
    write: async (name, content) => {
      const path = `${folder}/${name}`;
      if (typeof content === "string") await Deno.writeTextFile(path, content);
      else await Deno.writeFile(path, content);
      return path;
    },
    run: async (argv, options = {}) => {
      const child = spawn(argv, options);
      const feeding = options.stdin === undefined ? undefined : feed(child, options.stdin);
      const { code, stdout, stderr } = await child.output();
      await feeding;
      const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      return { code, stdout: decode(stdout), stderr: decode(stderr) };
    },
    call: async (argv, options = {}) => {
      const terminal = createMemoryTerminal(options.stdin);
      const { env } = describe(argv, options);
      const code = await runProgram(argv, { terminal, env, cwd: folder });
      return { code, stdout: terminal.stdout, stderr: terminal.stderr };
    },
    describe,
    spawn,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

async function feed(child: Deno.ChildProcess, text: string): Promise<void> {
  const writer = child.stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

let finding: Promise<string> | undefined;

/** Where Deno keeps its caches, whatever the home. */
async function findDenoDir(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return (JSON.parse(new TextDecoder().decode(stdout)) as { denoDir: string }).denoDir;
}

async function baseEnvironment(folder: string): Promise<Record<string, string>> {
  const denoDir = await (finding ??= findDenoDir());
  const kept = Object.entries(Deno.env.toObject()).filter(([name]) =>
    /^(PATH|PYENV_ROOT|TMPDIR|SYSTEMROOT|DENO_.*|NPM_CONFIG_.*|JSR_URL)$/i.test(name)
  );
  const home = `${folder}/home`;
  await Deno.mkdir(home);
  return { ...Object.fromEntries(kept), DENO_DIR: denoDir, HOME: home, NO_COLOR: "1" };
}
