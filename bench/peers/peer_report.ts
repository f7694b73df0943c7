/**
 * The comparison as a page, and the bars that it is judged by. Pure.
 *
 * @module
 */

import type { MachineFacts } from "../machine_facts.ts";
import type { Summary } from "../samples.ts";
import type { PeerRow } from "./peer_rows.ts";
import type { Peer, Peers } from "./peers.ts";

/** A bar and what came of it. */
export interface PeerBar {
  /** What is demanded. */
  readonly name: string;
  /** The ratio that was found, as it is told. */
  readonly found: string;
  /** Whether it is kept; `undefined` when it could not be judged. */
  readonly kept: boolean | undefined;
}

/** What a bar demands of our figure and another's. */
interface Demand {
  readonly name: string;
  readonly row: string;
  readonly peer: string;
  /** Least that the other's figure divided by ours may be. */
  readonly atLeast: number;
}

/** Rows that involve nothing but the sandbox. */
const SANDBOX_ROWS: readonly string[] = ["start", "cell", "tool", "context"];

/** What is known of a comparison. */
export interface PeerResults {
  /** The machine. */
  readonly machine: MachineFacts;
  /** Who took part. */
  readonly peers: Peers;
  /** The figures. */
  readonly rows: readonly PeerRow[];
}

/** The bars, judged. Ours is the sandbox that shuts the guest in. */
export function judgePeers(
  { peers, rows }: Pick<PeerResults, "peers" | "rows">,
): readonly PeerBar[] {
  const [ours, ...others] = peers.ready;
  const shutIn = others.filter(({ isolation }) => isolation !== "none");
  const demands: Demand[] = [
    ...shutIn.flatMap((peer) =>
      rows.filter(({ id }) => id !== "sent" && id !== "new").map((row) => ({
        name: `ahead of ${peer.name}: ${row.name}`,
        row: row.id,
        peer: peer.name,
        atLeast: 1,
      }))
    ),
    ...others.filter((peer) => !isOurs(peer) && !shutIn.includes(peer)).flatMap((peer) =>
      rows.filter(({ id }) => !SANDBOX_ROWS.includes(id) && id === "fan").map((row) => ({
        name: `ahead of ${peer.name}: ${row.name}`,
        row: row.id,
        peer: peer.name,
        atLeast: 1,
      }))
    ),
    ...shutIn.flatMap((peer) => [
      {
        name: `a run takes 10 × less than with ${peer.name}`,
        row: "run",
        peer: peer.name,
        atLeast: 10,
      },
      {
        name: `prompt bytes in total ≤ 1/3 of ${peer.name}'s`,
        row: "sent",
        peer: peer.name,
        atLeast: 3,
      },
      {
        name: `prompt bytes that no prompt cache can serve ≤ 1/3 of ${peer.name}'s`,
        row: "new",
        peer: peer.name,
        atLeast: 3,
      },
    ]),
  ];
  return demands.map(({ name, row, peer, atLeast }) => {
    const figures = rows.find(({ id }) => id === row)?.figures ?? {};
    const [mine, other] = [figures[ours?.name ?? ""], figures[peer]];
    if (typeof mine !== "object" || typeof other !== "object") {
      return { name, found: "no figure", kept: undefined };
    }
    const ratio = other.median / mine.median;
    return { name, found: `${showRatio(ratio)} ×`, kept: ratio >= atLeast };
  });
}

function isOurs({ name }: Peer): boolean {
  return name.startsWith("fleet-rlm");
}

function showRatio(ratio: number): string {
  return ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2);
}

function showFigure(figure: Summary | string | undefined, unit: PeerRow["unit"]): string {
  if (figure === undefined) return "";
  if (typeof figure === "string") return figure.replaceAll("|", "\\|").replaceAll("\n", " ");
  const write = (value: number) =>
    unit === "bytes" || value >= 1000
      ? Math.round(value).toLocaleString("en")
      : value >= 10
      ? value.toFixed(1)
      : value.toFixed(3);
  const { median, low, high } = figure;
  return low === high ? write(median) : `${write(median)} (${write(low)}–${write(high)})`;
}

/** The page. */
export function renderPeers(results: PeerResults): string {
  const { machine, peers, rows } = results;
  const facts = Object.entries(machine).map(([key, value]) => `${key} ${value}`).join(", ");
  const names = peers.ready.map(({ name }) => name);
  const bars = judgePeers(results);
  const answer = (kept: boolean | undefined) =>
    kept === undefined ? "not judged" : kept ? "yes" : "no";
  return [
    "# Side by side with other runtimes",
    "",
    "Written by `deno task bench:peers`. Every runtime did the same work against one fake model server",
    "that gave the same cells. Medians, quartiles in brackets; the runtimes took turns. Lower is better.",
    "",
    `Machine: ${facts}.`,
    "",
    "| runtime | version | what shuts the guest in |",
    "| --- | --- | --- |",
    ...peers.ready.map(({ name, version, isolation }) => `| ${name} | ${version} | ${isolation} |`),
    "",
    ...peers.notes.map((note) => `- ${note}`),
    ...peers.notes.length > 0 ? [""] : [],
    `| what | unit | ${names.join(" | ")} |`,
    `| --- | --- | ${names.map(() => "---").join(" | ")} |`,
    ...rows.map(({ name, unit, figures }) =>
      `| ${name} | ${unit} | ${names.map((each) => showFigure(figures[each], unit)).join(" | ")} |`
    ),
    "",
    "- Tool calls and sub-queries are timed by the guest's clock. The 100 MB are read from disk, brought",
    "  into a sandbox that runs, and measured there.",
    "- In the run of 20 turns the model answers at once: its time is what the runtime adds. Each ran in a",
    "  program of its own, whose processor time includes its start; memory is the sum of what each",
    "  process holds (PSS), looked at every 40 ms.",
    "- Where nothing shuts the guest in it runs inside the runtime's own process: such a figure explains,",
    "  and is no rival to one of a sandbox.",
    "",
    "## Bars",
    "",
    `Judged with ${names[0]}.`,
    "",
    "| bar | found | kept |",
    "| --- | --- | --- |",
    ...bars.map(({ name, found, kept }) => `| ${name} | ${found} | ${answer(kept)} |`),
    "",
  ].join("\n");
}
