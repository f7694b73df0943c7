/**
 * What sandboxes in a cloud took and cost, in words.
 *
 * @module
 */

import type { Backend, BackendBill } from "../core/backend.ts";
import { formatCounted, formatDuration, formatUsd } from "../text/format_number.ts";
import { progressLevel } from "./command_setup.ts";
import type { CommandContext } from "./command_spec.ts";

/** Tells what the sandboxes of a backend took, if it can say and the user wants to be told. */
export async function tellBill(context: CommandContext, backend: Backend): Promise<void> {
  if (progressLevel(context) === "quiet" || context.signal.aborted) return;
  const bill = await backend.bill?.();
  if (bill !== undefined) context.terminal.err(`${describeBill(bill)}\n`);
}

/** A bill on one line. */
export function describeBill({ costUsd, isMeasured, sandboxes, seconds }: BackendBill): string {
  const what = formatCounted(sandboxes, "sandbox", "sandboxes");
  const took = `Cloud: ${what}, ${formatDuration(seconds * 1000)}`;
  if (costUsd === undefined) return took;
  const dollars = formatUsd(costUsd);
  return isMeasured
    ? `${took}, about ${dollars} by the workspace's rates`
    : `${took}, at least ${dollars} by the workspace's rates, for what was reserved`;
}
