/**
 * The command that serves MCP clients, as data.
 *
 * @module
 */

import type { BackendRegistry } from "../../core/backend.ts";
import { SECONDS_RANGE } from "../../rlm/limits/limit_table.ts";
import type { CommandSpec } from "../command_spec.ts";
import { INPUT_LIMIT_OPTIONS } from "../input_options.ts";
import type { OptionSpec } from "../option_spec.ts";
import { WEAKEST_BOUNDARY } from "../sandbox_options.ts";
import { modelOptions, OUTPUT_OPTIONS, RUN_DEFAULTS, sandboxOptions } from "../running_options.ts";

const ROOT: OptionSpec = {
  kind: "repeated",
  name: "root",
  path: "folder",
  placeholder: "FOLDER",
  help: "A folder whose files clients may name as inputs, but for hidden ones",
  defaultText: "the current folder",
};

const ALLOW_MODEL: OptionSpec = {
  kind: "repeated",
  name: "allow-model",
  placeholder: "MODEL",
  help: "A model, or provider/* for all of one, that clients may choose besides those of the " +
    "configured providers",
};

const SERVER_LIMITS: readonly OptionSpec[] = [
  {
    kind: "integer",
    name: "max-sessions",
    placeholder: "N",
    help: "Most sandbox sessions at once",
    minimum: 1,
    maximum: 1_000,
    default: 8,
  },
  {
    kind: "integer",
    name: "max-runs",
    placeholder: "N",
    help: "Most runs under way at once; others wait",
    minimum: 1,
    maximum: 1_000,
    default: 4,
  },
  {
    kind: "number",
    name: "idle-timeout",
    placeholder: "SECONDS",
    help: "Seconds without use after which a sandbox session is closed; 0 for never",
    ...SECONDS_RANGE,
    default: 3_600,
  },
];

/** What is settled for each call and not for the server. */
const PER_CALL: readonly string[] = ["strict", "trajectory", "json"];

/** Limits without a default of the server's; given, they are the most that a client may ask for. */
const CEILINGS: readonly string[] = [
  "max-iterations",
  "max-llm-calls",
  "max-errors",
  "max-depth",
  "timeout",
];

/** `mcp`. */
export function mcpSpecs(backends: BackendRegistry): readonly CommandSpec[] {
  const options = [
    ROOT,
    ALLOW_MODEL,
    ...SERVER_LIMITS,
    ...INPUT_LIMIT_OPTIONS,
    ...modelOptions(RUN_DEFAULTS),
    ...sandboxOptions(backends, RUN_DEFAULTS),
    ...OUTPUT_OPTIONS,
  ];
  return [
    {
      name: "mcp",
      section: "Claude Code",
      summary: "Serve runs and sandbox sessions to an MCP client over stdio",
      details: "Speaks the Model Context Protocol on standard input and output until the input " +
        "ends. Tools: rlm_run makes a run, sandbox_exec runs Python in sessions that live between " +
        "calls, run_show looks into a recorded run. What a sandbox may reach, where inputs come " +
        "from and the limits that no call exceeds are settled here; no argument of a call widens " +
        "them.",
      options: options.filter(({ name }) => !PER_CALL.includes(name)).map(forServer),
      examples: [
        "mcp --backend local",
        "mcp --backend local --root docs --model openai/gpt-5 --max-cost 1",
      ],
      load: async () => (await import("../commands/mcp.ts")).mcp,
    },
  ];
}

/** The option as a server has it: nobody watches what runs there, and limits are ceilings. */
function forServer(option: OptionSpec): OptionSpec {
  if (option.name === "require-isolation" && option.kind === "choice") {
    return {
      ...option,
      default: WEAKEST_BOUNDARY,
      defaultText: `${WEAKEST_BOUNDARY}, unless --isolation names a level`,
    };
  }
  if (option.name === "verbose") {
    return { ...option, help: "Tell of every call on stderr, and the causes of errors" };
  }
  if (!CEILINGS.includes(option.name) || !("minimum" in option)) return option;
  const { default: _, ...rest } = option;
  const help = option.name === "timeout" ? "Most seconds for a run; 0 for no limit" : option.help;
  return { ...rest, help, defaultText: "as the call or its task says" };
}
