/**
 * `deno task compile`: the program as one file for this machine, `dist/fleet-rlm`.
 * `deno task compile:all`: for every target, `dist/fleet-rlm-TARGET`.
 *
 * Bundles once, then compiles; see `tools/build/` for both. `dist/THIRD_PARTY.txt` has the licences of
 * what is in them.
 *
 * @module
 */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleProgram } from "./build/bundle.ts";
import { compileCommand } from "./build/compile_command.ts";
import { hostTarget, programName, type Target, TARGETS } from "./build/target.ts";

/** A program to make. */
interface Product {
  readonly target: Target;
  readonly output: string;
}

/** Compiles an entry into a program; prints its path and size. */
async function compile(entry: string, { target, output }: Product): Promise<void> {
  const [program, ...args] = compileCommand({ entry, output, target, env: Deno.env.toObject() });
  const { success, stderr } = await new Deno.Command(program!, {
    args,
    cwd: dirname(entry),
    stdin: "null",
  }).output();
  if (!success) {
    throw new Error(`Cannot compile ${output}: ${new TextDecoder().decode(stderr).trim()}`);
  }
  const { size } = await Deno.stat(output);
  console.error(`${output} (${(size / 1e6).toFixed(1)} MB)`);
}

/** What the arguments ask for. */
function listProducts(args: readonly string[], folder: string): readonly Product[] {
  if (args.includes("--all")) {
    return TARGETS.map((target) => ({ target, output: join(folder, programName(target)) }));
  }
  const target = hostTarget();
  if (target === undefined) throw new Error(`Cannot compile for ${Deno.build.target}: unknown`);
  const ending = Deno.build.os === "windows" ? ".exe" : "";
  return [{ target, output: join(folder, `fleet-rlm${ending}`) }];
}

if (import.meta.main) {
  const root = new URL("../", import.meta.url);
  const folder = fileURLToPath(new URL("dist", root));
  try {
    const products = listProducts(Deno.args, folder);
    const { entry, licences } = await bundleProgram(root, join(folder, "bundle"));
    await Deno.writeTextFile(join(folder, "THIRD_PARTY.txt"), licences);
    for (const product of products) await compile(entry, product);
  } catch (error) {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}
