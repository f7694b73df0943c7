/**
 * `runs show`: a recorded run, told turn by turn.
 *
 * @module
 */

import { UsageError } from "../../core/errors.ts";
import { readStory } from "../../records/run_story.ts";
import { storyJson } from "../../records/story_json.ts";
import { storyMarkdown } from "../../records/story_markdown.ts";
import type { CommandContext } from "../command_spec.ts";
import { loadGuardedConfig } from "../command_setup.ts";
import { EXIT } from "../exit_code.ts";
import { renderJson } from "../output.ts";
import { printMarkdown } from "../print_markdown.ts";
import { locateRecord } from "../recorded_run.ts";

/** Shows the run that the argument names. */
export async function runsShow(context: CommandContext): Promise<number> {
  const { args, signal, terminal } = context;
  const name = args.argument("run") ?? "last";
  const path = await locateRecord(context, name);
  const { redact } = await loadGuardedConfig(context);
  const story = await readStory(path, { redact, signal });
  const turn = args.number("turn");
  if (turn !== undefined && !story.turns.some((each) => each.turn.step === turn)) {
    throw new UsageError(`Cannot show turn ${turn} of run "${name}": it has ${story.turns.length}`);
  }
  if (args.flag("json")) {
    terminal.out(renderJson(storyJson(story)));
    return EXIT.ok;
  }
  const options = {
    ...(terminal.isOutputShown ? { callChars: fittingChars(terminal.width) } : {}),
    isFull: args.flag("full") || turn !== undefined,
    ...(turn === undefined ? {} : { turn }),
  };
  await printMarkdown(terminal, storyMarkdown(story, options));
  return EXIT.ok;
}

/** Columns that names and times of calls leave to what was asked and answered. */
const OTHER_COLUMNS = 28;

/** Characters of a prompt and of an answer that fit side by side on a line. */
function fittingChars(width: number): number {
  return Math.max(20, Math.floor((Math.min(width, 120) - OTHER_COLUMNS) / 2));
}
