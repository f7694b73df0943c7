/**
 * Tells how files go to and from a volume: each on standard error as it arrives, the whole on standard
 * output.
 *
 * @module
 */

import type { VolumeTransfer } from "../core/cloud_account.ts";
import type { CommandContext } from "./command_spec.ts";
import { renderJson, renderLines } from "./output.ts";

/** What is moved. */
export interface TransferPlan {
  /** Name of the volume. */
  readonly volume: string;
  /** The files. */
  readonly files: readonly VolumeTransfer[];
  /** What is done with them. */
  readonly verb: "put" | "get";
}

/** Does the work and tells of it. */
export async function reportTransfers(
  { args, terminal }: CommandContext,
  { volume, files, verb }: TransferPlan,
  work: (onFile: (file: VolumeTransfer) => void) => Promise<void>,
): Promise<void> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  await work(({ remote, bytes }) => {
    done++;
    terminal.err(`${verb} ${remote} (${bytes} bytes, ${done} of ${files.length})\n`);
  });
  const asJson = args.flag("json");
  const result = { volume, files: files.length, bytes: total };
  const paths = files.map(({ local, remote, bytes }) => ({ local, remote, bytes }));
  terminal.out(asJson ? renderJson({ ...result, paths }) : renderLines(result));
}
