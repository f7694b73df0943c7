/**
 * `mcp`: serves runs and sandbox sessions to an MCP client over standard input and output. Models,
 * backend and folders come from this command line; clients choose among what it allows.
 *
 * @module
 */

import { homedir } from "node:os";
import { dirname, resolve } from "node:path";
import { stateFolder, trajectoryPath } from "../../config/state_folder.ts";
import type { Backend } from "../../core/backend.ts";
import { openInputRoots } from "../../mcp/input_roots.ts";
import { SandboxSessions } from "../../mcp/sandbox_sessions.ts";
import { serveMcp } from "../../mcp/serve_mcp.ts";
import { createRunShow } from "../../mcp/tools/run_show.ts";
import { createSandboxExec } from "../../mcp/tools/sandbox_exec.ts";
import type { CommandContext } from "../command_spec.ts";
import { chooseBackend, loadGuardedConfig, optionMs } from "../command_setup.ts";
import { EXIT } from "../exit_code.ts";

/** Serves until the client goes or the user wants the end. */
export async function mcp(context: CommandContext): Promise<number> {
  const { args, cwd, env, signal, terminal } = context;
  const { config, redact } = await loadGuardedConfig(context);
  const writable = [...args.list("allow-write"), args.text("volume") ?? []].flat();
  const roots = await openInputRoots(args.list("root"), {
    cwd,
    writable: writable.map((path) => resolve(cwd, path)),
  });
  const backend = once<Backend>(() => chooseBackend(context, config));
  await using sessions = new SandboxSessions({
    max: args.number("max-sessions") ?? 8,
    idleMs: optionMs(context, "idle-timeout"),
    async createInterpreter() {
      return (await backend()).createInterpreter({
        maxOutputChars: args.number("max-output-chars") ?? 10_000,
      });
    },
  });
  const records = dirname(
    trajectoryPath(stateFolder({ env, os: Deno.build.os, home: homedir() }), ""),
  );
  await serveMcp({
    tools: [
      createSandboxExec({
        sessions,
        roots,
        async openInputs(specs, { signal, onWarn }) {
          const { openInputs } = await import("../../inputs/open_inputs.ts");
          return await openInputs(specs, {
            stdin: () => {
              throw new TypeError("Standard input belongs to the protocol");
            },
            signal,
            onWarn,
          });
        },
      }),
      createRunShow({ records, roots }),
    ],
    instructions: "",
    input: terminal.input(),
    output: terminal.takeOutput(),
    redact,
    onWarn: (message) => terminal.err(`Warning: ${message}\n`),
    signal,
  });
  return signal.aborted ? EXIT.interrupted : EXIT.ok;
}

/** The value, made when it is first asked for, and again after it could not be made. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () =>
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
}
