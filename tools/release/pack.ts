/**
 * The files of a release, from what `deno task compile:all` made: every program in gzip, the licences
 * of what is in them, the installers with the address of the releases, and `SHA256SUMS` over all of
 * these.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { programName, TARGETS } from "../build/target.ts";

/** The mark in the installers that stands for the address. */
const MARK = "@@releases@@";

const INSTALLERS: readonly string[] = ["install.sh", "install.ps1"];

/** The licences of what is in the programs. */
const LICENCES = "THIRD_PARTY.txt";

/** What to pack. */
export interface PackOptions {
  /** The project. */
  readonly root: URL;
  /** Folder of the compiled programs. */
  readonly programs: string;
  /** Folder to write to. */
  readonly output: string;
  /** Address of the releases page, such as `https://github.com/OWNER/NAME/releases`. */
  readonly releases: string;
}

/** Packs the programs that are there; names of the files written, `SHA256SUMS` last. */
export async function packRelease(options: PackOptions): Promise<readonly string[]> {
  const { root, programs, output, releases } = options;
  await Deno.mkdir(output, { recursive: true });
  const names: string[] = [];
  for (const target of TARGETS) {
    const name = programName(target);
    const program = await Deno.open(join(programs, name)).catch(() => undefined);
    if (program === undefined) continue;
    const packed = await Deno.create(join(output, `${name}.gz`));
    await program.readable.pipeThrough(new CompressionStream("gzip")).pipeTo(packed.writable);
    names.push(`${name}.gz`);
  }
  const licences = await Deno.readFile(join(programs, LICENCES)).catch(() => undefined);
  if (licences !== undefined) {
    await Deno.writeFile(join(output, LICENCES), licences);
    names.push(LICENCES);
  }
  for (const name of INSTALLERS) {
    const text = await Deno.readTextFile(new URL(name, root));
    await Deno.writeTextFile(join(output, name), text.replaceAll(MARK, releases));
    names.push(name);
  }
  const sums = [];
  for (const name of names) sums.push(`${await sha256(join(output, name))}  ${name}\n`);
  await Deno.writeTextFile(join(output, "SHA256SUMS"), sums.join(""));
  return [...names, "SHA256SUMS"];
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  using file = await Deno.open(path);
  for await (const chunk of file.readable) hash.update(chunk);
  return hash.digest("hex");
}
