/**
 * The options about host tools: functions that the code in the sandbox may call, and that run outside
 * of it.
 *
 * @module
 */

import { SECONDS_RANGE } from "../rlm/limits/limit_table.ts";
import type { OptionSpec } from "./option_spec.ts";

/** The options, in the order of help. */
export const TOOL_OPTIONS: readonly OptionSpec[] = [
  {
    kind: "repeated",
    name: "tools",
    path: "file",
    section: "Sandbox",
    placeholder: "FILE",
    help:
      "Give the code the tools of a TypeScript or JavaScript module; they run on this machine, " +
      "outside of the sandbox",
  },
  {
    kind: "repeated",
    name: "tool",
    section: "Sandbox",
    placeholder: "NAME[=COMMAND]",
    help: "Give the code a tool that ships, or one that a command of this machine answers: " +
      "'NAME(PARAMETER: TYPE, …) -> TYPE: WHAT IT DOES=COMMAND' finds its arguments as JSON on " +
      "standard input",
  },
  {
    kind: "number",
    name: "tool-timeout",
    section: "Limits",
    placeholder: "SECONDS",
    help: "Most seconds for one call of a tool of --tools or --tool; 0 for no limit",
    ...SECONDS_RANGE,
    default: 60,
  },
];
