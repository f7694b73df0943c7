/**
 * Records of runs put to use: replay them without any model, resume them, branch off them.
 *
 * ```ts
 * import { countSteps, readRecord } from "./mod.ts";
 *
 * const path = await Deno.makeTempFile({ suffix: ".jsonl" });
 * await Deno.writeTextFile(path, '{"schema":"fleet-rlm.trajectory","version":1}\n');
 * const problem = await readRecord(path).then(countSteps, (error) => error.code);
 * console.assert(problem === "input-invalid", "A record without a start tells nothing");
 * await Deno.remove(path);
 * ```
 *
 * @module
 */

export * from "./continuation.ts";
export * from "./continue_run.ts";
export * from "./divergence.ts";
export * from "./find_run.ts";
export * from "./read_record.ts";
export * from "./recorded_inputs.ts";
export * from "./recorded_session.ts";
export * from "./replay_run.ts";
export * from "./run_record.ts";
export * from "./served_models.ts";
export * from "./served_run.ts";
export * from "./served_tools.ts";
