/**
 * The Python that runs inside sandboxes, as modules of strings.
 *
 * @module
 */

import { GENERATED_HEADER, type GeneratedFile } from "./generated_file.ts";

/** `sandbox/driver.gen.ts` from `sandbox/driver/`. */
export async function generatePythonModules(root: URL): Promise<readonly GeneratedFile[]> {
  const driver = await readModules(new URL("sandbox/driver/", root));
  return [{ path: "sandbox/driver.gen.ts", text: moduleOf(driver) }];
}

/** Texts of the Python modules of a folder by module name, sorted by name. */
async function readModules(folder: URL): Promise<ReadonlyMap<string, string>> {
  const names: string[] = [];
  for await (const { isFile, name } of Deno.readDir(folder)) {
    if (isFile && name.endsWith(".py")) names.push(name.slice(0, -".py".length));
  }
  const texts = new Map<string, string>();
  for (const name of names.sort()) {
    texts.set(name, await Deno.readTextFile(new URL(`${name}.py`, folder)));
  }
  return texts;
}

/** The module that holds the driver, a source line a line, so that a change reads as one. */
function moduleOf(texts: ReadonlyMap<string, string>): string {
  const entries = [...texts].map(([name, text]) => {
    const lines = text.split("\n").map((line) => `    ${JSON.stringify(line)},\n`);
    return `  ${JSON.stringify(name)}: [\n${lines.join("")}  ].join("\\n"),\n`;
  });
  return `${GENERATED_HEADER}
/** The Python modules that run inside a sandbox: source text by module name. */
export const DRIVER_FILES: Readonly<Record<string, string>> = {
${entries.join("")}};
`;
}
