/**
 * The version of the package, as a module.
 *
 * @module
 */

import { GENERATED_HEADER, type GeneratedFile } from "./generated_file.ts";

/** `src/core/version.gen.ts` from `deno.json` and `.dvmrc`. */
export async function generateVersion(root: URL): Promise<readonly GeneratedFile[]> {
  const { version } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const deno = (await Deno.readTextFile(new URL(".dvmrc", root))).trim();
  const text = `${GENERATED_HEADER}
/** Version of this package. */
export const VERSION: string = ${JSON.stringify(version)};

/** Version of Deno that it is tested with. */
export const TESTED_DENO_VERSION: string = ${JSON.stringify(deno)};
`;
  return [{ path: "src/core/version.gen.ts", text }];
}
