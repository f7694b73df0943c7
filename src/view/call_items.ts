/**
 * From the events of what code calls (models, tools, runs of its own) to its items on a page. Pure.
 *
 * @module
 */

import { type JsonObject, stringifyJson } from "../core/json.ts";
import { countOf, numberOf, objectOf, optional, own, textOf } from "./event_fields.ts";
import type { CallItem } from "./page_data.ts";
import { showUsage } from "./show_usage.ts";
import type { TurnPlace } from "./turn_items.ts";

/** Kind and name of what an event tells of; `undefined` when it is no call. */
export function callOf(event: JsonObject): Pick<CallItem, "kind" | "name"> | undefined {
  switch (textOf(event, "type")) {
    case "query-start":
    case "query-end":
      return { kind: "query", name: String(countOf(event, "query")) };
    case "tool-start":
    case "tool-end":
      return { kind: "tool", name: String(countOf(event, "call")) };
    case "child-start":
    case "child-end":
      return { kind: "child", name: textOf(event, "child") };
    default:
      return undefined;
  }
}

/** Identifier of a call. */
export function callId(run: string, { kind, name }: Pick<CallItem, "kind" | "name">): string {
  return `${run}#${kind.charAt(0)}${name}`;
}

/** The call that an event tells of, when it begins. */
export function startCall(place: TurnPlace, event: JsonObject): CallItem | undefined {
  const call = callOf(event);
  if (call === undefined) return undefined;
  return {
    id: callId(place.run, call),
    ...place,
    ...call,
    tool: textOf(event, "tool"),
    prompt: promptOf(event),
    startMs: countOf(event, "atMs"),
    reply: "",
    error: "",
    errorCode: "",
    status: "",
    isCached: false,
  };
}

function promptOf(event: JsonObject): string {
  const args = own(event, "args");
  if (args !== undefined) return stringifyJson(args, { indent: 2 });
  return textOf(event, "prompt") || textOf(event, "query");
}

/** The call when it is over. */
export function endCall(call: CallItem, event: JsonObject): CallItem {
  const completion = objectOf(event, "completion");
  const result = own(event, "result");
  return {
    ...call,
    endMs: countOf(event, "atMs"),
    ...optional("durationMs", numberOf(event, "durationMs")),
    reply: result === undefined ? textOf(completion, "text") : stringifyJson(result, { indent: 2 }),
    error: textOf(event, "error"),
    errorCode: textOf(event, "errorCode"),
    status: textOf(event, "status"),
    isCached: own(completion, "isCached") === true,
    ...optional("usage", showUsage(completion) ?? showUsage(event)),
  };
}
