/**
 * The head of a turn: number, gist, what came of it, and its figures.
 *
 * @module
 */

import type { TurnItem } from "../page_data.ts";
import type { DetailsView } from "./details_view.ts";
import { el, refill } from "./dom.ts";
import { describeTokens, firstLine, formatCost, formatCounted, formatDuration } from "./format.ts";
import { formatTokens } from "./format.ts";
import type { PageContext } from "./page_context.ts";
import { labelText } from "./plain_text.ts";
import { spendingOf } from "./spending.ts";

/** Fills the head of a turn. */
export function fillTurnHead(details: DetailsView, turn: TurnItem, page: PageContext): void {
  const { store } = page;
  const [state, tone] = stateOf(turn, page);
  const calls = store.callsOf(turn);
  const count = (kind: string): number => calls.filter((call) => call.kind === kind).length;
  const [queries, children, tools] = [count("query"), count("child"), count("tool")];
  const failed = calls.filter((call) => call.error !== "").length;
  const { total } = spendingOf(store, turn);
  const cost = formatCost(total);
  const code = turn.code ?? turn.replyCode ?? "";
  const isProse = turn.prose !== "";
  details.element.className = `turn ${tone}${details.isOpen ? " open" : ""}`;
  refill(
    details.head,
    el("span", { class: "step" }, el("span", { class: "unseen" }, "Turn "), String(turn.step)),
    el(
      "span",
      { class: isProse ? "gist" : "gist code" },
      labelText(firstLine(isProse ? turn.prose : pastImports(code))) ||
        (turn.hasReply ? "No text" : "…"),
    ),
    el(
      "span",
      { class: "chips" },
      state !== "" && el("span", { class: `chip ${tone}` }, state),
      turn.isCached && el("span", { class: "chip" }, "cached"),
      queries > 0 &&
        el("span", { class: "chip query" }, formatCounted(queries, "sub-query", "sub-queries")),
      children > 0 && el("span", { class: "chip child" }, formatCounted(children, "child run")),
      tools > 0 && el("span", { class: "chip tool" }, formatCounted(tools, "tool call")),
      failed > 0 && el("span", { class: "chip bad" }, `${failed} failed`),
    ),
    el(
      "span",
      { class: "figures" },
      el(
        "span",
        { class: "tokens", title: describeTokens(total) },
        total.input + total.output > 0 ? formatTokens(total) : "",
      ),
      cost === "" ? undefined : el("span", { class: "cost" }, cost),
      el("span", { class: "took" }, formatDuration((turn.endMs ?? store.nowMs) - turn.startMs)),
    ),
  );
}

/** Code from the first line on that does something; all of it where none does. */
function pastImports(code: string): string {
  const lines = code.split("\n");
  const first = lines.findIndex((line) => !/^\s*(?:$|import\s|from\s+\S+\s+import\s)/.test(line));
  return first < 0 ? code : lines.slice(first).join("\n");
}

/** What came of a turn, when that is worth a word. */
function stateOf(
  turn: TurnItem,
  { isLive, store }: PageContext,
): readonly [text: string, tone: "good" | "fair" | "bad" | "live" | "plain"] {
  switch (turn.cell?.status) {
    case "ok":
      return ["", "plain"];
    case "submitted":
      return ["submitted", "good"];
    case "error":
      return ["error", "bad"];
    case "timeout":
      return ["timed out", "bad"];
    case "crashed":
      return ["sandbox lost", "bad"];
    case undefined:
      break;
    default:
      return [labelText(turn.cell?.status ?? ""), "fair"];
  }
  if (turn.hasReply && turn.code === undefined && turn.replyCode === undefined) {
    return ["no code", "fair"];
  }
  const isLast = store.turnsOf(turn.run).at(-1) === turn;
  const isGoingOn = isLive && isLast && store.runs.get(turn.run)?.status === "open";
  return isGoingOn ? [turn.hasReply ? "running" : "planning", "live"] : ["no end", "fair"];
}
