/**
 * The keeper and what belongs to it as command lines: everything travels as arguments, so that a
 * sandbox needs no file of ours and no upload before it can start.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { deflateSync } from "node:zlib";
import { bundleModules, driverSource, pythonLiteral } from "../driver_bundle.ts";
import { KEEPER_FILES } from "./keeper.gen.ts";

/** A command and its arguments. */
export type CommandLine = readonly [program: string, ...args: string[]];

/** What a keeper is started with. */
export interface KeeperOptions {
  /** Absolute path of a folder for its socket and the guest's working folder; it makes it. */
  readonly folder: string;
  /** Milliseconds without a word from the host after which it ends everything. */
  readonly deadManMs: number;
  /** Where volumes are mounted whose changes are kept when the host ends the session. */
  readonly mounts: readonly string[];
}

/** Exit code of a keeper that heard nothing from its host for too long. */
export const DEAD_MAN_EXIT = 86;

/** Exit code of {@linkcode sharedFileCommand} for a file that is not the one that is meant. */
export const OTHER_FILE_EXIT = 3;

const PYTHON: CommandLine = ["python3", "-I", "-S", "-B", "-c"];

/** Runs the program that its first argument holds, packed. */
const UNPACK =
  "import sys,zlib,binascii;exec(zlib.decompress(binascii.a2b_base64(sys.argv.pop(1))),{})";

let packed: string | undefined;

/** The first process of a sandbox: the keeper, with the driver that it starts. */
export function keeperCommand({ deadManMs, folder, mounts }: KeeperOptions): CommandLine {
  packed ??= pack(bundleModules(KEEPER_FILES, {
    modules: ["driver_process", "keeper"],
    entry: "keeper",
    call: `main(${pythonLiteral(new TextDecoder().decode(driverSource()))})`,
  }));
  return [...PYTHON, UNPACK, packed, folder, String(deadManMs / 1000), ...mounts];
}

/** A relay between its own standard streams and the keeper of a folder. */
export function relayCommand(folder: string, idleMs: number): CommandLine {
  return [...PYTHON, KEEPER_FILES["relay"] ?? "", folder, String(idleMs / 1000)];
}

/** A file that several sandboxes share. */
export interface SharedFile {
  /** Its absolute path in the sandbox. */
  readonly path: string;
  /** Its size in bytes. */
  readonly bytes: number;
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string;
}

/** Checks a shared file; with a draft, whether that is the file, and puts it there. */
export function sharedFileCommand(
  { bytes, path, sha256 }: SharedFile,
  draft?: string,
): CommandLine {
  const drafts = draft === undefined ? [] : [draft];
  return [...PYTHON, KEEPER_FILES["shared_file"] ?? "", path, String(bytes), sha256, ...drafts];
}

function pack(source: string): string {
  return Buffer.from(deflateSync(source, { level: 9 })).toString("base64");
}
