/**
 * Tells while a planner's reply is still coming that the code which runs is complete: the first block
 * tagged as Python is closed, and the reply goes on after it. What follows would not run, so a model
 * that streams need not be waited for.
 *
 * Waits for the first word after the closing fence, so that a reply which ends there ends by itself,
 * with its tokens reported. Judges by the rules of `parse_reply.ts`, and only where no further text
 * could change the judgement.
 *
 * @module
 */

import type { ReplyWatch } from "../../core/lm.ts";
import { type FencedBlock, findFences } from "./find_fences.ts";
import { PYTHON_TAGS } from "./parse_reply.ts";
import { scanPythonLine, type StringState } from "./python_scanner.ts";

/** A line that can close a block, with something after it. */
const FENCE_AND_MORE = /^[ \t]*(`{3,}|~{3,})[ \t]*\n\s*\S/m;

/** A watch over the reply to one request; it starts anew when the request is tried again. */
export function createReplyWatch(): ReplyWatch {
  let seen = "";
  /** Start of the text in which there may be a fence that was not judged. */
  let from = 0;
  return (text) => {
    if (!text.startsWith(seen)) from = 0;
    seen = text;
    while (true) {
      const found = FENCE_AND_MORE.exec(text.slice(from));
      if (found === null) {
        from = Math.max(from, startOfOpenEnd(text));
        return undefined;
      }
      const kept = keptPart(text);
      if (kept !== undefined) return kept;
      from += found.index + found[0].length - 1;
    }
  };
}

/** Where the line starts after which there is nothing but blank space. */
function startOfOpenEnd(text: string): number {
  return text.trimEnd().lastIndexOf("\n") + 1;
}

/** The reply up to the end of the block that runs, when that is settled. */
function keptPart(text: string): string | undefined {
  // Line breaks of old: rare, and not worth a second way of counting.
  if (text.includes("\r")) return undefined;
  const thoughts = /^\s*<think>/.test(text) ? /^\s*<think>[\s\S]*?<\/think>/.exec(text)?.[0] : "";
  if (thoughts === undefined) return undefined;
  const lines = text.slice(thoughts.length).split("\n");
  for (const block of findFences(lines)) {
    if (!isSettled(block, lines)) return undefined;
    if (!PYTHON_TAGS.has(block.language)) continue;
    return thoughts + lines.slice(0, block.endLine).join("\n");
  }
  return undefined;
}

/** Whether the end of a block is its end whatever follows: it is there, and not inside a string. */
function isSettled(block: FencedBlock, lines: readonly string[]): boolean {
  if (!block.closed) return false;
  let state: StringState = "";
  for (const line of lines.slice(block.firstLine + 1, block.endLine - 1)) {
    state = scanPythonLine(line, state).state;
  }
  return state === "";
}
