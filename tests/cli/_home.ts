/**
 * A folder that holds a home and a project in it, for tests of settings: the files in it are the only
 * ones that a command finds.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { runCli } from "../../src/cli/run_cli.ts";
import type { BackendRegistry, BackendSettings } from "../../src/core/backend.ts";
import { createMemoryTerminal, type MemoryTerminal } from "./_memory_terminal.ts";
import { createScriptedBackend } from "./_scripted_backend.ts";

/** The files of a home. */
export interface HomeFiles {
  /** `fleet-rlm.json` of the project. */
  readonly project?: unknown;
  /** `fleet-rlm.json` of the user. */
  readonly user?: unknown;
  /** `.env` of the project. */
  readonly dotEnv?: string;
  /** Other files, by their path below the project. */
  readonly others?: Readonly<Record<string, string>>;
}

/** A home that is there. */
export interface Home {
  /** The home folder. */
  readonly home: string;
  /** The project's folder; commands run in `inner` below it. */
  readonly project: string;
  /** What backends were loaded with, in order. */
  readonly settings: readonly BackendSettings[];
  /** Runs a command line. */
  run(
    argv: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<readonly [code: number, terminal: MemoryTerminal]>;
}

/** Makes a home, uses it and removes it. */
export async function withHome(files: HomeFiles, use: (at: Home) => Promise<void>): Promise<void> {
  const home = await Deno.realPath(await Deno.makeTempDir({ prefix: "fleet-home-" }));
  const project = `${home}/project`;
  const write = async (path: string, content: unknown) => {
    if (content === undefined) return;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content);
    await Deno.writeTextFile(path, text);
  };
  const settings: BackendSettings[] = [];
  const backends: BackendRegistry = Object.fromEntries(
    Object.entries(createScriptedBackend().backends).map(([name, entry]) => [name, {
      ...entry,
      load: (given) => {
        settings.push(given);
        return entry.load(given);
      },
    }]),
  );
  try {
    await Deno.mkdir(`${project}/inner`, { recursive: true });
    await write(`${project}/fleet-rlm.json`, files.project);
    await write(`${home}/.config/fleet-rlm/fleet-rlm.json`, files.user);
    await write(`${project}/inner/.env`, files.dotEnv);
    for (const [path, text] of Object.entries(files.others ?? {})) {
      await write(`${project}/${path}`, text);
    }
    await use({
      home,
      project,
      settings,
      run: async (argv, env = {}) => {
        const terminal = createMemoryTerminal();
        const code = await runCli(argv, {
          backends,
          terminal,
          env: { HOME: home, ...env },
          cwd: `${project}/inner`,
        });
        return [code, terminal];
      },
    });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

/** Value and origin of settings of a command, as `config` tells them. */
export async function settingsOf(
  at: Home,
  command: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, readonly [value: unknown, origin: string]>> {
  const [code, { stdout, stderr }] = await at.run(["config", command, "--json"], env);
  assertEquals([code, stderr], [0, ""], stdout);
  const { settings } = JSON.parse(stdout) as {
    settings: { name: string; value: unknown; origin: { text: string } }[];
  };
  return new Map(settings.map(({ name, value, origin }) => [name, [value, origin.text]]));
}
