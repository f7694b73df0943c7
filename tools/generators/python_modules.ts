/**
 * The Python that runs inside sandboxes, as modules of strings.
 *
 * @module
 */

import { GENERATED_HEADER, type GeneratedFile } from "./generated_file.ts";

/** A folder of Python and the module that holds it. */
interface PythonFolder {
  readonly folder: string;
  readonly path: string;
  /** What the constant is called, and what it holds. */
  readonly constant: string;
  readonly about: string;
}

const FOLDERS: readonly PythonFolder[] = [
  {
    folder: "sandbox/driver/",
    path: "sandbox/driver.gen.ts",
    constant: "DRIVER_FILES",
    about: "The Python modules that run inside a sandbox",
  },
  {
    folder: "sandbox/keeper/",
    path: "sandbox/keeper/keeper.gen.ts",
    constant: "KEEPER_FILES",
    about: "The Python that keeps a sandbox whose host is elsewhere",
  },
];

/** A generated module for each folder of Python that the project has. */
export async function generatePythonModules(root: URL): Promise<readonly GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  for (const folder of FOLDERS) {
    const texts = await readModules(new URL(folder.folder, root));
    if (texts.size > 0) files.push({ path: folder.path, text: moduleOf(folder, texts) });
  }
  return files;
}

/** Texts of the Python modules of a folder by module name, sorted by name. */
async function readModules(folder: URL): Promise<ReadonlyMap<string, string>> {
  const names: string[] = [];
  if (!await Deno.stat(folder).then(() => true, () => false)) return new Map();
  for await (const { isFile, name } of Deno.readDir(folder)) {
    if (isFile && name.endsWith(".py")) names.push(name.slice(0, -".py".length));
  }
  const texts = new Map<string, string>();
  for (const name of names.sort()) {
    texts.set(name, await Deno.readTextFile(new URL(`${name}.py`, folder)));
  }
  return texts;
}

/** The module that holds a folder, a source line a line, so that a change reads as one. */
function moduleOf(
  { about, constant }: PythonFolder,
  texts: ReadonlyMap<string, string>,
): string {
  const entries = [...texts].map(([name, text]) => {
    const lines = text.split("\n").map((line) => `    ${JSON.stringify(line)},\n`);
    return `  ${JSON.stringify(name)}: [\n${lines.join("")}  ].join("\\n"),\n`;
  });
  return `${GENERATED_HEADER}
/** ${about}: source text by module name. */
export const ${constant}: Readonly<Record<string, string>> = {
${entries.join("")}};
`;
}
