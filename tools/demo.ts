/**
 * `deno task demo`: makes the demo document and runs the real program over it, as a user would.
 *
 * Writes the document to the folder `.demo` of the checkout, prints the command, and hands over to it:
 * streams, exit code and signals are the program's own. Judges nothing.
 *
 * @module
 */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeDemoDocument } from "./demo_document.ts";

if (import.meta.main) Deno.exit(await runDemo());

/** Runs the demo; the program's exit code. */
export async function runDemo(): Promise<number> {
  const { text, question } = makeDemoDocument();
  const folder = fileURLToPath(new URL("../.demo", import.meta.url));
  await Deno.mkdir(folder, { recursive: true });
  const path = join(folder, "harbour_chronicle.md");
  await Deno.writeTextFile(path, text);
  const main = fileURLToPath(new URL("../main.ts", import.meta.url));
  const options = [
    "--docs-path",
    path,
    "--query",
    question,
    "--backend",
    "local",
    "--model",
    "offline",
  ];
  const args = ["run", "-A", main, "run-long-context", ...options];
  const command = [Deno.execPath(), ...args].map(quote).join(" ");
  console.error(
    `Document: ${path} (${text.length.toLocaleString("en")} characters)\n$ ${command}\n`,
  );
  return await handOver(args);
}

/** Runs Deno with the same streams until it ends; 128 + n when signal n ended it. */
async function handOver(args: readonly string[]): Promise<number> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  }).spawn();
  // A terminal sends Ctrl-C to the child as well: passed on, it would arrive twice.
  const interrupt = () => Deno.stdin.isTerminal() || child.kill("SIGINT");
  const terminate = () => child.kill("SIGTERM");
  const canTerminate = Deno.build.os !== "windows";
  Deno.addSignalListener("SIGINT", interrupt);
  if (canTerminate) Deno.addSignalListener("SIGTERM", terminate);
  const { code } = await child.status;
  Deno.removeSignalListener("SIGINT", interrupt);
  if (canTerminate) Deno.removeSignalListener("SIGTERM", terminate);
  return code;
}

function quote(word: string): string {
  return /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
