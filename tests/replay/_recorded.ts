/**
 * Runs over scripted parts that leave a real record, and replays of it over other parts.
 *
 * @module
 */

import type { RunEvent } from "../../src/core/run_event.ts";
import type { RunOptions } from "../../src/rlm/run_options.ts";
import { openTrajectory } from "../../src/rlm/trajectory.ts";
import { readRecord } from "../../src/replay/read_record.ts";
import { type Replay, replayRun } from "../../src/replay/replay_run.ts";
import type { RunRecord } from "../../src/replay/run_record.ts";
import { createRedactor } from "../../src/text/redact.ts";
import { FakeInterpreter, type FakeStep } from "../fakes/fake_interpreter.ts";
import type { ScriptedReply } from "../fakes/scripted_model.ts";
import { startRun } from "../rlm/run_fixture.ts";

/** A run to record. */
export interface RecordScenario {
  readonly signature?: string;
  readonly replies: readonly ScriptedReply[];
  readonly cells: readonly (readonly FakeStep[])[];
  readonly options?: Partial<RunOptions>;
  /** Values that the record must not hold. */
  readonly secrets?: readonly string[];
  /** Whether the file stays, for whoever reads it again; he removes it. */
  readonly keep?: boolean;
  /** Changes the events on their way to the file; none for `undefined`. */
  readonly edit?: (event: RunEvent) => RunEvent | undefined;
}

/** Records a run, whatever comes of it, and reads the record. */
export async function record(scenario: RecordScenario): Promise<RunRecord> {
  const { edit = (event) => event, keep = false, options, secrets = [], ...rest } = scenario;
  const path = await Deno.makeTempFile({ prefix: "fleet-record-", suffix: ".jsonl" });
  try {
    using trajectory = openTrajectory(path, { redact: createRedactor(secrets) });
    const write = (event: RunEvent): void => {
      const edited = edit(event);
      if (edited !== undefined) trajectory.listener(edited);
    };
    const run = startRun({ ...rest, options: { ...options, listeners: [write] } });
    await run.result.catch(() => {});
    return await readRecord(path);
  } finally {
    if (!keep) await Deno.remove(path);
  }
}

/** What a replay came to. */
export interface Replayed {
  /** Rejects when the replay does. */
  readonly replay: Promise<Replay>;
  readonly warnings: readonly string[];
  readonly interpreters: readonly FakeInterpreter[];
}

/** Replays a record with the given cells. */
export function replayed(
  recorded: RunRecord,
  cells: readonly (readonly FakeStep[])[],
  options: { readonly strict?: boolean } = {},
): Replayed {
  const warnings: string[] = [];
  const interpreters: FakeInterpreter[] = [];
  const replay = replayRun({
    record: recorded,
    variables: recorded.start.recipe.inputs.flatMap((input) =>
      input.kind === "value" ? [{ kind: "value", name: input.name, value: input.value }] : []
    ),
    createInterpreter: (given) => {
      const interpreter = new FakeInterpreter(cells[interpreters.length] ?? [], given);
      interpreters.push(interpreter);
      return interpreter;
    },
    onWarn: (message) => warnings.push(message),
    ...options,
  });
  replay.catch(() => {});
  return { replay, warnings, interpreters };
}
