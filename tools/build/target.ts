/**
 * The systems that the program is compiled for, by the names that its files and installers use.
 *
 * @module
 */

/** A system and processor. */
export interface Target {
  /** Its name in file names, such as `linux-x64`. */
  readonly name: string;
  /** What `deno compile --target` calls it. */
  readonly triple: string;
}

/** All of them, in the order in which they are made. */
export const TARGETS: readonly Target[] = [
  { name: "linux-x64", triple: "x86_64-unknown-linux-gnu" },
  { name: "linux-arm64", triple: "aarch64-unknown-linux-gnu" },
  { name: "macos-x64", triple: "x86_64-apple-darwin" },
  { name: "macos-arm64", triple: "aarch64-apple-darwin" },
  { name: "windows-x64", triple: "x86_64-pc-windows-msvc" },
];

/** The target that this machine is, if it is one of them. */
export function hostTarget(triple: string = Deno.build.target): Target | undefined {
  return TARGETS.find((target) => target.triple === triple);
}

/** File name of the program for a target. */
export function programName({ name }: Target): string {
  return `fleet-rlm-${name}${name.startsWith("windows") ? ".exe" : ""}`;
}
