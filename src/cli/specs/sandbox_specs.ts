/**
 * The commands about sandboxes without any model, as data.
 *
 * @module
 */

import type { BackendRegistry } from "../../core/backend.ts";
import { SECONDS_RANGE } from "../../rlm/limits/limit_table.ts";
import type { CommandSpec } from "../command_spec.ts";
import { INPUT_LIMIT_OPTIONS, INPUT_OPTION } from "../input_options.ts";
import {
  modelOptions,
  OUTPUT_OPTIONS,
  RUN_DEFAULTS,
  type RunningDefaults,
  sandboxOptions,
} from "../running_options.ts";
import { TOOL_OPTIONS } from "../tool_options.ts";
import { backendOptions } from "../sandbox_options.ts";

/** Limits of `exec`: its output is for people and programs, not for a planner. */
const EXEC_DEFAULTS: RunningDefaults = { ...RUN_DEFAULTS, maxOutputChars: 1_000_000 };

/** `exec` and `conform`. */
export function sandboxSpecs(backends: BackendRegistry): readonly CommandSpec[] {
  return [
    {
      name: "exec",
      section: "Sandbox",
      summary: "Run Python cells in one sandbox session, without any model",
      details: "Cells run in order: those of --cell, then those of FILE, where lines that begin " +
        'with "# %%" part the cells. Without either, or with "-", standard input is read. What a ' +
        "cell prints goes to stdout, its traceback to stderr; the first cell that fails ends the " +
        "session with exit code 1. A submitted value is printed as JSON. With --json, every cell " +
        "gives one JSON object on its own line.",
      positionals: [{ name: "file", placeholder: "FILE|-", help: "Python code", path: "file" }],
      options: [
        { kind: "repeated", name: "cell", placeholder: "CODE", help: "Code of a cell" },
        INPUT_OPTION,
        ...INPUT_LIMIT_OPTIONS,
        ...sandboxOptions(backends, EXEC_DEFAULTS),
        ...TOOL_OPTIONS,
        ...OUTPUT_OPTIONS,
        ...modelOptions(EXEC_DEFAULTS).map((option) => ({ ...option, isInert: true })),
      ],
      examples: [
        'exec --backend local --cell "x = 6" --cell "print(x * 7)"',
        "exec --backend local --input text=@book.txt count_words.py --json",
        'exec --backend local --input "docs=@notes/*.md" --cell "print(docs.paths)"',
      ],
      load: async () => (await import("../commands/exec.ts")).exec,
    },
    {
      name: "conform",
      section: "Sandbox",
      summary: "Check that a backend does what every sandbox must do",
      details:
        "Runs one check after the other, each in sandboxes of its own, and prints a line for " +
        "each: its name, ok or failed, milliseconds, the first line of the failure. Exits with 1 " +
        "when one failed. With --json, one object.",
      options: [
        {
          kind: "repeated",
          name: "only",
          project: "set",
          placeholder: "PATTERN",
          help:
            "Run the checks whose names have this in them, or fit it as a whole when it has a *",
        },
        ...backendOptions(backends),
        {
          kind: "number",
          name: "timeout",
          project: "set",
          isOwn: true,
          placeholder: "SECONDS",
          help: "Most seconds for one check; 0 for no limit",
          ...SECONDS_RANGE,
          default: 120,
        },
        ...OUTPUT_OPTIONS,
      ],
      examples: [
        "conform --backend local",
        "conform --backend local --isolation landlock --only tool. --json",
      ],
      load: async () => (await import("../commands/conform.ts")).conform,
    },
  ];
}
