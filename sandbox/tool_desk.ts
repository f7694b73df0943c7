/**
 * Answers the guest's calls: host tools and SUBMIT.
 *
 * What a guest may ask for is decided here, on the host: only while its cell runs, only declared
 * tools and parameters, nothing after an accepted SUBMIT.
 *
 * @module
 */

import { FleetError, messageOf } from "../src/core/errors.ts";
import type { HostTool } from "../src/core/host_tool.ts";
import type { SubmitContract, SubmitVerdict } from "../src/core/interpreter.ts";
import type { JsonObject, JsonValue } from "../src/core/json.ts";
import type { DriverMessage } from "./messages.ts";
import { isTooDeep, MAX_DEPTH, needsTags, tag } from "./wire_value.ts";

/** A message to the driver; plain JSON. */
export type HostMessage = JsonObject;

/** A call from the guest. */
export type GuestCall = Extract<DriverMessage, { type: "tool-call" | "submit" }>;

/** The calls of one running cell. */
export class ToolDesk {
  readonly #tools: ReadonlyMap<string, HostTool>;
  readonly #submit: SubmitContract | undefined;
  readonly #controller = new AbortController();
  #accepted: { readonly value: JsonValue } | undefined;

  /** Makes the desk of one cell. */
  constructor(tools: ReadonlyMap<string, HostTool>, submit: SubmitContract | undefined) {
    this.#tools = tools;
    this.#submit = submit;
  }

  /** The accepted submission, if there is one. */
  get accepted(): { readonly value: JsonValue } | undefined {
    return this.#accepted;
  }

  /** Ends the calls that are under way; their answers no longer matter. */
  close(): void {
    this.#controller.abort();
  }

  /** The answer to a call, or undefined when the cell is over and nobody waits for it. */
  async answer(call: GuestCall): Promise<HostMessage | undefined> {
    const message = await this.#resolve(call);
    return this.#controller.signal.aborted ? undefined : message;
  }

  async #resolve(call: GuestCall): Promise<HostMessage> {
    if (this.#accepted) return refusal(call.id, "The run has been submitted; the cell is over");
    try {
      if (call.type === "submit") return this.#judge(call);
      const tool = this.#tools.get(call.name);
      if (!tool) return refusal(call.id, `There is no host tool "${call.name}"`);
      const args = complete(tool, call.args);
      const value = await tool.call(args, { signal: this.#controller.signal });
      return answerWith(call.id, value);
    } catch (thrown) {
      return refusal(call.id, describe(thrown));
    }
  }

  #judge(call: GuestCall): HostMessage {
    const verdict: SubmitVerdict = this.#submit
      ? this.#submit.accept(call.args)
      : { accepted: true, value: call.args };
    if (!verdict.accepted) return refusal(call.id, verdict.message);
    this.#accepted = { value: verdict.value };
    return { type: "answer", id: call.id };
  }
}

/** A refusal of a call that no cell stands behind. */
export function refusal(id: number, message: string): HostMessage {
  return { type: "answer", id, message };
}

function answerWith(id: number, value: JsonValue): HostMessage {
  if (isTooDeep(value)) {
    return refusal(id, `The answer is nested deeper than ${MAX_DEPTH} levels`);
  }
  return needsTags(value)
    ? { type: "answer", id, value: tag(value), x: 1 }
    : { type: "answer", id, value };
}

function complete(tool: HostTool, given: JsonObject): JsonObject {
  const args: Record<string, JsonValue> = {};
  for (const parameter of tool.parameters) {
    const value = Object.hasOwn(given, parameter.name) ? given[parameter.name] : parameter.default;
    if (value === undefined) {
      throw new FleetError("internal", `${tool.name}() misses its argument "${parameter.name}"`);
    }
    args[parameter.name] = value;
  }
  return args;
}

function describe(thrown: unknown): string {
  if (thrown instanceof Error && !(thrown instanceof FleetError) && thrown.name !== "Error") {
    return `${thrown.name}: ${thrown.message}`;
  }
  return messageOf(thrown);
}
