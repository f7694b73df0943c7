/**
 * What sub-queries take in memory while they wait for a free place, and the bars.
 *
 * @module
 */

import type { EngineRow } from "./engine_cases.ts";
import { measureQueue, type QueueReport } from "./queue_memory.ts";
import { summarize } from "./samples.ts";

const QUEUED = 1_000;
const LONG_BYTES = 50_000;
const SHORT_BYTES = 200;
const ROUNDS = 5;

/**
 * The figures.
 *
 * Four bars. What is in use is the text once and a tenth of it: the calls under way hold their request
 * twice more, as JSON and as bytes, which is 3 of 100 for 16 in 1,000. A call takes no more than 4 KiB of
 * resident memory beside its text. At its highest, resident memory is what bringing the same texts to
 * the host takes by itself, and a tenth of that; and it is no more than four times the text, for a
 * message is bytes in pieces, bytes in one, text and the values in it before any of these goes.
 */
export async function queueMemory(folder: string): Promise<readonly EngineRow[]> {
  const long: QueueReport[] = [];
  const bare: QueueReport[] = [];
  const short: QueueReport[] = [];
  const request = { queries: QUEUED, folder };
  for (let round = 0; round < ROUNDS; round++) {
    long.push(await measureQueue({ ...request, promptBytes: LONG_BYTES }));
    bare.push(await measureQueue({ ...request, promptBytes: LONG_BYTES, isBare: true }));
    short.push(await measureQueue({ ...request, promptBytes: SHORT_BYTES }));
  }
  const text = QUEUED * LONG_BYTES;
  const what = `${QUEUED} queued sub-queries of ${LONG_BYTES} bytes`;
  const row = (
    name: string,
    reports: readonly QueueReport[],
    read: (report: QueueReport) => number,
  ): EngineRow => ({ name, unit: "×", value: summarize(reports.map((each) => read(each) / text)) });
  const eachOver = (
    name: string,
    reports: readonly QueueReport[],
    read: (report: QueueReport) => number,
  ): EngineRow => {
    const promptBytes = reports === short ? SHORT_BYTES : LONG_BYTES;
    const value = summarize(reports.map((each) => read(each) / QUEUED - promptBytes));
    return { name, unit: "bytes", value };
  };
  const held = (report: QueueReport) => report.heldBytes;
  const peak = (report: QueueReport) => report.peakBytes;
  const collected = (report: QueueReport) => report.collectedBytes;
  const settled = (report: QueueReport) => report.settledBytes;
  const overBare = summarize(long.map((each, round) => each.peakBytes / bare[round]!.peakBytes));
  return [
    { ...row(`${what}: memory in use, against their text`, long, held), bar: 1.1 },
    eachOver("in use beside the text, each", long, held),
    {
      name: `${what}: resident memory at its highest, against a host tool given the same`,
      unit: "×",
      value: overBare,
      bar: 1.1,
    },
    {
      ...row(`${what}: resident memory at its highest, against their text`, long, peak),
      bar: 4,
    },
    row("resident while they wait, against their text", long, settled),
    row("resident after a garbage collection, against their text", long, collected),
    row("the host tool: resident at its highest, against their text", bare, peak),
    row("the host tool: resident after a garbage collection", bare, collected),
    {
      ...eachOver(
        `${QUEUED} queued sub-queries of ${SHORT_BYTES} bytes: resident beside the text, each`,
        short,
        settled,
      ),
      bar: 4096,
    },
    eachOver("in use beside the text, each, of the short ones", short, held),
  ];
}
