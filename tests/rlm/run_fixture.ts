/**
 * One run over scripted parts, for the tests of the engine.
 *
 * @module
 */

import type { RunEvent } from "../../src/core/run_event.ts";
import type { Variable } from "../../src/core/variable.ts";
import { parseSignature } from "../../src/rlm/signature/parse_signature.ts";
import { runRlm } from "../../src/rlm/run.ts";
import type { RunOptions, RunResult } from "../../src/rlm/run_options.ts";
import { FakeInterpreter, type FakeStep } from "../fakes/fake_interpreter.ts";
import { ScriptedModel, type ScriptedReply } from "../fakes/scripted_model.ts";

/** What a test says about its run. */
export interface Scenario {
  /** @default {"query -> answer"} */
  readonly signature?: string;
  readonly variables?: readonly Variable[];
  readonly replies: readonly ScriptedReply[];
  /** One script per interpreter, in the order in which they are made. */
  readonly cells?: readonly (readonly FakeStep[])[];
  readonly options?: Partial<RunOptions>;
}

/** A run and all that was seen of it. */
export interface Observed {
  /** Rejects when the run does. */
  readonly result: Promise<RunResult>;
  readonly planner: ScriptedModel;
  readonly interpreters: readonly FakeInterpreter[];
  readonly events: readonly RunEvent[];
}

/** Starts a run. */
export function startRun(scenario: Scenario): Observed {
  const planner = new ScriptedModel(scenario.replies);
  const interpreters: FakeInterpreter[] = [];
  const events: RunEvent[] = [];
  const signature = parseSignature(scenario.signature ?? "query -> answer");
  const result = runRlm({
    signature,
    variables: scenario.variables ??
      signature.inputs.map(({ name }) => ({ kind: "value", name, value: "What?" })),
    planner,
    createInterpreter: (options) => {
      const script = scenario.cells?.[interpreters.length] ?? [];
      const interpreter = new FakeInterpreter(script, options);
      interpreters.push(interpreter);
      return interpreter;
    },
    backend: "fake",
    runId: "test-run",
    ...scenario.options,
    listeners: [(event) => events.push(event), ...scenario.options?.listeners ?? []],
  });
  result.catch(() => {});
  return { result, planner, interpreters, events };
}

/** The types of the events, in order. */
export function typesOf(events: readonly RunEvent[]): string[] {
  return events.map((event) => event.type);
}

/** The events of one type. */
export function eventsOf<T extends RunEvent["type"]>(
  events: readonly RunEvent[],
  type: T,
): Extract<RunEvent, { type: T }>[] {
  return events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
}
