/**
 * `modal cleanup`: ends sandboxes that nobody uses any more.
 *
 * @module
 */

import type { CloudSandbox } from "../../core/cloud_account.ts";
import { UsageError } from "../../core/errors.ts";
import { renderSandbox, sandboxRecord } from "../cloud_sandbox_report.ts";
import type { CommandContext } from "../command_spec.ts";
import { EXIT } from "../exit_code.ts";
import { openCloudAccount } from "../open_cloud_account.ts";
import { renderJson } from "../output.ts";

/** Ends them, or shows which it would end. */
export async function modalCleanup(context: CommandContext): Promise<number> {
  const { args, terminal } = context;
  const ids = args.arguments("sandbox");
  if (ids.length > 0 && args.flag("all")) {
    throw new UsageError("Cannot use --all together with names of sandboxes");
  }
  const isDry = args.flag("dry-run");
  await using account = await openCloudAccount(context);
  const living = await account.sandboxes();
  const chosen = choose(living, ids, args.flag("all"));
  const kept = living.filter((sandbox) => !chosen.includes(sandbox));
  if (!isDry) await Promise.all(chosen.map(({ id }) => account.endSandbox(id)));
  if (args.flag("json")) {
    terminal.out(renderJson({
      [isDry ? "would_end" : "ended"]: chosen.map(sandboxRecord),
      left: kept.map(sandboxRecord),
    }));
    return EXIT.ok;
  }
  const list = (title: string, sandboxes: readonly CloudSandbox[]) =>
    [`${title}: ${sandboxes.length}`, ...sandboxes.map((one) => `  ${renderSandbox(one)}`), ""]
      .join("\n");
  terminal.out(list(isDry ? "would end" : "ended", chosen));
  if (kept.length > 0) terminal.out(list("left alone", kept));
  return EXIT.ok;
}

function choose(
  living: readonly CloudSandbox[],
  ids: readonly string[],
  isAll: boolean,
): readonly CloudSandbox[] {
  const unknown = ids.find((id) => !living.some((sandbox) => sandbox.id === id));
  if (unknown !== undefined) {
    throw new UsageError(`Cannot end "${unknown}": no living sandbox of fleet-rlm has that name`, {
      hint: "See fleet-rlm modal status",
    });
  }
  return living.filter(({ id, owner }) =>
    ids.length > 0 ? ids.includes(id) : isAll || owner === "gone"
  );
}
