/**
 * `modal secret create`: stores values that are shown nowhere.
 *
 * @module
 */

import { UsageError } from "../../core/errors.ts";
import { createRedactor } from "../../text/redact.ts";
import type { CommandContext } from "../command_spec.ts";
import { EXIT } from "../exit_code.ts";
import { type CloudSetup, setUpCloud } from "../open_cloud_account.ts";
import { renderJson, renderLines } from "../output.ts";

const KEY = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Stores a secret. */
export async function modalSecretCreate(context: CommandContext): Promise<number> {
  const { args, terminal } = context;
  if (args.flag("force") && args.flag("merge")) {
    throw new UsageError("Cannot use --force and --merge together");
  }
  const pairs = args.arguments("keys").map(splitPair);
  const setup = await setUpCloud(context);
  const values = await completeValues(context, setup, pairs);
  terminal.guard(createRedactor([...setup.config.secrets, ...values.values()]));
  await using account = await setup.open();
  const name = args.requiredArgument("name");
  const mode = args.flag("force") ? "replace" : args.flag("merge") ? "merge" : "create";
  const { isNew } = await account.storeSecret(name, values, mode);
  const result = { secret: name, keys: [...values.keys()], created: isNew };
  terminal.out(
    args.flag("json")
      ? renderJson(result)
      : renderLines({ ...result, keys: result.keys.join(", ") }),
  );
  return EXIT.ok;
}

interface Pair {
  readonly key: string;
  readonly value: string | undefined;
}

/** A message names the key alone: what is behind it, or stands for it by mistake, may be secret. */
function splitPair(text: string, index: number): Pair {
  const cut = text.indexOf("=");
  const key = cut < 0 ? text : text.slice(0, cut);
  if (!KEY.test(key)) {
    const shown = cut < 0 ? "" : ` "${key}"`;
    throw new UsageError(`Cannot use key${shown} (argument ${index + 2}): it is no name`, {
      hint: "KEY or KEY=VALUE, with letters, digits and underscores in KEY",
    });
  }
  return { key, value: cut < 0 ? undefined : text.slice(cut + 1) };
}

/** The values that were given, are in the environment, or are typed now. */
async function completeValues(
  { signal, terminal }: CommandContext,
  { config }: CloudSetup,
  pairs: readonly Pair[],
): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  for (const { key, value } of pairs) {
    if (values.has(key)) throw new UsageError(`Key "${key}" was given twice`);
    const known = value ?? (config.lookup(key) || undefined);
    if (known === undefined && !terminal.isInputTyped) {
      throw new UsageError(`Cannot find a value for "${key}": no variable has that name`, {
        hint: `Set ${key}, or run this in a terminal to be asked for it`,
      });
    }
    values.set(key, known ?? await terminal.ask(`Value of ${key}`, { isHidden: true, signal }));
  }
  return values;
}
