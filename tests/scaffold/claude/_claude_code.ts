/**
 * The real Claude Code in a home of its own: no account, no settings of the user's, and no network where
 * that can be taken away.
 *
 * @module
 */

import type { SessionOptions, SessionResult } from "./_session.ts";

/** The program, where there is one: `deno task test:claude` and `.ci/run` get it from npm. */
export const CLAUDE: string | undefined = Deno.env.get("FLEET_RLM_CLAUDE") || undefined;

const ROOT = new URL("../../../", import.meta.url).pathname;
const SESSION = new URL("./_session.ts", import.meta.url).pathname;

/** How a program ended. */
export interface Ended {
  /** Exit code. */
  readonly code: number;
  /** What it printed, standard error behind it. */
  readonly output: string;
  /** Standard output alone. */
  readonly stdout: string;
}

/** A home with Claude Code and fleet-rlm in it. */
export interface ClaudeHome extends AsyncDisposable {
  /** The folder of Claude Code. */
  readonly config: string;
  /** The folder that sessions run in. */
  readonly work: string;
  /** Runs Claude Code, without network. */
  claude(...args: readonly string[]): Promise<Ended>;
  /** Runs fleet-rlm. */
  fleet(...args: readonly string[]): Promise<Ended>;
  /** A whole session, without network. */
  session(options: Pick<SessionOptions, "prompt" | "answers">): Promise<SessionResult>;
}

/** Makes one; everything in it goes when it is disposed of. */
export async function createClaudeHome(program: string): Promise<ClaudeHome> {
  const home = await Deno.realPath(await Deno.makeTempDir({ prefix: "fleet-claude-" }));
  const [config, work, bin] = ["config", "work", "bin"].map((name) => `${home}/${name}`) as [
    string,
    string,
    string,
  ];
  for (const folder of [config, work, bin]) await Deno.mkdir(folder);
  const main = `${ROOT}main.ts`;
  const script = `#!/bin/sh\nexec "${Deno.execPath()}" run -A --quiet "${main}" "$@"\n`;
  await Deno.writeTextFile(`${bin}/fleet-rlm`, script, { mode: 0o755 });
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(stdout)) as { denoDir: string };
  const env: Readonly<Record<string, string>> = {
    PATH: `${bin}:${Deno.env.get("PATH") ?? "/usr/bin:/bin"}`,
    HOME: home,
    DENO_DIR: denoDir,
    TERM: "dumb",
    NO_COLOR: "1",
    CLAUDE_CONFIG_DIR: config,
    ANTHROPIC_API_KEY: "sk-ant-dummy-not-a-key",
    DISABLE_AUTOUPDATER: "1",
    DISABLE_TELEMETRY: "1",
    DISABLE_ERROR_REPORTING: "1",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    FLEET_RLM_BACKEND: "local",
    DSPY_LM_MODEL: "offline",
  };
  const cut = await canCutNetwork();
  const run = async (argv: readonly string[], isOffline: boolean): Promise<Ended> => {
    const [first = "", ...args] = isOffline && cut ? [...CUT, ...argv] : argv;
    const { code, stdout, stderr } = await new Deno.Command(first, {
      args: [...args],
      cwd: work,
      clearEnv: true,
      env,
      stdin: "null",
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: decode(stdout), output: `${decode(stdout)}${decode(stderr)}` };
  };
  return {
    config,
    work,
    claude: (...args) => run([program, ...args], true),
    fleet: (...args) => run([`${bin}/fleet-rlm`, ...args], false),
    session: async (options) => {
      const argument = JSON.stringify({ ...options, program, env, cwd: work });
      const args = ["run", "-A", "--quiet", "--no-check", SESSION, argument];
      const { output, stdout } = await run([Deno.execPath(), ...args], true);
      if (stdout === "") throw new Error(output);
      return JSON.parse(stdout) as SessionResult;
    },
    [Symbol.asyncDispose]: () => Deno.remove(home, { recursive: true }),
  };
}

/** What a command is put behind to have no network but loopback. */
const CUT = ["bwrap", "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent", "--"];

async function canCutNetwork(): Promise<boolean> {
  try {
    const [program = "", ...args] = [...CUT, "true"];
    const { success } = await new Deno.Command(program, { args, stdin: "null" }).output();
    if (!success) console.error("Claude Code runs with the network within its reach");
    return success;
  } catch {
    console.error("Claude Code runs with the network within its reach");
    return false;
  }
}
