/**
 * Answers `help COMMAND`, `COMMAND --help` and what a shell asks at Tab in a clone, from data that was
 * generated, so that neither waits for Deno to read the program. What it cannot answer, and every
 * mistake, it leaves to the program.
 *
 * @module
 */

import { renderCommandHelp } from "./command_help.ts";
import { COMMAND_INDEX } from "./command_index.gen.ts";
import { PACKED_PAGES, PAGE_OPTIONS } from "./command_pages.gen.ts";
import type { CommandPage } from "./command_spec.ts";
import { answerCompletion } from "./complete/answer_completion.ts";
import { EXIT } from "./exit_code.ts";
import { findCommand } from "./find_command.ts";
import { renderGroupHelp } from "./help.ts";
import type { Terminal } from "./terminal.ts";

/** A page whose options are numbers. */
export interface PackedPage extends Omit<CommandPage, "options"> {
  /** Places in `PAGE_OPTIONS`. */
  readonly options: readonly number[];
}

/** Where it is asked. */
export interface AnswerPlaces {
  /** Where the answer goes. */
  readonly terminal: Terminal;
  /** The process environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, absolute. */
  readonly cwd: string;
}

/** Answers and returns the exit code; `undefined` when that is for the program to do. */
export async function answerFromPages(
  argv: readonly string[],
  { terminal, env, cwd }: AnswerPlaces,
): Promise<number | undefined> {
  const [first, ...others] = argv;
  if (first === "__complete") {
    terminal.out(
      await answerCompletion(others, {
        index: COMMAND_INDEX,
        loadPage: ({ name }) => Promise.resolve(findPage(name)),
        env,
        cwd,
      }),
    );
    return EXIT.ok;
  }
  const words = first === "help" ? others.filter((word) => !word.startsWith("-")) : argv;
  const page = words.length === 0 ? undefined : renderPage(words, {
    isHelp: first === "help",
    width: terminal.width,
  });
  if (page === undefined) return undefined;
  terminal.out(page);
  return EXIT.ok;
}

/** The page that words ask for: those of `help`, or a name with `--help` right behind it. */
function renderPage(
  words: readonly string[],
  { isHelp: isAsked, width }: { readonly isHelp: boolean; readonly width: number },
): string | undefined {
  try {
    const found = findCommand(words, COMMAND_INDEX);
    if (!isAsked && !(isHelp(found.rest[0]) && found.rest.length === 1)) return undefined;
    return found.kind === "group"
      ? renderGroupHelp(found.group, COMMAND_INDEX, width)
      : renderCommandHelp(findPage(found.command.name), width);
  } catch {
    return undefined;
  }
}

function findPage(name: string): CommandPage {
  const page = PACKED_PAGES.find((each) => each.name === name);
  if (page === undefined) throw new TypeError(`No page of "${name}": run deno task gen`);
  return {
    ...page,
    options: page.options.map((at) => PAGE_OPTIONS[at]).filter((option) => option !== undefined),
  };
}

function isHelp(word: string | undefined): boolean {
  return word === "--help" || word === "-h";
}
