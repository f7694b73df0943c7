/**
 * Which models a client may choose: it pays with somebody else's key and sends somebody else's
 * documents. Those that the server was started with, others of their providers, what was allowed by
 * name, and `offline`, which goes nowhere; never a script, whose path is not theirs to choose. Pure.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";
import { isLocalModel, OFFLINE } from "../lm/local_model.ts";
import { canonicalModelName } from "../lm/model_name.ts";

/** What the server was started with. */
export interface ModelRules {
  /** The configured models. */
  readonly configured: readonly string[];
  /** Names that may be chosen besides, `provider/model` or `provider/*`. */
  readonly allowed: readonly string[];
}

/**
 * Makes sure that a client may choose this model.
 * @throws {FleetError} `refused`.
 */
export function checkModel(name: string, { configured, allowed }: ModelRules): void {
  const wanted = canonical(name);
  if (wanted === OFFLINE) return;
  const known = configured.map(canonical);
  if ([...known, ...allowed.map(canonical)].includes(wanted)) return;
  const provider = providerOf(wanted);
  const wild = allowed.filter((id) => id.endsWith("/*")).map(canonical);
  if (provider !== undefined && [...known, ...wild].map(providerOf).includes(provider)) return;
  const choice = [OFFLINE, ...known, ...allowed].join(", ");
  throw new FleetError("refused", `Cannot use model "${name}": the server does not allow it`, {
    hint:
      `Choose from ${choice}${known.length === 0 ? "" : " and others of the same providers"}; ` +
      "whoever starts the server adds models with --allow-model",
  });
}

function canonical(name: string): string {
  return isLocalModel(name) ? name : canonicalModelName(name);
}

/** The provider of a canonical name. */
function providerOf(id: string): string | undefined {
  return isLocalModel(id) ? undefined : id.split("/", 1)[0];
}
