/**
 * The licences of the packages in a bundle, as one text: who passes a program on passes these on too.
 *
 * @module
 */

import { join } from "node:path";

/** A package of the npm registry. */
interface NpmPackage {
  readonly name: string;
  readonly version: string;
}

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/i;

/** Names and versions of the packages whose files a bundle's own comments name, sorted. */
export function findPackages(bundle: string): readonly NpmPackage[] {
  const found = new Map<string, NpmPackage>();
  const path = /^\/\/ .*\/registry\.npmjs\.org\/((?:@[^/\s]+\/)?[^/\s]+)\/(\d[^/\s]*)\//gm;
  for (const [, name, version] of bundle.matchAll(path)) {
    found.set(`${name}@${version}`, { name: name!, version: version! });
  }
  return [...found].sort(([a], [b]) => a < b ? -1 : 1).map(([, each]) => each);
}

/** The licences of packages that lie in the folder of the registry's cache. */
export async function collectLicences(
  packages: readonly NpmPackage[],
  registry: string,
): Promise<string> {
  const parts = [
    "The program contains the packages below, and the runtime of Deno (MIT licence,\n" +
    "https://github.com/denoland/deno/blob/main/LICENSE.md) with V8 and more.\n",
  ];
  for (const { name, version } of packages) {
    const folder = join(registry, name, version);
    const manifest = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
    const files = [...Deno.readDirSync(folder)].map((each) => each.name)
      .filter((file) => LICENCE_FILE.test(file)).sort();
    const texts = await Promise.all(files.map((file) => Deno.readTextFile(join(folder, file))));
    const licence = typeof manifest.license === "string" ? manifest.license : "see its own page";
    const rule = "-".repeat(80);
    parts.push(`${rule}\n${name} ${version} (${licence})\n${rule}\n\n${texts.join("\n").trim()}\n`);
  }
  return parts.join("\n");
}
