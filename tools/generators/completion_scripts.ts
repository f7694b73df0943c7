/**
 * The completion scripts of shells as strings.
 *
 * @module
 */

import { GENERATED_HEADER, type GeneratedFile } from "./generated_file.ts";

const FOLDER = "src/cli/complete/scripts/";

/** The scripts by the name of the shell. */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: "completions.bash",
  zsh: "completions.zsh",
  fish: "completions.fish",
  pwsh: "completions.ps1",
};

/** `src/cli/complete/scripts.gen.ts` from `src/cli/complete/scripts/`. */
export async function generateCompletionScripts(root: URL): Promise<readonly GeneratedFile[]> {
  const folder = new URL(FOLDER, root);
  const isThere = await Deno.stat(folder).then(() => true, () => false);
  if (!isThere) return [];
  const entries = await Promise.all(
    Object.entries(SCRIPTS).map(async ([shell, file]) => {
      const lines = (await Deno.readTextFile(new URL(file, folder))).split("\n");
      return `  ${shell}: [\n${
        lines.map((line) => `    ${JSON.stringify(line)},\n`).join("")
      }  ].join("\\n"),\n`;
    }),
  );
  const text = `${GENERATED_HEADER}
/** The scripts by the name of the shell. */
export const COMPLETION_SCRIPTS: Readonly<Record<string, string>> = {
${entries.join("")}};
`;
  return [{ path: "src/cli/complete/scripts.gen.ts", text }];
}
