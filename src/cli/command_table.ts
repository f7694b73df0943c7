/**
 * All commands of the program, as data. Adding one means adding its spec here and its action under
 * `commands/`.
 *
 * @module
 */

import type { BackendRegistry } from "../core/backend.ts";
import { ANALYZE_DOCUMENT } from "../tasks/analyze_document.ts";
import { ANSWER_QUESTION } from "../tasks/answer_question.ts";
import type { CommandSpec } from "./command_spec.ts";
import { INPUT_LIMIT_OPTIONS, INPUT_OPTION } from "./input_options.ts";
import type { OptionSpec } from "./option_spec.ts";
import { recordCommands } from "./record_commands.ts";
import {
  modelOptions,
  OUTPUT_OPTIONS,
  type RunningDefaults,
  sandboxOptions,
} from "./running_options.ts";
import { backendOptions } from "./sandbox_options.ts";

/** Code points of a cell's output that a planner is shown, unless told otherwise. */
const PLANNER_OUTPUT_CHARS = 10_000;

/** Limits of `run`, whose task is the user's. */
const RUN_DEFAULTS: RunningDefaults = {
  maxIterations: 20,
  maxLlmCalls: 50,
  timeoutMs: 600_000,
  maxOutputChars: PLANNER_OUTPUT_CHARS,
};

/** Limits of `exec`: its output is for people and programs, not for a planner. */
const EXEC_DEFAULTS: RunningDefaults = { ...RUN_DEFAULTS, maxOutputChars: 1_000_000 };

/** Options of commands that only look. */
const LOOKING_OPTIONS: readonly OptionSpec[] = OUTPUT_OPTIONS.filter(({ name }) => name === "json");

