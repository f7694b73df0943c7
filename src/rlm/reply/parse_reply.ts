/**
 * A planner's reply to the code that runs. Never throws: what cannot be run comes with a sentence for
 * the planner that says why.
 *
 * Which block runs: the first one tagged as Python; without any, the first bare one. Blocks of other
 * languages never run. A reply without fences runs whole if it looks like Python. Thoughts in
 * `<think>` tags at the start are not read.
 *
 * @module
 */

import { type FencedBlock, findFences } from "./find_fences.ts";
import { looksLikePython } from "./looks_like_python.ts";

/** What is known of a reply besides its text. */
export interface ParseReplyOptions {
  /**
   * Whether the model was cut at its output limit; code without an end then does not run.
   * @default {false}
   */
  readonly cut?: boolean;
}

/** A planner's reply, read. */
export interface PlannerReply {
  /** Prose around the code; may be empty. */
  readonly reasoning: string;
  /** The code to run. */
  readonly code?: string;
  /** Other code blocks of the reply, which do not run. */
  readonly ignoredFences: number;
  /** Why there is no code, as a sentence for the planner; present when `code` is not. */
  readonly problem?: string;
}

/** Tags of blocks that run. */
export const PYTHON_TAGS: ReadonlySet<string> = new Set([
  ...["python", "py", "python3", "py3", "repl", "ipython", "tool_code"],
]);
const ASK = "Reply with one ```python block";

/** Reads a reply. */
export function parseReply(text: string, options: ParseReplyOptions = {}): PlannerReply {
  const said = text.replace(/\r\n?/g, "\n").replace(/^\s*<think>[\s\S]*?<\/think>/, "");
  const lines = said.split("\n");
  const blocks = findFences(lines);
  const block = blocks.find((each) => PYTHON_TAGS.has(each.language)) ??
    blocks.find((each) => each.language === "");
  if (block !== undefined) return readBlock(block, { blocks, lines, cut: options.cut ?? false });
  const reasoning = said.trim();
  const other = blocks[0];
  if (other !== undefined) {
    const problem = `Only Python runs here, found a block tagged "${other.language}". ${ASK}`;
    return { reasoning, ignoredFences: blocks.length, problem };
  }
  if (options.cut) return { reasoning, ignoredFences: 0, problem: CUT };
  if (looksLikePython(said)) return { reasoning: "", code: trimCode(said), ignoredFences: 0 };
  return { reasoning, ignoredFences: 0, problem: `No code found in your reply. ${ASK}` };
}

const CUT = `Your reply was cut off at the output limit before its code ended. ${ASK}, shorter`;

interface ReplyParts {
  readonly blocks: readonly FencedBlock[];
  readonly lines: readonly string[];
  readonly cut: boolean;
}

function readBlock(block: FencedBlock, parts: ReplyParts): PlannerReply {
  const ignoredFences = parts.blocks.length - 1;
  const reasoning = proseAround(block, parts);
  if (parts.cut && !block.closed) return { reasoning, ignoredFences, problem: CUT };
  return { reasoning, code: trimCode(block.content), ignoredFences };
}

/** The reply without the block that runs and without fences that wrap others or nothing. */
function proseAround(block: FencedBlock, parts: ReplyParts): string {
  const kept = new Set<number>();
  for (const other of parts.blocks) {
    for (let at = other.firstLine; at < other.endLine; at++) kept.add(at);
  }
  const isProse = (line: string, at: number): boolean => kept.has(at) || !FENCE.test(line);
  return parts.lines
    .filter((line, at) => (at < block.firstLine || at >= block.endLine) && isProse(line, at))
    .join("\n").replace(/\n{3,}/g, "\n\n").trim();
}

const FENCE = /^\s*(`{3,}|~{3,})\s*$/;

function trimCode(text: string): string {
  return text.replace(/^\s*\n/, "").trimEnd();
}
