/**
 * What a figure depends on: versions, cores and the day. Neither names nor paths.
 *
 * @module
 */

import { findPython } from "../backends/local/find_python.ts";

/** Facts of a machine, in the order in which they are told. */
export type MachineFacts = Readonly<Record<string, string | number>>;

/** The facts of this machine. */
export async function machineFacts(): Promise<MachineFacts> {
  const { version } = await findPython();
  const { stdout } = await new Deno.Command("bwrap", { args: ["--version"] }).output()
    .catch(() => ({ stdout: new Uint8Array() }));
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: navigator.hardwareConcurrency,
    system: `${Deno.build.os} ${Deno.build.arch}`,
    deno: Deno.version.deno,
    python: version,
    bubblewrap: new TextDecoder().decode(stdout).trim().replace("bubblewrap ", "") || "none",
  };
}
