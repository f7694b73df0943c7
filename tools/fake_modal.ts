/**
 * `deno task fake-modal`: a Modal on this machine, for trying `--backend modal` without an account.
 *
 * Prints the environment to export and runs until Ctrl-C; `deno task fake-modal COMMAND…` runs one
 * command in that environment instead and ends with it. `--port N` before all that listens there.
 * Commands of sandboxes are processes of this machine, images are not built, nothing costs anything.
 *
 * @module
 */

import { startFakeModal } from "../tests/fakes/modal/mod.ts";

if (import.meta.main) Deno.exit(await runFakeModal(Deno.args));

/** Runs a fake, and a command in its environment if there is one. Gives the exit code. */
export async function runFakeModal(args: readonly string[]): Promise<number> {
  const [port, command] = args[0] === "--port" ? [Number(args[1]), args.slice(2)] : [0, args];
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    console.error(`error: Cannot listen on port "${args[1]}": it must be a number up to 65535`);
    return 2;
  }
  await using fake = await startFakeModal({ port, isInteractive: true });
  if (command.length > 0) return await runCommand(command, fake.env);
  console.error(
    `A Modal of this machine's own, until Ctrl-C (${fake.isolation}). In another shell:`,
  );
  for (const [name, value] of Object.entries(fake.env)) console.log(`export ${name}=${value}`);
  console.error('Then: deno run -A main.ts run-long-context --backend modal …, or "modal status"');
  await interruption();
  return 0;
}

async function runCommand(
  [program = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  // Ctrl-C reaches the command by itself; it decides what comes of it.
  const ignore = () => {};
  Deno.addSignalListener("SIGINT", ignore);
  try {
    const child = new Deno.Command(program, {
      args,
      env: { ...env },
      stdin: "inherit",
      stdout: "inherit",
      stderr: "inherit",
    }).spawn();
    return (await child.status).code;
  } catch (thrown) {
    console.error(`error: Cannot start "${program}": ${thrown}`);
    return 127;
  } finally {
    Deno.removeSignalListener("SIGINT", ignore);
  }
}

/** Resolves at the first Ctrl-C or SIGTERM. */
async function interruption(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = () => resolve();
  const signals = Deno.build.os === "windows"
    ? ["SIGINT"] as const
    : ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, done);
  await promise;
  for (const signal of signals) Deno.removeSignalListener(signal, done);
}
