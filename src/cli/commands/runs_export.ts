/**
 * `runs export`: a recorded run as one file, JSON or Markdown, to be passed on.
 *
 * @module
 */

import { resolve } from "node:path";
import { FleetError, messageOf } from "../../core/errors.ts";
import { readStory, type RunStory } from "../../records/run_story.ts";
import { storyJson } from "../../records/story_json.ts";
import { storyMarkdown } from "../../records/story_markdown.ts";
import type { CommandContext } from "../command_spec.ts";
import { loadGuardedConfig } from "../command_setup.ts";
import { disarm } from "../disarm.ts";
import { EXIT } from "../exit_code.ts";
import { renderJson } from "../output.ts";
import { locateRecord } from "../recorded_run.ts";

/** Exports the run that the argument names. */
export async function runsExport(context: CommandContext): Promise<number> {
  const { args, cwd, signal, terminal } = context;
  const path = await locateRecord(context, args.requiredArgument("run"));
  const { redact } = await loadGuardedConfig(context);
  const story = await readStory(path, { redact, signal });
  const out = args.text("out");
  if (out === undefined) {
    for (const piece of pieces(story, args.text("format"))) terminal.out(piece);
    return EXIT.ok;
  }
  const file = resolve(cwd, out);
  await write(file, pieces(story, args.text("format") ?? formatOf(file)));
  terminal.out(`${disarm(file)}\n`);
  return EXIT.ok;
}

function formatOf(path: string): string {
  return /\.(md|markdown)$/i.test(path) ? "markdown" : "json";
}

function pieces(story: RunStory, format = "json"): Iterable<string> {
  return format === "markdown"
    ? storyMarkdown(story, { isFull: true })
    : [renderJson(storyJson(story))];
}

/** Only its owner may read the file, as the record. It takes the place of none. */
async function write(path: string, parts: Iterable<string>): Promise<void> {
  try {
    using file = await Deno.open(path, { write: true, createNew: true, mode: 0o600 });
    const encoder = new TextEncoder();
    for (const part of parts) {
      const bytes = encoder.encode(part);
      for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
    }
  } catch (cause) {
    const isThere = cause instanceof Deno.errors.AlreadyExists;
    const state = isThere ? "there is a file of this name" : messageOf(cause);
    throw new FleetError("output-failed", `Cannot export to "${path}": ${state}`, {
      hint: "Name a new file in a folder that you may write to",
      cause,
    });
  }
}
