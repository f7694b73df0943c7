/**
 * What the runs of one process share: the place for their sandboxes, their models, where records go.
 * The command line opens it (`src/cli/open_run_host.ts`); `run_job.ts` makes runs with it.
 *
 * @module
 */

import type { Backend } from "../core/backend.ts";
import type { JsonObject } from "../core/json.ts";
import type { Models } from "../lm/create_models.ts";

/** Names of the models of a run; what is left out is as configured. */
export interface ModelChoice {
  /** The planner, `provider/model`. */
  readonly model?: string;
  /** The model that answers sub-queries; that of a planner named here is the planner itself. */
  readonly subModel?: string;
}

/** The common ground of runs; dispose of it when all of them are over. */
export interface RunHost extends Disposable {
  /** Makes their sandboxes. */
  readonly backend: Backend;
  /** How all of this was set up, for records. Holds no keys. */
  readonly settings: JsonObject;
  /**
   * The models of a run; the same names give the same ones.
   * @throws {FleetError} As `createModels`.
   */
  models(choice?: ModelChoice): Promise<Models>;
  /** Takes secrets out of a text. */
  redact(text: string): string;
  /** Path for the record of a run; `undefined` when none is kept. */
  recordPath(runId: string): string | undefined;
}
