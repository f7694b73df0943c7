/**
 * The error for a run without a usable planner model, in one place so that the command line, the
 * configuration and the models say the same.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";

/**
 * Makes the `model-not-configured` error.
 *
 * @param reason What exactly is missing.
 */
export function modelNotConfigured(reason: string = "no model named"): FleetError {
  return new FleetError("model-not-configured", `Planner LM not configured: ${reason}`, {
    hint: "Set DSPY_LM_MODEL to 'provider/model' and DSPY_LLM_API_KEY (or DSPY_LM_API_KEY), " +
      "or try '--model offline', which needs neither",
  });
}
