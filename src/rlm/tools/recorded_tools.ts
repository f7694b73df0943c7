/**
 * A caller's own tools with their calls told to the stream, so that they can be served from the
 * record later. What a tool gives or throws passes through unchanged.
 *
 * @module
 */

import { messageOf } from "../../core/errors.ts";
import type { HostTool, ToolContext } from "../../core/host_tool.ts";
import type { JsonObject, JsonValue } from "../../core/json.ts";
import { declareTool } from "../describe_recipe.ts";
import type { Emitter } from "../emitter.ts";
import { hashToolCall } from "../request_hash.ts";

/** What recording needs of a run. */
export interface RecordedToolsOptions {
  /** Where the events go. */
  readonly emitter: Emitter;
  /** The step that the run is at. */
  step(): number;
}

/** The tools, recorded; calls are numbered over all of them. */
export function recordTools(
  tools: readonly HostTool[],
  options: RecordedToolsOptions,
): readonly HostTool[] {
  let calls = 0;
  return tools.map((tool) => ({
    ...declareTool(tool),
    call: (args: JsonObject, context: ToolContext): Promise<JsonValue> => {
      const call = ++calls;
      return recordCall(tool, { ...options, args, context, call });
    },
  }));
}

interface CallToRecord extends RecordedToolsOptions {
  readonly args: JsonObject;
  readonly context: ToolContext;
  readonly call: number;
}

async function recordCall(tool: HostTool, options: CallToRecord): Promise<JsonValue> {
  const { args, call, context, emitter } = options;
  const about = { call, step: options.step(), tool: tool.name } as const;
  const requestHash = hashToolCall(tool.name, args);
  emitter.emit({ type: "tool-start", ...about, args });
  const startedAt = performance.now();
  const end = (outcome: { readonly result: JsonValue } | { readonly error: string }): void => {
    const durationMs = performance.now() - startedAt;
    emitter.emit({ type: "tool-end", ...about, requestHash, ...outcome, durationMs });
  };
  let result: JsonValue;
  try {
    result = await tool.call(args, context);
  } catch (thrown) {
    end({ error: messageOf(thrown) });
    throw thrown;
  }
  end({ result });
  return result;
}
