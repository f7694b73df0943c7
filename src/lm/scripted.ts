/**
 * A model whose replies come from a JSON Lines file, for tests of users' setups and of ourselves. The
 * format is described in `scripted_lines.ts`.
 *
 * @module
 */

import { resolve } from "node:path";
import { FleetError, messageOf, throwIfAborted } from "../core/errors.ts";
import type {
  Completion,
  GenerateOptions,
  LanguageModel,
  Message,
  PlannerBrief,
} from "../core/lm.ts";
import { cutEnd } from "../text/cut_text.ts";
import { SCRIPTED } from "./local_model.ts";
import { parseScriptedLines, type ScriptedReply } from "./scripted_lines.ts";

const SHOWN_CHARS = 80;

/**
 * Reads the file and creates the model `scripted:FILE`.
 *
 * Its `generate` throws `model-rejected` when the planner asks for more replies than there are, or
 * when no line matches a sub-query.
 *
 * @param file Path of the JSON Lines file.
 * @param cwd Folder that it is taken from; by default that of the process.
 * @throws {FleetError} `input-missing` or `input-unreadable` for the file, `input-invalid` for a line.
 */
export async function loadScriptedModel(file: string, cwd?: string): Promise<LanguageModel> {
  const replies = parseScriptedLines(await readScript(file, cwd), file);
  const turns = replies.filter((each) => each.match === undefined);
  const answers = replies.filter((each) => each.match !== undefined);
  let taken = 0;

  function answerTurn(brief: PlannerBrief): ScriptedReply {
    // A run that goes on from a record asks for its first turn somewhere in the middle.
    if (brief.run === undefined && brief.purpose === "turn") {
      taken = Math.max(taken, brief.turn - 1);
    }
    const reply = turns[taken];
    if (reply !== undefined) {
      taken++;
      return reply;
    }
    throw new FleetError(
      "model-rejected",
      `Cannot answer planner turn ${taken + 1}: '${file}' has ${turns.length} planner replies`,
      { hint: 'Add a line {"reply": "..."} for every turn' },
    );
  }

  function answerQuery(messages: readonly Message[]): ScriptedReply {
    const prompt = messages.map((each) => each.content).join("\n\n");
    const reply = answers.find((each) => each.match?.test(prompt));
    if (reply !== undefined) return reply;
    const shown = cutEnd(prompt, SHOWN_CHARS);
    throw new FleetError("model-rejected", `Cannot answer sub-query '${shown}': no line matches`, {
      hint: `Add a line {"match": "regex", "reply": "..."} to '${file}'`,
    });
  }

  function generate(
    messages: readonly Message[],
    options: GenerateOptions = {},
  ): Promise<Completion> {
    return Promise.try(() => {
      throwIfAborted(options.signal);
      const { reply, usage } = options.brief === undefined
        ? answerQuery(messages)
        : answerTurn(options.brief);
      return { text: reply, usage, finishReason: "stop" };
    });
  }

  return { id: SCRIPTED + file, generate };
}

async function readScript(file: string, cwd = ""): Promise<string> {
  try {
    const path = resolve(cwd, file);
    const info = await Deno.stat(path);
    if (!info.isFile && !info.isDirectory) throw new Error("it is not a regular file");
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new FleetError("input-missing", `Cannot read script '${file}': no such file`, {
        hint: "Name a JSON Lines file after 'scripted:'",
        cause: error,
      });
    }
    throw new FleetError("input-unreadable", `Cannot read script '${file}': ${messageOf(error)}`, {
      cause: error,
    });
  }
}