/** The commands in the order of help. */
export function commandTable(backends: BackendRegistry): readonly CommandSpec[] {
  const running = (defaults: RunningDefaults): readonly OptionSpec[] => [
    ...modelOptions(defaults),
    ...sandboxOptions(backends, defaults),
    ...OUTPUT_OPTIONS,
  ];
  return [
    {
      name: "run-basic",
      summary: "Answer a question by writing and running Python",
      details: "Prints answer and trajectory_steps.",
      options: [
        {
          kind: "string",
          name: "question",
          placeholder: "TEXT",
          required: true,
          help: "The question",
        },
        ...running({ ...ANSWER_QUESTION.defaults, maxOutputChars: PLANNER_OUTPUT_CHARS }),
      ],
      examples: ['run-basic --question "What are the first 12 Fibonacci numbers?" --backend local'],
      load: async () => (await import("./commands/run_basic.ts")).runBasic,
    },
    {
      name: "run-long-context",
      summary: "Answer a query about a long document, or summarize it",
      details: "Prints findings, answer, sections_examined and doc_chars (analyze), or summary, " +
        "key_points, coverage_pct and doc_chars (summarize).",
      options: [
        {
          kind: "string",
          name: "docs-path",
          placeholder: "PATH",
          required: true,
          help:
            "The document: a text file (also gzip), PDF or .docx; a folder or glob, whose files " +
            "are joined with a line before each; - for standard input",
        },
        {
          kind: "string",
          name: "query",
          placeholder: "TEXT",
          required: true,
          help: "What to find out, or what the summary should attend to",
        },
        {
          kind: "choice",
          name: "mode",
          choices: ["analyze", "summarize"],
          default: "analyze",
          placeholder: "analyze|summarize",
          help: "What to do with the document",
        },
        ...INPUT_LIMIT_OPTIONS,
        ...running({ ...ANALYZE_DOCUMENT.defaults, maxOutputChars: PLANNER_OUTPUT_CHARS }),
      ],
      examples: [
        'run-long-context --docs-path book.txt --query "Who tells the story?" --backend local',
        'run-long-context --docs-path log.txt --query "Outages" --mode summarize --json',
        'run-long-context --docs-path handbook/ --query "Who may sign?" --backend local',
      ],
      load: async () => (await import("./commands/run_long_context.ts")).runLongContext,
    },
    {
      name: "run",
      summary: "Run any task, given by its signature",
      details: "A signature names inputs and outputs with their types, such as " +
        '"document, query -> answer, pages: list[int]". Every input needs one --input.',
      options: [
        {
          kind: "string",
          name: "signature",
          placeholder: "SIGNATURE",
          required: true,
          help: "Inputs and outputs of the task",
        },
        INPUT_OPTION,
        ...INPUT_LIMIT_OPTIONS,
        {
          kind: "string",
          name: "instructions",
          placeholder: "TEXT",
          help: "What the planner is asked to do",
          defaultText: "to make the outputs from the inputs",
        },
        ...running(RUN_DEFAULTS),
      ],
      examples: [
        'run --signature "text -> names: list[str]" --input text=@letter.txt --backend local',
        'run --signature "n: int -> primes: list[int]" --input n=30 --json',
      ],
      load: async () => (await import("./commands/run.ts")).run,
    },
    {
      name: "exec",
      summary: "Run Python cells in one sandbox session, without any model",
      details: "Cells run in order: those of --cell, then those of FILE, where lines that begin " +
        'with "# %%" part the cells. Without either, or with "-", standard input is read. What a ' +
        "cell prints goes to stdout, its traceback to stderr; the first cell that fails ends the " +
        "session with exit code 1. A submitted value is printed as JSON. With --json, every cell " +
        "gives one JSON object on its own line.",
      positional: { placeholder: "FILE|-", help: "Python code" },
      options: [
        { kind: "repeated", name: "cell", placeholder: "CODE", help: "Code of a cell" },
        INPUT_OPTION,
        ...INPUT_LIMIT_OPTIONS,
        ...sandboxOptions(backends, EXEC_DEFAULTS),
        ...OUTPUT_OPTIONS,
        ...modelOptions(EXEC_DEFAULTS).map((option) => ({ ...option, isInert: true })),
      ],
      examples: [
        'exec --backend local --cell "x = 6" --cell "print(x * 7)"',
        "exec --backend local --input text=@book.txt count_words.py --json",
        'exec --backend local --input "docs=@notes/*.md" --cell "print(docs.paths)"',
      ],
      load: async () => (await import("./commands/exec.ts")).exec,
    },
    ...recordCommands({
      backends,
      inputs: [INPUT_OPTION, ...INPUT_LIMIT_OPTIONS],
      running: running(RUN_DEFAULTS),
    }),
    {
      name: "conform",
      summary: "Check that a backend does what every sandbox must do",
      details:
        "Runs one check after the other, each in sandboxes of its own, and prints a line for " +
        "each: its name, ok or failed, milliseconds, the first line of the failure. Exits with 1 " +
        "when one failed. With --json, one object.",
      options: [
        {
          kind: "repeated",
          name: "only",
          placeholder: "PATTERN",
          help:
            "Run the checks whose names have this in them, or fit it as a whole when it has a *",
        },
        ...backendOptions(backends),
        {
          kind: "number",
          name: "timeout",
          placeholder: "SECONDS",
          help: "Most seconds for one check; 0 for no limit",
          minimum: 0,
          maximum: 604_800,
          default: 120,
        },
        ...OUTPUT_OPTIONS,
      ],
      examples: [
        "conform --backend local",
        "conform --backend local --isolation landlock --only tool. --json",
      ],
      load: async () => (await import("./commands/conform.ts")).conform,
    },
    {
      name: "models",
      summary: "List the providers of models, and which keys are found",
      details: "Shows for each where it is, the variables that may hold its key, and what is odd " +
        "about it. Never shows a key and calls nobody.",
      options: [...LOOKING_OPTIONS, ...OUTPUT_OPTIONS.filter(({ name }) => name === "env-file")],
      examples: ["models", "models --json"],
      load: async () => (await import("./commands/models.ts")).models,
    },
    {
      name: "cache",
      summary: "Show what the response cache holds, or clear it",
      details: "The cache holds answers to sub-queries, not their prompts, and drops the oldest " +
        "beyond 256 MiB. Runs use it with --cache.",
      positional: { placeholder: "clear", help: "Deletes everything in it" },
      options: LOOKING_OPTIONS,
      examples: ["cache", "cache clear"],
      load: async () => (await import("./commands/cache.ts")).cache,
    },
  ];
}
