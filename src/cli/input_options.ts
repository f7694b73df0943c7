/**
 * The options about inputs: what is bound in the sandbox, and how much of it.
 *
 * @module
 */

import type { OptionSpec } from "./option_spec.ts";

/** `--input` of the commands whose variables are the user's. */
export const INPUT_OPTION: OptionSpec = {
  kind: "repeated",
  name: "input",
  placeholder: "NAME=VALUE",
  help: "A variable: name=VALUE; name=@path for a text file (also gzip), PDF or .docx; " +
    "name=@folder or name=@'docs/*.md' for a list of their texts, name:text=@folder for one text; " +
    "name=@- for standard input; name:json=VALUE; a leading @@ stands for @",
};

/** What an input from files may come to. */
export const INPUT_LIMIT_OPTIONS: readonly OptionSpec[] = [
  {
    kind: "size",
    name: "max-input-size",
    placeholder: "SIZE",
    help: "Most text that an input may come to when it is gzip, a PDF, a .docx or a folder",
    minimum: 1,
    maximum: 2 ** 40,
    defaultText: "2g",
  },
  {
    kind: "integer",
    name: "max-input-files",
    placeholder: "N",
    help: "Most files of a folder or glob",
    minimum: 1,
    maximum: 10_000_000,
    defaultText: "10000",
  },
];
