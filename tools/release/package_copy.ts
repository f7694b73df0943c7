/**
 * The package as it is published, in a folder of its own: what `publish.include` names, and a
 * configuration whose links lead to the stand-ins outside of it, or that has none.
 *
 * Within the package a linked folder would be published with it; outside it is nothing but a way to
 * resolve names.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The parts of `deno.json` that matter here. */
interface PackageConfig {
  readonly links?: readonly string[];
  readonly publish: { readonly include: readonly string[] };
}

/** Which `@std` the copy takes. */
export type StdSource = "stand-ins" | "registry";

/** Copies the package at `root` into an empty folder. */
export async function copyPackage(root: URL, folder: string, std: StdSource): Promise<void> {
  const { links = [], ...config }: PackageConfig = JSON.parse(
    await Deno.readTextFile(new URL("deno.json", root)),
  );
  const outside = links.map((link) => fileURLToPath(new URL(link, root)));
  const copied = std === "registry" ? config : { ...config, links: outside };
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(join(folder, "deno.json"), `${JSON.stringify(copied, null, 2)}\n`);
  // The versions that were tried, so that the types that are checked are theirs.
  await copy(fileURLToPath(new URL("deno.lock", root)), join(folder, "deno.lock"));
  for (const path of config.publish.include) {
    await copy(fileURLToPath(new URL(path, root)), join(folder, path));
  }
}

/** Copies a file or a folder with all in it but what Python leaves behind. */
async function copy(from: string, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) {
    await Deno.mkdir(dirname(to), { recursive: true });
    return await Deno.copyFile(from, to);
  }
  for await (const { name } of Deno.readDir(from)) {
    if (name !== "__pycache__") await copy(join(from, name), join(to, name));
  }
}
