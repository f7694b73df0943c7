/**
 * What a bar of the timeline stands for, in a few words.
 *
 * @module
 */

import { el } from "./dom.ts";
import { describeTokens, firstLine, formatDuration } from "./format.ts";
import type { PageContext } from "./page_context.ts";
import { labelText } from "./plain_text.ts";
import type { Mark } from "./timeline_layout.ts";

/** A title, a line of figures and the gist of it. */
export function describeMark(mark: Mark, { store }: PageContext): readonly HTMLElement[] {
  const { end, isOpen, kind, start, target } = mark;
  const took = isOpen ? "no end on record" : formatDuration(end - start);
  const at = `at ${formatDuration(start)}`;
  const make = (title: string, figures: readonly string[], gist: string) => [
    el("b", {}, labelText(title)),
    el("span", {}, figures.filter((figure) => figure !== "").join(" · ")),
    ...(gist === "" ? [] : [el("p", {}, labelText(gist))]),
  ];
  if (kind === "setup") {
    return make("Set-up", [took], "The sandbox starts and the inputs are bound");
  }
  if (target.kind === "turn") {
    const turn = store.turns.get(target.id);
    if (turn === undefined) return make("Turn", [took], "");
    const where = turn.run === "" ? "" : `Run ${turn.run}, `;
    const title = `${where}${where === "" ? "Turn" : "turn"} ${turn.step}: ` +
      (kind === "plan" ? "planner" : "code");
    const gist = kind === "plan" ? turn.prose : turn.cell?.problem || turn.code || "";
    const tokens = kind === "plan" && turn.usage !== undefined ? describeTokens(turn.usage) : "";
    return make(title, [took, at, tokens], firstLine(gist));
  }
  const call = store.calls.get(target.id);
  if (call === undefined) return make("Run", [took, at], "");
  const title = call.kind === "query"
    ? `Sub-query ${call.name}`
    : call.kind === "child"
    ? `Child run ${call.name}`
    : `Tool ${call.tool}`;
  const tokens = call.usage === undefined ? "" : describeTokens(call.usage);
  return make(title, [took, at, tokens], firstLine(call.error || call.prompt));
}
