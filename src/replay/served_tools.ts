/**
 * The tools of a recorded run: results come from the record by the hash of name and arguments as long
 * as the run is on it, then from live tools, if there are any.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import type { HostTool, ToolContext } from "../core/host_tool.ts";
import { type JsonObject, type JsonValue, stringifyJson } from "../core/json.ts";
import { hashToolCall } from "../rlm/request_hash.ts";
import { callKey } from "./run_record.ts";
import { serveAnswer } from "./serve_answer.ts";
import type { ServedRun } from "./served_run.ts";

/**
 * The caller's tools as they were declared. `live` are those that can be called once the run has left
 * its record; the others then fail with `tool-missing`.
 */
export function declaredTools(
  run: ServedRun,
  live: readonly HostTool[] = [],
): readonly HostTool[] {
  return run.record.start.recipe.tools.map((declared) =>
    live.find((each) => each.name === declared.name) ?? {
      ...declared,
      call: (): Promise<JsonValue> => Promise.reject(missing(declared.name)),
    }
  );
}

/** A tool whose calls are answered from the record; `path` is that of the child run that has it. */
export function serveTool(run: ServedRun, tool: HostTool, path: string | undefined): HostTool {
  const { description, name, parameters, returns } = tool;
  return {
    name,
    description,
    parameters,
    ...(returns === undefined ? {} : { returns }),
    call: (args: JsonObject, context: ToolContext): Promise<JsonValue> =>
      Promise.try(() => answerCall(run, { tool, path, args, context })),
  };
}

interface Call {
  readonly tool: HostTool;
  readonly path: string | undefined;
  readonly args: JsonObject;
  readonly context: ToolContext;
}

function answerCall(run: ServedRun, call: Call): Promise<JsonValue> {
  const { args, context, path, tool } = call;
  const key = callKey(path, hashToolCall(tool.name, args));
  const answer = run.takeAnswer(run.record.calls, key);
  if (answer !== undefined) return serveAnswer(run, answer, context.signal);
  if (!run.isServed) return tool.call(args, context);
  return run.diverge({
    kind: "tool",
    step: run.stepOf(path),
    ...(path === undefined ? {} : { run: path }),
    what: run.record.calls.has(key)
      ? `tool "${tool.name}" was called more often than recorded`
      : `a call of tool "${tool.name}" is not on record`,
    recorded: "",
    actual: `${tool.name}(${stringifyJson(args)})`,
  });
}

function missing(name: string): FleetError {
  return new FleetError("tool-missing", `Cannot call "${name}": the tool is not there any more`);
}
