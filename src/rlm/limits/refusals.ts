/**
 * What becomes of a call from guest code that does not fit a limit: the first time a limit stands in
 * the way it is told to the stream, and every time the guest gets an exception that says by how much.
 *
 * @module
 */

import { FleetError } from "../../core/errors.ts";
import type { LimitName } from "../../core/run_event.ts";
import type { Emitter } from "../emitter.ts";
import { formatCount, formatUsd } from "../../text/format_number.ts";
import type { Refusal } from "./budget.ts";

/** Refuses calls of one run. */
export class Refusals {
  readonly #emitter: Emitter;
  readonly #told = new Set<LimitName>();

  /** `emitter` takes the events. */
  constructor(emitter: Emitter) {
    this.#emitter = emitter;
  }

  /** Throws `limit-reached`. */
  refuse({ limit, used, asked, max }: Refusal): never {
    if (!this.#told.has(limit)) {
      this.#told.add(limit);
      this.#emitter.emit({ type: "limit-reach", limit, used, max });
    }
    throw new FleetError("limit-reached", describeRefusal({ limit, used, asked, max }));
  }
}

const REMEDY = "Use Python code for aggregation instead of more LLM calls";

/** The refusal as the guest reads it. */
export function describeRefusal({ limit, used, asked, max }: Refusal): string {
  switch (limit) {
    case "input-tokens":
    case "output-tokens": {
      const kind = limit === "input-tokens" ? "Input" : "Output";
      const sum = `${formatCount(used)} + about ${formatCount(asked)} > ${formatCount(max)}`;
      return `${kind} token limit exceeded: ${sum}. ${REMEDY}, or shorter prompts`;
    }
    case "cost": {
      const sum = `${formatUsd(used)} + about ${formatUsd(asked)} > ${formatUsd(max)}`;
      return `Cost limit exceeded: ${sum}. ${REMEDY}, or shorter prompts`;
    }
    default:
      return `LLM call limit exceeded: ${used} + ${asked} > ${max}. ${REMEDY}`;
  }
}
