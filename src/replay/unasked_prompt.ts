/**
 * The recorded sub-query that a run should have made in place of one that is not on record. Records
 * are read without their prompts, so this goes back to the file.
 *
 * @module
 */

import { hashRequest } from "../rlm/request_hash.ts";
import { scanTrajectory } from "../rlm/read_trajectory.ts";
import type { ServedRun } from "./served_run.ts";

/**
 * The first prompt of the current step that nobody has asked yet; undefined when there is none, or
 * the file cannot be read any more.
 */
export async function findUnaskedPrompt(run: ServedRun): Promise<string | undefined> {
  const { path, queries } = run.record;
  const { step } = run;
  let found: string | undefined;
  const visit = (prompt: string): void => {
    const hash = hashRequest([{ role: "user", content: prompt }]);
    if (run.hasLeft(queries, hash)) found ??= prompt;
  };
  try {
    await scanTrajectory(path, (event) => {
      const isThere = event.type === "query-start" && event.run === undefined;
      if (isThere && event.step === step && found === undefined) visit(event.prompt);
    });
  } catch {
    return undefined; // It only explains a divergence that is known already.
  }
  return found;
}
