/**
 * `doctor`: whether the program, its models, its backends and what else the composition root hands on
 * are set up, each line with what to do about it.
 *
 * @module
 */

import { cacheFolder } from "../../config/cache_folder.ts";
import type { Config } from "../../config/config.ts";
import { stateFolder } from "../../config/state_folder.ts";
import { userPlaces } from "../../config/user_places.ts";
import type { BackendEntry, BackendSettings } from "../../core/backend.ts";
import type { Diagnose, DiagnosisOptions, DiagnosticCheck } from "../../core/diagnosis.ts";
import { throwIfAborted } from "../../core/errors.ts";
import { backendSettings } from "../backend_settings.ts";
import type { CommandContext } from "../command_spec.ts";
import { loadGuardedConfig, optionMs } from "../command_setup.ts";
import { inspectConfigFiles } from "../defaults/load_defaults.ts";
import { diagnosisRecord, renderCounts, renderFinding } from "../doctor/diagnosis_report.ts";
import { modelChecks } from "../doctor/model_checks.ts";
import { programChecks } from "../doctor/program_checks.ts";
import {
  type CheckSection,
  type PlacedFinding,
  runDiagnosis,
  startDeadline,
} from "../doctor/run_diagnosis.ts";
import { EXIT } from "../exit_code.ts";
import { renderJson } from "../output.ts";

/** Looks at everything, tells what it found, and fails when something failed. */
export async function doctor(context: CommandContext): Promise<number> {
  const { args, terminal, signal } = context;
  const asJson = args.flag("json");
  const findings: PlacedFinding[] = [];
  const look = {
    hasColor: terminal.hasOutputColor,
    width: terminal.isOutputShown ? terminal.width : Infinity,
  };
  using deadline = startDeadline(optionMs(context, "timeout"));
  const ended = new AbortController();
  const ending = AbortSignal.any([signal, deadline.signal, ended.signal]);
  try {
    for await (const finding of runDiagnosis(await makeSections(context, ending), ending)) {
      throwIfAborted(signal);
      if (!asJson) terminal.out(renderFinding(finding, { ...look, before: findings.at(-1) }));
      findings.push(finding);
    }
  } finally {
    ended.abort();
  }
  terminal.out(asJson ? renderJson(diagnosisRecord(findings)) : renderCounts(findings));
  return findings.some(({ status }) => status === "failed") ? EXIT.failure : EXIT.ok;
}

async function makeSections(
  context: CommandContext,
  signal: AbortSignal,
): Promise<readonly CheckSection[]> {
  const { args, backends, cwd, env, diagnoses = [] } = context;
  const places = userPlaces(env);
  const cache = cacheFolder(places);
  const loaded = loadGuardedConfig(context).then(({ config }) => config);
  const config = await loaded.catch(() => undefined);
  const program = programChecks({
    stateFolder: stateFolder(places),
    cacheFolder: cache,
    config: loaded,
    inspectFiles: () => inspectConfigFiles({ env, cwd, backends }),
  });
  // Without settings nothing else can be judged, and the check of the file says why.
  if (config === undefined) return [{ title: "Program", checks: program }];

  const isLive = args.flag("live");
  const found = await settingsOf(context, config).catch((error: unknown) => {
    return { settings: { cacheFolder: cache }, problem: failing(error) };
  });
  const settings: BackendSettings = { ...found.settings, lookup: config.lookup };
  const options: DiagnosisOptions = { settings, cwd, home: places.home, isLive, signal };
  const chosen = config.backend.value;
  return [
    { title: "Program", checks: [...program, ...("problem" in found ? [found.problem] : [])] },
    { title: "Models", checks: modelChecks({ config, isLive, signal }) },
    ...await Promise.all(
      Object.entries(backends).map(async ([name, entry]): Promise<CheckSection> => ({
        title: `Backend ${name}${name === chosen ? " (chosen)" : ""}`,
        checks: await makeChecks(entry.diagnose ?? loading(name, entry), { name, options }),
        isOptional: name !== chosen,
      })),
    ),
    ...(Object.hasOwn(backends, chosen) ? [] : [unknownBackend(chosen, Object.keys(backends))]),
    ...await Promise.all(diagnoses.map(async ({ title, diagnose }) => ({
      title,
      checks: await makeChecks(diagnose, { name: title.toLowerCase(), options }),
    }))),
  ];
}

async function settingsOf(
  context: CommandContext,
  config: Config,
): Promise<{ readonly settings: BackendSettings }> {
  const problem = config.problems.find(({ setting }) => ["backend", "python"].includes(setting));
  if (problem !== undefined) throw problem.error;
  return { settings: await backendSettings(context, config) };
}

/** The checks of a house; when it cannot even be loaded, one that says so. */
async function makeChecks(
  diagnose: Diagnose,
  { name, options }: { readonly name: string; readonly options: DiagnosisOptions },
): Promise<readonly DiagnosticCheck[]> {
  try {
    return await diagnose(options);
  } catch (error) {
    return [{ ...failing(error), name: `${name}.load`, title: "Loading" }];
  }
}

/** What can be looked at of a backend that offers no checks: whether it loads. */
function loading(name: string, entry: BackendEntry): Diagnose {
  return ({ settings }) =>
    Promise.resolve([{
      name: `${name}.load`,
      title: "Loading",
      run: async () => {
        await entry.load(settings);
        return { status: "ok", message: `${entry.summary}; it offers no checks` };
      },
    }]);
}

function failing(error: unknown): DiagnosticCheck {
  return { name: "program.settings", title: "Settings", run: () => Promise.reject(error) };
}

function unknownBackend(chosen: string, names: readonly string[]): CheckSection {
  return {
    title: `Backend ${chosen} (chosen)`,
    checks: [{
      name: "program.backend",
      title: "Backend",
      run: () =>
        Promise.resolve({
          status: "failed",
          message: `Cannot use backend "${chosen}": there is none`,
          hint: `The backends are ${names.join(", ")}`,
        }),
    }],
  };
}
