/**
 * What is worth knowing of how a run was made, as labels and texts in the order of showing. Pure.
 *
 * @module
 */

import type { JsonObject } from "../core/json.ts";
import { formatCounted } from "../text/format_number.ts";
import { countOf, numberOf, objectOf, objectsOf, own, textOf } from "./event_fields.ts";
import type { Labelled } from "./page_data.ts";

/** What `run-start` tells. */
export function showFacts(event: JsonObject): readonly Labelled[] {
  const recipe = objectOf(event, "recipe");
  const program = objectOf(recipe, "program");
  const version = textOf(program, "version");
  const tools = objectsOf(recipe, "tools").map((tool) => textOf(tool, "name"));
  return known([
    ["Run", textOf(event, "runId")],
    ["Started", textOf(event, "startedAt")],
    ["Task", textOf(event, "task")],
    ["Planner", textOf(event, "planner")],
    ["Sub-model", textOf(event, "subModel")],
    ["Backend", textOf(event, "backend")],
    ["Tools", tools.join(", ")],
    ["Concurrency", countOf(recipe, "concurrency") || ""],
    ["Cell time limit", secondsOf(countOf(recipe, "cellTimeoutMs"))],
    ["Program", version === "" ? "" : `fleet-rlm ${version}, ${hostOf(program)}`],
    ["Resumes", describeOrigin(objectOf(event, "resumedFrom"))],
    ["Branches off", describeOrigin(objectOf(event, "forkedFrom"))],
  ]);
}

/** What `sandbox-start` tells. */
export function showSandboxFacts(capabilities: JsonObject): readonly Labelled[] {
  const network = own(capabilities, "network");
  return known([
    ["Isolation", textOf(capabilities, "isolation")],
    ["Network", network === true ? "open" : network === false ? "none" : ""],
    ["File system", textOf(capabilities, "filesystem")],
    ["Python", textOf(capabilities, "pythonVersion")],
    ["Volume", textOf(capabilities, "volume")],
    ["Sandbox warning", textOf(capabilities, "warning")],
  ]);
}

function known(facts: readonly (readonly [string, string | number])[]): readonly Labelled[] {
  return facts.filter(([, text]) => text !== "")
    .map(([label, text]) => ({ label, text: String(text) }));
}

function secondsOf(ms: number): string {
  return ms === 0 ? "" : `${ms / 1000} s`;
}

function hostOf(program: JsonObject): string {
  const deno = textOf(program, "deno");
  const place = [textOf(program, "os"), textOf(program, "arch")].filter((part) => part !== "");
  return [...(deno === "" ? [] : [`Deno ${deno}`]), ...place].join(", ");
}

function describeOrigin(origin: JsonObject): string {
  const id = textOf(origin, "runId");
  const steps = numberOf(origin, "steps");
  if (id === "" || steps === undefined) return id;
  return `${id} after ${formatCounted(steps, "turn")}`;
}
