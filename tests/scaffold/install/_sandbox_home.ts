/**
 * A folder of Claude Code in a temporary place, and shipments made up for the test.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { createInstaller } from "../../../scaffold/install/installer.ts";
import type { Shipment, ShippedFile } from "../../../scaffold/install/shipment.ts";
import type { AssetKind } from "../../../src/core/asset.ts";
import type { Installer, InstallRequest } from "../../../src/core/installer.ts";

/** The kind of a path in made-up shipments. */
export function kindOf(path: string): AssetKind | undefined {
  if (path.startsWith("skills/")) return "skill";
  return path.startsWith("agents/") ? "agent" : undefined;
}

/** A shipment with these texts; a path that ends in `.sh` is a script. */
export function shipment(version: string, texts: Readonly<Record<string, string>>): Shipment {
  const files = Object.entries(texts).map(([path, text]): ShippedFile => {
    const kind = kindOf(path);
    const mode = path.endsWith(".sh") ? 0o755 : 0o644;
    return { path, text, mode, ...(kind === undefined ? {} : { kind }) };
  });
  return {
    version,
    rootOf: (layout) => layout === "plugin" ? "skills/fleet-rlm" : "",
    filesOf: () => files,
    kindOf,
  };
}

/** A temporary home. */
export interface SandboxHome extends AsyncDisposable {
  /** The folder of Claude Code; not there yet. */
  readonly folder: string;
  /** The root of the plugin layout. */
  readonly root: string;
  /** An installer of the version, and the request to this folder. */
  at(version: Shipment): Installer;
  /** A request to this folder. */
  request(fields?: Partial<InstallRequest>): InstallRequest;
  /** Writes a file below the folder. */
  write(path: string, text: string): Promise<void>;
  /** Text of a file below the folder. */
  read(path: string): Promise<string>;
  /** Everything below the home: text of files, `/` for folders, target of symlinks. */
  tree(): Promise<Readonly<Record<string, string>>>;
}

/** Makes one; everything in it goes when it is disposed of. */
export async function createSandboxHome(): Promise<SandboxHome> {
  const home = await Deno.realPath(await Deno.makeTempDir({ prefix: "fleet-install-" }));
  const folder = join(home, "claude");
  return {
    folder,
    root: join(folder, "skills", "fleet-rlm"),
    at: createInstaller,
    request: (fields = {}) => ({ folder, layout: "plugin", ...fields }),
    write: async (path, text) => {
      await Deno.mkdir(dirname(join(folder, path)), { recursive: true });
      await Deno.writeTextFile(join(folder, path), text);
    },
    read: (path) => Deno.readTextFile(join(folder, path)),
    tree: () => treeOf(home),
    [Symbol.asyncDispose]: () => Deno.remove(home, { recursive: true }),
  };
}

/** Everything below a folder. */
export async function treeOf(root: string, below = ""): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for await (const { name, isDirectory, isSymlink } of Deno.readDir(join(root, below))) {
    const path = below === "" ? name : `${below}/${name}`;
    if (isSymlink) found[path] = `-> ${await Deno.readLink(join(root, path))}`;
    else if (isDirectory) Object.assign(found, { [path]: "/" }, await treeOf(root, path));
    else found[path] = await Deno.readTextFile(join(root, path));
  }
  return found;
}
