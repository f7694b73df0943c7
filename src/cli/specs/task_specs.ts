/**
 * The commands that run a task with a planner, as data.
 *
 * @module
 */

import type { BackendRegistry } from "../../core/backend.ts";
import { ANALYZE_DOCUMENT } from "../../tasks/analyze_document.ts";
import { ANSWER_QUESTION } from "../../tasks/answer_question.ts";
import { EXTRACT_API_ENDPOINTS } from "../../tasks/extract_api_endpoints.ts";
import { EXTRACT_ARCHITECTURE } from "../../tasks/extract_architecture.ts";
import { FIND_ERROR_PATTERNS } from "../../tasks/find_error_patterns.ts";
import { MAP_STRUCTURE } from "../../tasks/map_structure.ts";
import { SEARCH_LOGS } from "../../tasks/search_logs.ts";
import { SUMMARIZE_TEXT } from "../../tasks/summarize_text.ts";
import type { Task } from "../../tasks/task.ts";
import type { CommandSpec } from "../command_spec.ts";
import { INPUT_LIMIT_OPTIONS, INPUT_OPTION } from "../input_options.ts";
import type { OptionSpec } from "../option_spec.ts";
import { RUN_DEFAULTS, runningOptions } from "../running_options.ts";

const DOCS_PATH: OptionSpec = {
  kind: "string",
  name: "docs-path",
  path: "any",
  placeholder: "PATH",
  required: true,
  help: "The document: a text file (also gzip), PDF or .docx; a folder or glob, whose files " +
    "are joined with a line before each; - for standard input",
};

/** A command that does one shipped task with the document of `--docs-path`. */
interface DocumentCommand {
  readonly name: string;
  readonly summary: string;
  readonly task: Task;
  /** What `--query` asks for; absent where the task has no second input. */
  readonly query?: string;
  /** Code points of the document that are taken, where only its head is. */
  readonly chars?: number;
  readonly examples: readonly string[];
}

const DOCUMENT_COMMANDS: readonly DocumentCommand[] = [
  {
    name: "run-architecture",
    summary: "Extract modules, optimizers and design principles from documentation",
    task: EXTRACT_ARCHITECTURE,
    query: "What to attend to",
    examples: [
      'run-architecture --docs-path docs/ --query "Extract all modules and optimizers"',
    ],
  },
  {
    name: "run-api-endpoints",
    summary: "List the API endpoints that documentation describes",
    task: EXTRACT_API_ENDPOINTS,
    examples: ["run-api-endpoints --docs-path api.md --json"],
  },
  {
    name: "run-error-patterns",
    summary: "Find and group the errors that documentation deals with",
    task: FIND_ERROR_PATTERNS,
    examples: ["run-error-patterns --docs-path docs/ --backend local"],
  },
  {
    name: "run-trajectory",
    summary: "Summarize the head of a document and show the steps it took",
    task: SUMMARIZE_TEXT,
    chars: 3_000,
    examples: ["run-trajectory --docs-path README.md --chars 5000"],
  },
  {
    name: "run-custom-tool",
    summary: "Map headers and code blocks with the tool regex_extract",
    task: MAP_STRUCTURE,
    chars: 10_000,
    examples: ["run-custom-tool --docs-path README.md --backend local"],
  },
  {
    name: "run-logs",
    summary: "Search logs for what bears on a query, and group it into patterns",
    task: SEARCH_LOGS,
    query: "What to find out",
    examples: ['run-logs --docs-path /var/log/app.log.gz --query "What broke on Sunday?"'],
  },
];

