/**
 * The version of the package, as a module.
 *
 * @module
 */

import { GENERATED_HEADER, type GeneratedFile } from "./generated_file.ts";

/** `src/core/version.gen.ts` from `deno.json`. */
export async function generateVersion(root: URL): Promise<readonly GeneratedFile[]> {
  const { version } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const text = `${GENERATED_HEADER}
/** Version of this package. */
export const VERSION: string = ${JSON.stringify(version)};
`;
  return [{ path: "src/core/version.gen.ts", text }];
}
