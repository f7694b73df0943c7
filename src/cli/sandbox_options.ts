/**
 * The options about the place where Python runs: which one, how it is shut in, what it may reach and
 * how much it may use.
 *
 * @module
 */

import type { BackendRegistry, IsolationLevel } from "../core/backend.ts";
import { MODAL_OPTIONS } from "./modal_options.ts";
import type { OptionSpec } from "./option_spec.ts";

/** Isolation of a local sandbox, strongest first. */
export const ISOLATION_LEVELS: readonly IsolationLevel[] = [
  "bubblewrap",
  "landlock",
  "sandbox-exec",
  "process",
];

/** The weakest level that is a boundary at all. */
export const WEAKEST_BOUNDARY: IsolationLevel = "sandbox-exec";

const MIB = 1024 ** 2;
const TIB = 1024 ** 4;

const ISOLATION_OPTIONS: readonly OptionSpec[] = [
  {
    kind: "choice",
    name: "isolation",
    section: "Local sandbox",
    backend: "local",
    choices: ["auto", ...ISOLATION_LEVELS],
    default: "auto",
    placeholder: "LEVEL",
    help: "How a local sandbox is shut in: bubblewrap, landlock, sandbox-exec (macOS), process " +
      "(not at all), or auto, the strongest there is",
  },
  {
    kind: "choice",
    name: "require-isolation",
    section: "Local sandbox",
    backend: "local",
    choices: ISOLATION_LEVELS,
    placeholder: "LEVEL",
    help: "Fail rather than run with less than this",
  },
  {
    kind: "flag",
    name: "allow-net",
    section: "Sandbox",
    help: "Let the sandbox use the network",
  },
  {
    kind: "repeated",
    name: "allow-read",
    path: "any",
    section: "Local sandbox",
    backend: "local",
    placeholder: "PATH",
    help: "Let a local sandbox read this path",
  },
  {
    kind: "repeated",
    name: "allow-write",
    path: "any",
    section: "Local sandbox",
    backend: "local",
    placeholder: "PATH",
    help: "Let a local sandbox read and write this path",
  },
  {
    kind: "string",
    name: "volume",
    path: "folder",
    section: "Local sandbox",
    backend: "local",
    placeholder: "FOLDER",
    help: "Folder that save_to_volume() and load_from_volume() keep files in, from run to run",
  },
];

const LIMIT_OPTIONS: readonly OptionSpec[] = [
  {
    kind: "size",
    name: "max-memory",
    section: "Sandbox",
    placeholder: "SIZE",
    help: "Most address space of a process of the sandbox, such as 512m or 2g",
    minimum: 64 * MIB,
    maximum: 16 * TIB,
    defaultText: "16g; all of the sandbox's at Modal",
  },
  {
    kind: "integer",
    name: "max-cpu",
    section: "Sandbox",
    placeholder: "SECONDS",
    help: "Most processor time of a process of the sandbox",
    minimum: 1,
    maximum: 31_536_000,
    defaultText: "none",
  },
  {
    kind: "size",
    name: "max-file-size",
    section: "Sandbox",
    placeholder: "SIZE",
    help: "Largest file that the sandbox may write",
    minimum: 0,
    maximum: 16 * TIB,
    defaultText: "4g",
  },
  {
    kind: "integer",
    name: "max-processes",
    section: "Local sandbox",
    backend: "local",
    placeholder: "N",
    help: "Most processes and threads; without bubblewrap all those of your user count, and the " +
      "limit does not hold for root",
    minimum: 8,
    maximum: 4_194_304,
    defaultText: "512 in bubblewrap, else 8192",
  },
  {
    kind: "integer",
    name: "max-open-files",
    section: "Sandbox",
    placeholder: "N",
    help: "Most files that a process of the sandbox may have open",
    minimum: 16,
    maximum: 1_048_576,
    defaultText: "1024",
  },
];

/** The options that choose and bound a backend. */
export function backendOptions(backends: BackendRegistry): readonly OptionSpec[] {
  const names = Object.keys(backends);
  const summaries = Object.entries(backends).map(([name, { summary }]) => `${name}: ${summary}`);
  return [
    {
      kind: "choice",
      name: "backend",
      project: "set",
      section: "Sandbox",
      choices: names,
      placeholder: names.join("|"),
      help: `Where the Python runs (${summaries.join("; ")})`,
      env: "FLEET_RLM_BACKEND",
      defaultText: "modal",
    },
    {
      kind: "string",
      name: "python",
      path: "program",
      section: "Local sandbox",
      backend: "local",
      placeholder: "PATH",
      help: "Python executable for the local backend",
      env: "FLEET_RLM_PYTHON",
      defaultText: "found on PATH",
    },
    ...ISOLATION_OPTIONS,
    ...LIMIT_OPTIONS,
    ...MODAL_OPTIONS,
  ];
}
