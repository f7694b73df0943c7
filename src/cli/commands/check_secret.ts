/**
 * `check-secret` and `check-secret-key`: which keys a stored secret has. Values are never read.
 *
 * @module
 */

import { FleetError } from "../../core/errors.ts";
import type { CommandContext } from "../command_spec.ts";
import { EXIT } from "../exit_code.ts";
import { openCloudAccount } from "../open_cloud_account.ts";
import { renderJson, renderLines } from "../output.ts";

const DEFAULT_SECRET = "LITELLM";
const DEFAULT_KEY = "DSPY_LLM_API_KEY";
/** The keys that are told, in order. */
const TOLD_KEYS: readonly string[] = [
  "DSPY_LM_MODEL",
  "DSPY_LM_API_BASE",
  DEFAULT_KEY,
  "DSPY_LM_MAX_TOKENS",
];
/** The other name of the key, told when it stands in. */
const OTHER_KEY = "DSPY_LM_API_KEY";

/** Tells which of a model's keys a secret has. */
export async function checkSecret(context: CommandContext): Promise<number> {
  const name = context.args.text("secret-name") ?? DEFAULT_SECRET;
  const found = await lookUp(context, name, [...TOLD_KEYS, OTHER_KEY]);
  const isStandIn = !found.has(DEFAULT_KEY) && found.has(OTHER_KEY);
  const told = [...TOLD_KEYS, ...(isStandIn ? [OTHER_KEY] : [])];
  print(context, Object.fromEntries(told.map((key) => [key, found.has(key)])));
  const missing = [
    ...(found.has("DSPY_LM_MODEL") ? [] : ["DSPY_LM_MODEL"]),
    ...(found.has(DEFAULT_KEY) || isStandIn ? [] : [DEFAULT_KEY]),
  ];
  if (missing.length > 0) throw lacking(name, missing);
  return EXIT.ok;
}

/** Tells whether a secret has one key. */
export async function checkSecretKey(context: CommandContext): Promise<number> {
  const name = context.args.text("secret-name") ?? DEFAULT_SECRET;
  const key = context.args.text("key") ?? DEFAULT_KEY;
  const present = (await lookUp(context, name, [key])).has(key);
  print(context, { present });
  if (!present) throw lacking(name, [key]);
  return EXIT.ok;
}

async function lookUp(
  context: CommandContext,
  name: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  await using account = await openCloudAccount(context);
  try {
    return await account.secretKeys(name, keys);
  } catch (thrown) {
    if (!(thrown instanceof FleetError) || thrown.code !== "secret-missing") throw thrown;
    const wanted = keys.length === 1 ? keys[0] : "DSPY_LM_MODEL DSPY_LLM_API_KEY";
    throw new FleetError("secret-missing", thrown.message, {
      hint: `Create it: fleet-rlm modal secret create ${name} ${wanted}`,
      cause: thrown,
    });
  }
}

function lacking(name: string, keys: readonly string[]): FleetError {
  return new FleetError("secret-missing", `Secret "${name}" has no ${keys.join(" and no ")}`, {
    hint: `Add it: fleet-rlm modal secret create ${name} ${keys.join(" ")} --merge`,
  });
}

function print({ args, terminal }: CommandContext, result: Record<string, boolean>): void {
  terminal.out(args.flag("json") ? renderJson(result) : renderLines(result));
}
