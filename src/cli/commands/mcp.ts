/**
 * `mcp`: serves runs and sandbox sessions to an MCP client over standard input and output. Models,
 * backend, folders and limits come from this command line; clients choose among what it allows.
 *
 * @module
 */

import { resolve } from "node:path";
import type { Config } from "../../config/config.ts";
import { recordsFolder, stateFolder } from "../../config/state_folder.ts";
import { userPlaces } from "../../config/user_places.ts";
import type { Backend } from "../../core/backend.ts";
import type { RunHost } from "../../jobs/run_host.ts";
import { OFFLINE } from "../../lm/local_model.ts";
import { createLimiter } from "../../lm/limiter.ts";
import { describeServer } from "../../mcp/describe_server.ts";
import type { OpenClientInputs } from "../../mcp/input_arguments.ts";
import { openInputRoots } from "../../mcp/input_roots.ts";
import type { ModelRules } from "../../mcp/model_rules.ts";
import { SandboxSessions } from "../../mcp/sandbox_sessions.ts";
import { serveMcp } from "../../mcp/serve_mcp.ts";
import { createRlmRun } from "../../mcp/tools/rlm_run.ts";
import { createRunShow } from "../../mcp/tools/run_show.ts";
import { createSandboxExec } from "../../mcp/tools/sandbox_exec.ts";
import type { CommandContext } from "../command_spec.ts";
import { chooseBackend, loadGuardedConfig, optionMs } from "../command_setup.ts";
import { EXIT } from "../exit_code.ts";
import { readLimits } from "../limit_options.ts";

/** Serves until the client goes or the user wants the end. */
export async function mcp(context: CommandContext): Promise<number> {
  const { args, cwd, env, signal, terminal } = context;
  const { config, redact } = await loadGuardedConfig(context);
  const writable = [...args.list("allow-write"), args.text("volume") ?? []].flat();
  const roots = await openInputRoots(args.list("root"), {
    cwd,
    writable: writable.map((path) => resolve(cwd, path)),
  });
  const maxOutputChars = args.number("max-output-chars");
  const shown = maxOutputChars === undefined ? {} : { maxOutputChars };
  const backend = once(() => chooseBackend(context, config));
  await using sessions = new SandboxSessions({
    max: args.number("max-sessions") ?? 1,
    idleMs: optionMs(context, "idle-timeout"),
    createInterpreter: async () => (await backend()).createInterpreter(shown),
  });
  let opened: RunHost | undefined;
  using _ = { [Symbol.dispose]: () => opened?.[Symbol.dispose]() };
  const host = once(async () => opened = await openHost(context, await backend()));
  const models = modelRules(context, config);
  const openInputs = inputOpener(context);
  const state = stateFolder(userPlaces(env));
  if (terminal.isInputTyped && !args.flag("quiet")) {
    terminal.err("Waiting for an MCP client on standard input, not for you; Ctrl-C ends it\n");
  }
  await serveMcp({
    tools: [
      createRlmRun({
        host,
        models,
        ceilings: {
          ...readLimits(args),
          ...(args.number("timeout") === undefined
            ? {}
            : { timeoutMs: optionMs(context, "timeout") }),
        },
        cellTimeoutMs: optionMs(context, "cell-timeout"),
        concurrency: args.number("concurrency") ?? 1,
        limiter: createLimiter(args.number("max-runs") ?? 1),
        roots,
        openInputs,
      }),
      createSandboxExec({
        sessions,
        roots,
        openInputs,
        reach: {
          files: writable.length > 0 || args.text("isolation") === "process",
          network: args.flag("allow-net") || args.text("isolation") === "process",
        },
      }),
      createRunShow({ records: recordsFolder(state), roots }),
    ],
    instructions: describeServer({ roots: roots.folders, models }),
    input: terminal.input(),
    output: terminal.takeOutput(),
    redact,
    onWarn: (message) => terminal.err(`Warning: ${message}\n`),
    ...(args.flag("verbose") ? { onCall: (line: string) => terminal.err(`${line}\n`) } : {}),
    signal,
  });
  return signal.aborted ? EXIT.interrupted : EXIT.ok;
}

/** Models by name are enough: a server without one serves those that each call names. */
async function openHost(context: CommandContext, backend: Backend): Promise<RunHost> {
  const { openRunHost } = await import("../open_run_host.ts");
  return await openRunHost(context, {
    backend,
    configure: (config) =>
      config.model.value === undefined
        ? { ...config, model: { ...config.model, value: OFFLINE } }
        : config,
  });
}

function modelRules({ args }: CommandContext, { model, subModel }: Config): ModelRules {
  const configured = [model.value, subModel.value].filter((name) => name !== undefined);
  return { configured, allowed: args.list("allow-model") };
}

function inputOpener({ args }: CommandContext): OpenClientInputs {
  const maxFiles = args.number("max-input-files");
  const maxUnpackedBytes = args.number("max-input-size");
  return async (specs, options) => {
    const { openInputs } = await import("../../inputs/open_inputs.ts");
    return await openInputs(specs, {
      ...options,
      ...(maxFiles === undefined ? {} : { maxFiles }),
      ...(maxUnpackedBytes === undefined ? {} : { maxUnpackedBytes }),
      stdin: () => {
        throw new TypeError("Standard input belongs to the protocol");
      },
    });
  };
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
