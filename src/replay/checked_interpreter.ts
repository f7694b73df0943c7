/**
 * An interpreter of a recorded run: really runs every cell, and holds what comes of it against the
 * record.
 *
 * A difference that can be borne is told, and the run is given what the record has, so that the
 * planner sees what it saw and one print of the time does not end a replay. Any other difference
 * ends the run. After the steps that are taken from the record, everything passes unchanged.
 *
 * @module
 */

import type { CellResult } from "../core/cell_result.ts";
import type { Capabilities, Equipment, ExecuteOptions, Interpreter } from "../core/interpreter.ts";
import type { VariableInfo } from "../core/variable.ts";
import { compareResults } from "./compare_results.ts";
import type { Divergence } from "./divergence.ts";
import { matchesRecorded } from "./match_redacted.ts";
import type { RecordedStep } from "./run_record.ts";
import type { ServedRun } from "./served_run.ts";

/** Wraps an interpreter that was made for `options.run`, or is equipped for another run later. */
export function checkInterpreter(
  inner: Interpreter,
  run: ServedRun,
  options: Equipment,
): Interpreter {
  let path = options.run;
  const equip = inner.equip?.bind(inner);
  return {
    ...(equip === undefined ? {} : {
      equip: async (equipment: Equipment, signal?: AbortSignal): Promise<void> => {
        path = equipment.run;
        await equip(equipment, signal);
      },
    }),
    start: async (signal) => checkSandbox(await inner.start(signal), { run, path }),
    bind: async (variables, signal) =>
      checkBinding(await inner.bind(variables, signal), { run, path }),
    execute: async (code, given) => await checkCell({ inner, run, path, code, options: given }),
    shutdown: () => inner.shutdown(),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
}

/** A run of the tree. */
interface Place {
  readonly run: ServedRun;
  readonly path: string | undefined;
}

/** What the planner was told of its sandbox then, when something else is true of this one. */
function checkSandbox(actual: Capabilities, { path, run }: Place): Capabilities {
  const recorded = run.record.capabilities;
  // All sandboxes of a tree are alike; the first one speaks for them.
  if (recorded === undefined || path !== undefined) return actual;
  const [before, now] = [describeSandbox(recorded), describeSandbox(actual)];
  if (before === now) return actual;
  run.bear({
    kind: "sandbox",
    step: run.step,
    what: "the sandbox is another",
    recorded: before,
    actual: now,
  });
  if (run.purpose === "rebuild") return actual;
  const { network, pythonVersion, volume } = recorded;
  return { ...actual, network, pythonVersion, ...(volume === undefined ? {} : { volume }) };
}

function describeSandbox(capabilities: Capabilities): string {
  const { backend, filesystem, isolation, network, pythonVersion, volume } = capabilities;
  return [
    `backend ${backend}`,
    `Python ${pythonVersion}`,
    `isolation ${isolation}`,
    network ? "network" : "no network",
    `files: ${filesystem}`,
    volume === undefined ? "no volume" : `volume ${volume}`,
  ].join("\n");
}

function checkBinding(
  infos: readonly VariableInfo[],
  { path, run }: Place,
): readonly VariableInfo[] {
  const recorded = run.isServed ? run.turnsOf(path)?.variables : undefined;
  for (const expected of recorded ?? []) {
    const actual = infos.find((info) => info.name === expected.name);
    if (actual !== undefined && matchesRecorded(describeInfo(expected), describeInfo(actual))) {
      continue;
    }
    run.diverge({
      kind: "variable",
      ...placeOf({ run, path }),
      what: `variable "${expected.name}" is not the recorded one`,
      recorded: describeInfo(expected),
      actual: actual === undefined ? "" : describeInfo(actual),
    });
  }
  return infos;
}

function placeOf({ path, run }: Place): Pick<Divergence, "step" | "run"> {
  return { step: run.stepOf(path), ...(path === undefined ? {} : { run: path }) };
}

function describeInfo({ chars, head, tail, type }: VariableInfo): string {
  return `${type}, ${chars} characters\n${head}\n${tail}`;
}

interface Cell extends Place {
  readonly inner: Interpreter;
  readonly code: string;
  readonly options: ExecuteOptions | undefined;
}

async function checkCell(cell: Cell): Promise<CellResult> {
  const { code, inner, options = {}, path, run } = cell;
  const step = run.isServed ? run.turnsOf(path)?.steps[run.stepOf(path) - 1] : undefined;
  if (step === undefined) return await inner.execute(code, options);
  checkCode(step, cell);
  const recorded = step.result;
  if (recorded === undefined) return run.endOfRecord();
  const timeoutMs = recorded.status === "timeout" ? { timeoutMs: recorded.timeoutMs } : {};
  let actual: CellResult;
  try {
    actual = await inner.execute(code, { ...options, ...timeoutMs });
  } finally {
    // Guest code may have swallowed what ended the run.
    run.check();
  }
  return judge(recorded, actual, cell);
}

function checkCode(step: RecordedStep, cell: Cell): void {
  const { code, path, run } = cell;
  if (step.code === code) return;
  const { limit, steps } = run.record;
  // A run can be killed between the reply and the start of its code.
  const isLast = path === undefined && run.step === steps.length && limit === undefined;
  if (step.code === undefined && isLast) run.endOfRecord();
  run.diverge({
    kind: "code",
    ...placeOf(cell),
    what: "the code to run is not the recorded code",
    recorded: step.code ?? "",
    actual: code,
  });
}

function judge(recorded: CellResult, actual: CellResult, place: Place): CellResult {
  const difference = compareResults(recorded, actual);
  if (difference === undefined) return actual;
  const { bearable, ...rest } = difference;
  const divergence = { kind: "result", ...placeOf(place), ...rest } as const;
  if (!bearable) place.run.diverge(divergence);
  place.run.bear(divergence);
  return recorded;
}
