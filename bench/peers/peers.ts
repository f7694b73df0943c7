/**
 * The runtimes that are compared, and how each comes to be on this machine: fleet-rlm from its source,
 * the others from PyPI in a virtual environment in `bench/.peers`.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { VERSION } from "../../src/core/version.gen.ts";
import { type PeerProgram, startProgram } from "./peer_program.ts";

/** One of them, ready. */
export interface Peer {
  /** What tables call it. */
  readonly name: string;
  /** Its version and what it runs on. */
  readonly version: string;
  /** What shuts its guest in; `none` when nothing does. */
  readonly isolation: string;
  /** Starts its program. */
  launch(): PeerProgram;
}

/** Those that are ready, and why the others are not. */
export interface Peers {
  /** In the order of the table; the first is ours. */
  readonly ready: readonly Peer[];
  /** A sentence for each that is left out, and for what is odd about one that is not. */
  readonly notes: readonly string[];
}

const FOLDER: string = fileURLToPath(new URL("../.peers", import.meta.url));
const READ_LINES = "https://deno.land/std@0.186.0/io/mod.ts";

/** Installs what is not there and gives all that works. */
export async function findPeers(tell: (line: string) => void): Promise<Peers> {
  const ready: Peer[] = [
    await ours("bubblewrap", "namespaces"),
    await ours("process", "none"),
  ];
  const notes: string[] = [];
  const python = await makeEnvironment();
  for (const [name, find] of [["dspy", dspy], ["rlms", rlms]] as const) {
    tell(`installing: ${name}`);
    try {
      await succeed(python, [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        name,
      ]);
      const { peer, note } = await find(python);
      ready.push(peer);
      if (note !== undefined) notes.push(note);
    } catch (error) {
      notes.push(`${name} is left out: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { ready, notes };
}

async function ours(level: string, isolation: string): Promise<Peer> {
  const module = fileURLToPath(new URL("./ours.ts", import.meta.url));
  return await Promise.resolve({
    name: `fleet-rlm, ${level}`,
    version: `${VERSION}, Deno ${Deno.version.deno}`,
    isolation,
    launch: () => startProgram(Deno.execPath(), ["run", "-A", "--no-check", module, level]),
  });
}

interface FoundPeer {
  readonly peer: Peer;
  readonly note?: string;
}

async function dspy(python: string): Promise<FoundPeer> {
  const canImport =
    (await run(Deno.execPath(), ["cache", "--no-config", "--no-lock", READ_LINES])).ok;
  const map = fileURLToPath(new URL("./import_map.json", import.meta.url));
  // Its interpreter looks for `deno` on PATH; a price list is not asked for over the network.
  const env = {
    LITELLM_LOCAL_MODEL_COST_MAP: "True",
    PATH: `${join(Deno.execPath(), "..")}:${Deno.env.get("PATH") ?? ""}`,
    ...canImport ? {} : { PEERS_IMPORT_MAP: map },
  };
  const peer = await pythonPeer({ python, file: "dspy_peer.py", env }, {
    name: "dspy.RLM",
    isolation: "Deno and WebAssembly",
  });
  // The first start fetches Pyodide.
  await askOnce(peer, { op: "start" });
  const note =
    "dspy's interpreter imports a module from deno.land, which cannot be reached here: " +
    "`bench/peers/read_lines.js` stands for it.";
  return { peer, ...canImport ? {} : { note } };
}

async function rlms(python: string): Promise<FoundPeer> {
  const peer = await pythonPeer({ python, file: "rlms_peer.py", env: {} }, {
    name: "rlms, local",
    isolation: "none",
  });
  await askOnce(peer, { op: "start" });
  return { peer };
}

async function pythonPeer(
  { python, file, env }: {
    readonly python: string;
    readonly file: string;
    readonly env: Readonly<Record<string, string>>;
  },
  about: Pick<Peer, "name" | "isolation">,
): Promise<Peer> {
  const module = fileURLToPath(new URL(file, import.meta.url));
  const launch = () => startProgram(python, [module], { PYTHONDONTWRITEBYTECODE: "", ...env });
  const version = await askOnce({ launch }, { op: "version" });
  const [, pythonVersion] = (await succeed(python, ["--version"])).trim().split(" ");
  return { ...about, version: `${version}, Python ${pythonVersion}`, launch };
}

/** One question to a program of its own. */
export async function askOnce(peer: Pick<Peer, "launch">, question: unknown): Promise<unknown> {
  const program = peer.launch();
  try {
    return await program.ask(question);
  } finally {
    await program.close();
  }
}

/** The Python of the virtual environment, made with 3.12 where there is one. */
async function makeEnvironment(): Promise<string> {
  const python = join(FOLDER, "bin", "python");
  if ((await run(python, ["--version"])).ok) return python;
  await succeed(await findPython(), ["-m", "venv", "--clear", FOLDER]);
  return python;
}

async function findPython(): Promise<string> {
  const versions = join(Deno.env.get("HOME") ?? "/", ".pyenv", "versions");
  const managed: string[] = [];
  try {
    for await (const { name } of Deno.readDir(versions)) {
      if (name.startsWith("3.12.")) managed.push(join(versions, name, "bin", "python"));
    }
  } catch {
    // No such version manager.
  }
  for (const candidate of [...managed, "python3.12", "python3"]) {
    if ((await run(candidate, ["--version"])).ok) return candidate;
  }
  throw new Error("Cannot make a virtual environment: there is no python3");
}

async function run(
  program: string,
  args: readonly string[],
): Promise<{ readonly ok: boolean; readonly stdout: string; readonly stderr: string }> {
  try {
    const command = new Deno.Command(program, { args: [...args], stdin: "null" });
    const { success: ok, stdout, stderr } = await command.output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { ok, stdout: decode(stdout), stderr: decode(stderr) };
  } catch (error) {
    return { ok: false, stdout: "", stderr: String(error) };
  }
}

async function succeed(program: string, args: readonly string[]): Promise<string> {
  const { ok, stdout, stderr } = await run(program, args);
  if (!ok) throw new Error(stderr.trim().split("\n").at(-1) ?? `${program} failed`);
  return stdout;
}
