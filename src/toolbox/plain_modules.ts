/**
 * TypeScript modules as plain JavaScript, for a program that cannot read TypeScript itself: a compiled
 * one has no translator. Copies a module and what it imports from beside it to a temporary folder,
 * without types; packages, and what is no code, are imported from where they were.
 *
 * @module
 */

import { dirname, extname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A module that was copied; its copies go when it is disposed of. */
export interface PlainModule extends Disposable {
  /** Path of the copy. */
  readonly path: string;
}

const TYPED: readonly string[] = [".ts", ".mts"];
const CODE: readonly string[] = [...TYPED, ".js", ".mjs"];

/** Where code names a module beside it. */
const RELATIVE = /\b(from|import)(\s*\(?\s*)(["'])(\.{1,2}\/[^"'\n]+)\3/g;

/** Whether a file is TypeScript by its name. */
export function isTyped(path: string): boolean {
  return TYPED.includes(extname(path));
}

/**
 * Copies the module in a file.
 * @throws {SyntaxError} It is no TypeScript, or something that it imports from beside it.
 */
export async function copyPlain(path: string): Promise<PlainModule> {
  const folder = await Deno.makeTempDir({ prefix: "fleet-rlm-" });
  const remove = () => Deno.removeSync(folder, { recursive: true });
  try {
    const copied = await copy(resolve(path), { folder, copies: new Map() });
    return { path: copied, [Symbol.dispose]: remove };
  } catch (error) {
    remove();
    throw error;
  }
}

interface Copying {
  readonly folder: string;
  /** Paths of the copies, by those of the originals. */
  readonly copies: Map<string, string>;
}

async function copy(path: string, copying: Copying): Promise<string> {
  const { copies, folder } = copying;
  const known = copies.get(path);
  if (known !== undefined) return known;
  const target = join(folder, `${copies.size}.mjs`);
  copies.set(path, target);
  const code = await plainCode(path);
  const found = [...code.matchAll(RELATIVE)].map(([, , , , specifier = ""]) => specifier);
  const targets = new Map<string, string>();
  for (const specifier of new Set(found)) {
    const original = resolve(dirname(path), specifier);
    const isCode = CODE.includes(extname(original)) && await isFile(original);
    targets.set(specifier, pathToFileURL(isCode ? await copy(original, copying) : original).href);
  }
  const text = code.replace(
    RELATIVE,
    (whole, word: string, gap: string, quote: string, specifier: string) => {
      const url = targets.get(specifier);
      return url === undefined ? whole : `${word}${gap}${quote}${url}${quote}`;
    },
  );
  await Deno.writeTextFile(target, text, { mode: 0o600 });
  return target;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch {
    return false;
  }
}

async function plainCode(path: string): Promise<string> {
  const code = await Deno.readTextFile(path);
  if (!isTyped(path)) return code;
  const { transform } = await import("sucrase");
  return transform(code, { transforms: ["typescript"], disableESTransforms: true, filePath: path })
    .code;
}
