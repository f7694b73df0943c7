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
import { disarm } from "../disarm.ts";
import { EXIT } from "../exit_code.ts";
import { renderJson } from "../output.ts";
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
    isFull: args.flag("full") || turn !== undefined,
    ...(turn === undefined ? {} : { turn }),
  };
  for (const piece of storyMarkdown(story, options)) terminal.out(disarm(piece));
  return EXIT.ok;
}
