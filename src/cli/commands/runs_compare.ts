/**
 * `runs compare`: what two recorded runs have not in common.
 *
 * @module
 */

import {
  compareStories,
  comparisonJson,
  comparisonMarkdown,
} from "../../records/compare_stories.ts";
import { readStory } from "../../records/run_story.ts";
import type { CommandContext } from "../command_spec.ts";
import { loadGuardedConfig } from "../command_setup.ts";
import { EXIT } from "../exit_code.ts";
import { renderJson } from "../output.ts";
import { printMarkdown } from "../print_markdown.ts";
import { locateRecord } from "../recorded_run.ts";

/** Compares the runs that the arguments name. */
export async function runsCompare(context: CommandContext): Promise<number> {
  const { args, signal, terminal } = context;
  const paths = [
    await locateRecord(context, args.requiredArgument("first")),
    await locateRecord(context, args.requiredArgument("second")),
  ] as const;
  const { redact } = await loadGuardedConfig(context);
  const first = await readStory(paths[0], { redact, signal });
  const second = await readStory(paths[1], { redact, signal });
  const comparison = compareStories(first, second);
  const names = [first.run.runId || paths[0], second.run.runId || paths[1]] as const;
  if (args.flag("json")) {
    const record = comparisonJson(comparison);
    terminal.out(renderJson({ first: paths[0], second: paths[1], ...record }));
  } else {
    await printMarkdown(terminal, [comparisonMarkdown(comparison, names)]);
  }
  return EXIT.ok;
}
