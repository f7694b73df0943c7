/**
 * The page of a run as strings: its modules as one script without types, its styles as one sheet.
 *
 * A browser gets one script that needs nothing else, so the modules share one scope: what they declare
 * must not clash, and the script is parsed here to see that it does not.
 *
 * @module
 */

import { stripTypeScriptTypes } from "node:module";
import { GENERATED_HEADER, type GeneratedFile } from "./generated_file.ts";

const FOLDER = "src/view/page/";

/** `src/view/page.gen.ts` from `src/view/page/`. */
export async function generatePageAssets(root: URL): Promise<readonly GeneratedFile[]> {
  const folder = new URL(FOLDER, root);
  const isThere = await Deno.stat(new URL("main.ts", folder)).then(() => true, () => false);
  if (!isThere) return [];
  const script = await joinModules(folder);
  const style = await joinStyles(folder);
  for (const [text, end] of [[script, "</script"], [style, "</style"]] as const) {
    if (text.includes("\r") || text.includes("<!--") || text.toLowerCase().includes(end)) {
      throw new Error(`Cannot embed the page: it holds "<!--", a carriage return or "${end}"`);
    }
  }
  const text = `${GENERATED_HEADER}
/** Script of the page. */
export const PAGE_SCRIPT: string = ${linesOf(script)};

/** Style sheet of the page. */
export const PAGE_STYLE: string = ${linesOf(style)};
`;
  return [{ path: "src/view/page.gen.ts", text }];
}

/** A string as source text, a line a line, so that a change reads as one. */
function linesOf(text: string): string {
  const lines = text.split("\n").map((line) => `  ${JSON.stringify(line)},\n`);
  return `[\n${lines.join("")}].join("\\n")`;
}

async function joinStyles(folder: URL): Promise<string> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) if (name.endsWith(".css")) names.push(name);
  const sheets = names.sort().map((name) => Deno.readTextFile(new URL(name, folder)));
  return (await Promise.all(sheets)).map((sheet) => sheet.trim()).join("\n");
}

/** The modules from `main.ts` on, each after those that it imports, in one strict scope. */
async function joinModules(folder: URL): Promise<string> {
  const seen = new Set<string>();
  const bodies: string[] = [];
  const visit = async (name: string): Promise<void> => {
    if (seen.has(name)) return;
    seen.add(name);
    const { body, imports } = readModule(await Deno.readTextFile(new URL(name, folder)), name);
    for (const each of imports) await visit(each);
    bodies.push(body);
  };
  await visit("main.ts");
  const script = `"use strict";\n{\n${bodies.join("\n")}\n}`;
  // Only parsed: a name that two modules declare is a syntax error in a block.
  new Function(script);
  return script;
}

const IMPORT = /^import\s[^;]*?from\s+"([^"]+)";$/gm;
const COMMENT = /^[ \t]*\/\*\*[\s\S]*?\*\/\n|^[ \t]*\/\/.*\n/gm;

function readModule(
  source: string,
  name: string,
): { readonly body: string; readonly imports: readonly string[] } {
  const plain = stripTypeScriptTypes(source.replaceAll(COMMENT, ""));
  const imports = [...plain.matchAll(IMPORT)].map(([, specifier = ""]) => {
    const local = /^\.\/([a-z_]+\.ts)$/.exec(specifier)?.[1];
    if (local === undefined) throw new Error(`"${name}" of the page must not need "${specifier}"`);
    return local;
  });
  const body = plain.replaceAll(IMPORT, "").replaceAll(/^export /gm, "")
    .replaceAll(/[ \t]+$/gm, "").replaceAll(/\n{2,}/g, "\n").trim();
  if (/^(?:import|export)\b/m.test(body)) {
    throw new Error(`"${name}" of the page imports or exports in a way that cannot be joined`);
  }
  return { body, imports };
}
