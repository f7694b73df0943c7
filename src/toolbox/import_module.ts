/**
 * Loads a module that the user names. The one import in here whose target only the run can tell; what
 * is loaded runs with all that the program may do.
 *
 * @module
 */

import { pathToFileURL } from "node:url";

/** The exports of the module in a file; whatever it throws. */
export async function importModule(path: string): Promise<Readonly<Record<string, unknown>>> {
  const { copyPlain, isTyped } = await import("./plain_modules.ts");
  if (!Deno.build.standalone || !isTyped(path)) return await load(path);
  const plain = await copyPlain(path);
  // What it imports when it is called is still to be there.
  addEventListener("unload", () => plain[Symbol.dispose]());
  return await load(plain.path);
}

async function load(path: string): Promise<Readonly<Record<string, unknown>>> {
  const module: unknown = await import(pathToFileURL(path).href);
  return module as Readonly<Record<string, unknown>>;
}
