/**
 * The compiled program, away from everything that it could lean on: an empty folder, an environment
 * that holds nothing, no network where the machine can take it away.
 *
 * @module
 */

import { findPython } from "../../backends/local/find_python.ts";
import { createWorkspace, type Workspace } from "../e2e/_program.ts";

/** Path of the program to test; without it the tests in this folder have nothing to do. */
export const BINARY: string | undefined = Deno.env.get("FLEET_RLM_BINARY");

/** Words that run a program without a network, the first that work here. */
const OFFLINE: readonly (readonly string[])[] = [
  ["unshare", "--net", "--"],
  ["unshare", "--map-root-user", "--net", "--"],
];

/** What a program starts with when it shall have a network. */
let offline: Promise<readonly string[]> | undefined;

async function findOffline(): Promise<readonly string[]> {
  for (const [program, ...args] of OFFLINE) {
    try {
      const { success } = await new Deno.Command(program!, { args: [...args, "true"] }).output();
      if (success) return [program!, ...args];
    } catch {
      // Not there.
    }
  }
  return [];
}

/**
 * A test of the program in an empty folder of its own, with nothing at all in its environment. Does
 * nothing when there is no program.
 */
export function testBinary(name: string, check: (at: Workspace) => Promise<void>): void {
  if (BINARY === undefined) return;
  Deno.test(`the compiled program ${name}`, async () => {
    const program = [...await (offline ??= findOffline()), BINARY];
    await using at = await createWorkspace({ program, env: {} });
    await check(at);
  });
}

/** The two variables without which it finds no home and no Python in an empty environment. */
export async function homeAndPython(at: Workspace): Promise<Readonly<Record<string, string>>> {
  return { HOME: at.folder, FLEET_RLM_PYTHON: (await findPython()).executable };
}
