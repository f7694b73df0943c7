/**
 * What sandboxes in a cloud took and cost, in words.
 *
 * @module
 */

import type { Backend, BackendBill } from "../core/backend.ts";
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
  const what = sandboxes === 1 ? "1 sandbox" : `${sandboxes} sandboxes`;
  const took = `Cloud: ${what}, ${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  if (costUsd === undefined) return took;
  const dollars = `$${costUsd.toFixed(costUsd < 0.1 ? 4 : 2)}`;
  return isMeasured
    ? `${took}, about ${dollars} by the workspace's rates`
    : `${took}, at least ${dollars} by the workspace's rates, for what was reserved`;
}