/** `run-basic`, the commands on documents, `run-long-context` and `run`. */
export function taskSpecs(backends: BackendRegistry): readonly CommandSpec[] {
  return [
    {
      name: "run-basic",
      section: "Tasks",
      summary: "Answer a question by writing and running Python",
      details: printed(ANSWER_QUESTION),
      options: [
        {
          kind: "string",
          name: "question",
          project: "set",
          placeholder: "TEXT",
          required: true,
          help: "The question",
        },
        ...taskOptions(ANSWER_QUESTION, backends),
      ],
      examples: ['run-basic --question "What are the first 12 Fibonacci numbers?" --backend local'],
      load: async () => (await import("../commands/run_basic.ts")).runBasic,
    },
    ...DOCUMENT_COMMANDS.map((command) => documentSpec(command, backends)),
    {
      name: "run-long-context",
      section: "Tasks",
      summary: "Answer a query about a long document, or summarize it",
      details: "Prints findings, answer, sections_examined and doc_chars (analyze), or summary, " +
        "key_points, coverage_pct and doc_chars (summarize).",
      options: [
        DOCS_PATH,
        {
          kind: "string",
          name: "query",
          project: "set",
          placeholder: "TEXT",
          required: true,
          help: "What to find out, or what the summary should attend to",
        },
        {
          kind: "choice",
          name: "mode",
          project: "set",
          choices: ["analyze", "summarize"],
          default: "analyze",
          placeholder: "analyze|summarize",
          help: "What to do with the document",
        },
        ...INPUT_LIMIT_OPTIONS,
        ...taskOptions(ANALYZE_DOCUMENT, backends),
      ],
      examples: [
        'run-long-context --docs-path book.txt --query "Who tells the story?" --backend local',
        'run-long-context --docs-path log.txt --query "Outages" --mode summarize --json',
        'run-long-context --docs-path handbook/ --query "Who may sign?" --backend local',
      ],
      load: async () => (await import("../commands/run_long_context.ts")).runLongContext,
    },
    {
      name: "run",
      section: "Tasks",
      summary: "Run any task, given by its signature",
      details: "A signature names inputs and outputs with their types, such as " +
        '"document, query -> answer, pages: list[int]". Every input needs one --input.',
      options: [
        {
          kind: "string",
          name: "signature",
          project: "set",
          placeholder: "SIGNATURE",
          required: true,
          help: "Inputs and outputs of the task",
        },
        INPUT_OPTION,
        ...INPUT_LIMIT_OPTIONS,
        {
          kind: "string",
          name: "instructions",
          project: "set",
          placeholder: "TEXT",
          help: "What the planner is asked to do",
          defaultText: "to make the outputs from the inputs",
        },
        ...runningOptions(backends, RUN_DEFAULTS),
      ],
      examples: [
        'run --signature "text -> names: list[str]" --input text=@letter.txt --backend local',
        'run --signature "n: int -> primes: list[int]" --input n=30 --json',
      ],
      load: async () => (await import("../commands/run.ts")).run,
    },
  ];
}

function documentSpec(command: DocumentCommand, backends: BackendRegistry): CommandSpec {
  const { chars, examples, name, query, summary, task } = command;
  return {
    name,
    section: "Tasks",
    summary,
    details: printed(task),
    options: [
      DOCS_PATH,
      ...(query === undefined ? [] : [
        {
          kind: "string",
          name: "query",
          project: "set",
          placeholder: "TEXT",
          required: true,
          help: query,
        } as const,
      ]),
      ...(chars === undefined ? [] : [
        {
          kind: "integer",
          name: "chars",
          project: "set",
          placeholder: "N",
          minimum: 1,
          maximum: 1_000_000_000,
          default: chars,
          help: "Characters of the document that are taken, from its beginning",
        } as const,
      ]),
      ...INPUT_LIMIT_OPTIONS,
      ...taskOptions(task, backends),
    ],
    examples,
    load: async () => {
      const { runDocumentTask } = await import("../commands/run_document_task.ts");
      return (context) => runDocumentTask(context, task);
    },
  };
}

function taskOptions({ defaults }: Task, backends: BackendRegistry): readonly OptionSpec[] {
  return runningOptions(backends, { ...RUN_DEFAULTS, ...defaults });
}

/** What the command of a task prints, as a sentence. */
function printed({ measures, signature }: Task): string {
  const names = [...signature.outputs, ...measures].map(({ name }) => name);
  return `Prints ${names.slice(0, -1).join(", ")}${names.length > 1 ? " and " : ""}${
    names.at(-1)
  }.`;
}
