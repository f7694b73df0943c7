/**
 * The tests of one page: each of its blocks does what the page says.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { isShown, readBlocks } from "./_markdown.ts";
import { runPython, runShell } from "./_stage.ts";

const ROOT = new URL("../../", import.meta.url);

/** Languages that a block may be in. */
const LANGUAGES: readonly string[] = [
  "",
  "sh",
  "text",
  "json",
  "python",
  "ts",
  "powershell",
  "dotenv",
];

/** Registers the test of a page, named by its path below the root. */
export function testPage(path: string): void {
  Deno.test(
    { name: `${path} shows what happens`, ignore: Deno.build.os === "windows" },
    async () => {
      const blocks = readBlocks(await Deno.readTextFile(new URL(path, ROOT)));
      const problems: string[] = [];
      const at = (line: number, problem: string) => problems.push(`${path}:${line}: ${problem}`);
      for (const { language, code, line, skip } of blocks) {
        if (!LANGUAGES.includes(language)) at(line, `Unknown language "${language}"`);
        if (skip !== undefined) continue;
        if (language === "text") at(line, "No block that runs prints this");
        if (language === "powershell") at(line, "PowerShell does not run here: say so");
        if (language === "json") assert(JSON.parse(code) !== undefined);
      }
      const running = blocks.filter(({ skip }) => skip === undefined);
      const shell = running.filter(({ language }) => language === "sh");
      const results = await runShell(shell);
      for (const [index, { line, prints }] of shell.entries()) {
        const { ok, printed } = results[index]!;
        if (!ok) at(line, `It failed:\n${printed}`);
        else if (prints !== undefined && !isShown(printed, prints)) {
          at(line, `It printed:\n${printed}\ninstead of:\n${prints}`);
        }
      }
      const cells = running.filter(({ language }) => language === "python");
      for (const [index, failure] of (await runPython(cells)).entries()) {
        if (failure !== undefined) at(cells[index]!.line, failure);
      }
      assertEquals(problems.join("\n"), "");
    },
  );
}
