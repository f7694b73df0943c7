/**
 * From the events of a turn to its item on a page: the planner's reply, the code, what came of it.
 * Pure.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import { parseReply } from "../rlm/reply/parse_reply.ts";
import { countOf, numberOf, objectOf, objectsOf, optional, own, textOf } from "./event_fields.ts";
import type { CellItem, TurnItem } from "./page_data.ts";
import { showUsage } from "./show_usage.ts";
import { showValue } from "./show_value.ts";

/** Which turn it is. */
export interface TurnPlace {
  /** Path of its run. */
  readonly run: string;
  /** Its number, from 1. */
  readonly step: number;
}

/** Identifier of a turn. */
export function turnId({ run, step }: TurnPlace): string {
  return `${run}#${step}`;
}

/** A turn that has begun. */
export function blankTurn(place: TurnPlace, atMs: number): TurnItem {
  return {
    id: turnId(place),
    ...place,
    startMs: atMs,
    asked: [],
    thought: "",
    prose: "",
    hasReply: false,
    remark: "",
    isCached: false,
    isEdited: false,
  };
}

/** The turn after `plan-end`. */
export function takeReply(turn: TurnItem, event: JsonObject): TurnItem {
  const completion = objectOf(event, "completion");
  const text = textOf(completion, "text");
  const finish = textOf(completion, "finishReason");
  const reply = parseReply(text, { cut: finish === "length" });
  const atMs = countOf(event, "atMs");
  return {
    ...turn,
    plannedMs: atMs,
    planMs: numberOf(event, "durationMs") ?? Math.max(0, atMs - turn.startMs),
    asked: objectsOf(event, "messages")
      .map((message) => ({ label: textOf(message, "role"), text: textOf(message, "content") })),
    thought: THOUGHT.exec(text)?.[1]?.trim() ?? "",
    prose: reply.reasoning,
    hasReply: true,
    remark: remarkOn(finish, reply.problem),
    ...optional("usage", showUsage(completion)),
    isCached: own(completion, "isCached") === true,
    ...optional("replyCode", reply.code),
    ...(reply.code === undefined ? { endMs: atMs } : {}),
  };
}

const THOUGHT = /^\s*<think>([\s\S]*?)<\/think>/;

function remarkOn(finish: string, problem: string | undefined): string {
  const remarks = problem === undefined ? [] : [problem];
  if (finish === "length" && problem === undefined) {
    remarks.push("The reply was cut at the model's output limit, after its code");
  }
  if (finish === "filter") remarks.push("A filter of the provider ended the reply");
  return remarks.join(". ");
}

/** The turn after `code-start`. */
export function startCode(turn: TurnItem, event: JsonObject): TurnItem {
  const code = textOf(event, "code");
  const { endMs: _end, replyCode, ...open } = turn;
  return {
    ...open,
    codeMs: countOf(event, "atMs"),
    code,
    isEdited: turn.hasReply && replyCode !== code,
  };
}

/** The turn after `code-end`. */
export function endCode(turn: TurnItem, event: JsonObject): TurnItem {
  return { ...turn, endMs: countOf(event, "atMs"), cell: showCell(objectOf(event, "result")) };
}

function showCell(result: JsonObject): CellItem {
  const output = objectOf(result, "output");
  const error = objectOf(result, "error");
  const value = own(result, "value");
  return {
    status: textOf(result, "status"),
    output: textOf(output, "text"),
    omittedChars: countOf(output, "omittedChars"),
    durationMs: countOf(result, "durationMs"),
    changes: objectsOf(result, "changes").map((change) => ({
      name: textOf(change, "name"),
      kind: textOf(change, "kind"),
      type: textOf(change, "type"),
    })),
    problem: problemOf(result),
    traceback: textOf(error, "traceback"),
    ...optional("line", numberOf(error, "line")),
    ...(value === undefined ? {} : { value: showValue(value) }),
  };
}

function problemOf(result: JsonObject): string {
  switch (textOf(result, "status")) {
    case "error": {
      const error = objectOf(result, "error");
      return [textOf(error, "type"), textOf(error, "message")].filter((part) => part !== "")
        .join(": ");
    }
    case "timeout": {
      const kept = own(result, "stateKept") === true;
      const seconds = countOf(result, "timeoutMs") / 1000;
      return `Stopped at its time limit of ${seconds} s; ` +
        (kept ? "its variables were kept" : "its variables are lost");
    }
    case "crashed":
      return `The sandbox was lost: ${textOf(result, "reason")}`;
    default:
      return "";
  }
}
