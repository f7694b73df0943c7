/**
 * The configuration for a recorded run: backend and models as they were, unless the command line says
 * otherwise.
 *
 * A record may come from somebody else. So nothing is taken from it that gives away keys or opens the
 * sandbox: no base URL, no path, no permission.
 *
 * @module
 */

import { resolve } from "node:path";
import type { Config } from "../config/config.ts";
import type { Setting } from "../config/setting.ts";
import { SCRIPTED } from "../lm/local_model.ts";
import type { RunRecord } from "../replay/run_record.ts";

/** The backend of the record, unless `--backend` names one. */
export function withBackendOf(record: RunRecord, config: Config): Config {
  return { ...config, backend: unlessFlag(config.backend, "--backend", record.start.backend) };
}

/**
 * Backend and models of the record, unless flags name others. Where one model did everything and
 * another planner is named, that does everything.
 */
export function withModelsOf(record: RunRecord, config: Config): Config {
  const { planner, subModel } = record.start;
  const model = unlessFlag(config.model, "--model", locate(planner, record));
  const isOne = subModel === planner;
  return {
    ...withBackendOf(record, config),
    model,
    subModel: unlessFlag(
      config.subModel,
      "--sub-model",
      isOne ? model.value : locate(subModel, record),
    ),
  };
}

/** The name of a model; the file of a scripted one is where it was, wherever one is now. */
function locate(model: string, { start }: RunRecord): string {
  const { cwd } = start.recipe.settings;
  if (!model.startsWith(SCRIPTED) || typeof cwd !== "string") return model;
  return SCRIPTED + resolve(cwd, model.slice(SCRIPTED.length));
}

function unlessFlag<T>(setting: Setting<T>, flag: string, recorded: T): Setting<T> {
  if (setting.origin.kind === "flag") return setting;
  return { value: recorded, origin: { kind: "flag", flag }, secret: false };
}
