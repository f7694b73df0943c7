/**
 * What could be the value of an option, or an argument without a name.
 *
 * @module
 */

import { resolve } from "node:path";
import { recordsFolder, stateFolder } from "../../config/state_folder.ts";
import { userPlaces } from "../../config/user_places.ts";
import { recordIds } from "../../records/record_ids.ts";
import type { PositionalSpec } from "../command_spec.ts";
import type { OptionSpec } from "../option_spec.ts";
import { type Candidate, type Completion, NO_COMPLETION } from "./completion.ts";

/** Where values are looked for. */
export interface CompletionPlaces {
  /** The process environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The current folder, absolute. */
  readonly cwd: string;
}

/** Most runs and paths that are offered. */
const MAX_LISTED = 200;

/** Values of an option; `typed` is what there is of it. */
export async function completeOption(
  option: OptionSpec,
  typed: string,
  places: CompletionPlaces,
): Promise<Completion> {
  if (option.kind === "choice") return { candidates: asCandidates(option.choices) };
  if (option.name === "model" || option.name === "sub-model") return await completeModel();
  if (option.name === "input") return await completeInput(typed, places);
  return completePath(option.path);
}

/** Values of an argument without a name. */
export async function completePositional(
  { choices, completes, path }: PositionalSpec,
  places: CompletionPlaces,
): Promise<Completion> {
  if (choices !== undefined) return { candidates: asCandidates(choices) };
  if (completes === "run") return { candidates: await listRuns(places), path: "file" };
  return completePath(path);
}

function completePath(path: OptionSpec["path"]): Completion {
  if (path === undefined) return NO_COMPLETION;
  return { candidates: [], path: path === "folder" ? "folder" : "file" };
}

async function completeModel(): Promise<Completion> {
  const { PROVIDERS } = await import("../../lm/providers.ts");
  return {
    candidates: [
      { value: "offline", help: "No network, no language model" },
      { value: "scripted:", help: "Replies from a file" },
      ...PROVIDERS.map(({ baseUrl, name }) => ({
        value: `${name}/`,
        help: baseUrl ?? "An address of your own",
      })),
    ],
  };
}

/** Paths behind the `@` of `name=@path`; the shell cannot know where they begin. */
async function completeInput(typed: string, { cwd }: CompletionPlaces): Promise<Completion> {
  const match = /^([^=]*=@)(.*)$/s.exec(typed);
  if (match === null) return NO_COMPLETION;
  const [, head = "", path = ""] = match;
  const cut = path.lastIndexOf("/") + 1;
  const [folder, begun] = [path.slice(0, cut), path.slice(cut)];
  const found: Candidate[] = [];
  try {
    for await (const { isDirectory, name } of Deno.readDir(resolve(cwd, folder || "."))) {
      if (!name.startsWith(begun) || (name.startsWith(".") && begun === "")) continue;
      found.push({ value: `${head}${folder}${name}${isDirectory ? "/" : ""}` });
    }
  } catch {
    // No such folder: nothing to offer.
  }
  return { candidates: found.sort(byValue).slice(0, MAX_LISTED) };
}

/** The runs on record, the newest first. */
async function listRuns({ env }: CompletionPlaces): Promise<readonly Candidate[]> {
  const ids = await recordIds(recordsFolder(stateFolder(userPlaces(env)))).catch(() => []);
  const newest = ids.slice(0, MAX_LISTED);
  return [
    ...(newest.length === 0 ? [] : [{ value: "last", help: "The newest run" }]),
    ...asCandidates(newest),
  ];
}

function asCandidates(values: readonly string[]): readonly Candidate[] {
  return values.map((value) => ({ value }));
}

function byValue(a: Candidate, b: Candidate): number {
  return a.value < b.value ? -1 : 1;
}
