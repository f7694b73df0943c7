/**
 * `runs`: the runs on record, newest first.
 *
 * @module
 */

import { recordsFolder, stateFolder } from "../../config/state_folder.ts";
import { userPlaces } from "../../config/user_places.ts";
import { knownCost } from "../../core/lm.ts";
import { listRecords } from "../../records/list_records.ts";
import { recordIds } from "../../records/record_ids.ts";
import { type RunSummary, summaryJson } from "../../records/run_summary.ts";
import { formatCount, formatDuration, formatUsd } from "../../text/format_number.ts";
import type { CommandContext } from "../command_spec.ts";
import { disarm } from "../disarm.ts";
import { EXIT } from "../exit_code.ts";
import { renderJson } from "../output.ts";
import { readRecordFilter } from "../record_filter.ts";
import { renderTable, type TextColumn } from "../text_table.ts";

const COLUMNS: readonly TextColumn[] = [
  { head: "RUN" },
  { head: "TASK" },
  { head: "STATUS" },
  { head: "TURNS", side: "right" },
  { head: "TIME", side: "right" },
  { head: "COST", side: "right", isSpare: true },
  { head: "TOKENS", side: "right", isSpare: true },
  { head: "CALLS", side: "right", isSpare: true },
  { head: "PLANNER", isSpare: true },
  { head: "BACKEND", isSpare: true },
];

/** Lists the wanted runs. */
export async function runs(context: CommandContext): Promise<number> {
  const { args, env, signal, terminal } = context;
  const filter = readRecordFilter(context);
  const most = args.number("limit") || Infinity;
  const folder = recordsFolder(stateFolder(userPlaces(env)));
  const shown: RunSummary[] = [];
  let hasMore = false;
  for await (const summary of listRecords(folder, { filter, signal })) {
    hasMore = shown.length >= most;
    if (hasMore) break;
    shown.push(summary);
  }
  if (args.flag("json")) {
    const records = shown.map(summaryJson);
    terminal.out(renderJson({ folder, runs: records, more: hasMore }));
    return EXIT.ok;
  }
  if (shown.length === 0) {
    const { length } = await recordIds(folder);
    const none = length === 0
      ? "No runs are"
      : `None of ${formatCount(length)} runs on record is like this`;
    terminal.err(`${length === 0 ? `${none} on record in ${folder}` : none}\n`);
    return EXIT.ok;
  }
  const width = terminal.isOutputShown ? terminal.width : Infinity;
  terminal.out(disarm(renderTable(COLUMNS, shown.map(rowOf), { width })));
  if (hasMore) terminal.err(`These are the newest ${shown.length}; --limit 0 shows all\n`);
  return EXIT.ok;
}

function rowOf(summary: RunSummary): readonly string[] {
  const { iterations, llmCalls, usage } = summary;
  const cost = usage === undefined ? undefined : knownCost(usage);
  const tokens = usage === undefined ? 0 : usage.inputTokens + usage.outputTokens;
  return [
    summary.id,
    summary.task || "?",
    summary.state,
    iterations === undefined ? "" : formatCount(iterations),
    summary.durationMs === 0 ? "" : formatDuration(summary.durationMs),
    cost === undefined ? "" : formatUsd(cost),
    tokens === 0 ? "" : formatCount(tokens),
    llmCalls === undefined ? "" : formatCount(llmCalls),
    summary.planner,
    summary.backend,
  ];
}
