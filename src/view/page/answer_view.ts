/**
 * What came out of a run: its answer, or why there is none.
 *
 * @module
 */

import type { RunItem, ShownOutput } from "../page_data.ts";
import { DetailsView } from "./details_view.ts";
import { el, refill } from "./dom.ts";
import { describeTokens, formatDuration } from "./format.ts";
import type { PageContext } from "./page_context.ts";
import { labelText, textNodes } from "./plain_text.ts";
import { askedView } from "./asked_view.ts";
import { textBlock } from "./text_block.ts";
import { valueView } from "./value_view.ts";

/** The answer of a run. */
export class AnswerView {
  /** The whole of it; hidden while there is nothing to show. */
  readonly element: HTMLElement;
  readonly #page: PageContext;
  readonly #run: string;
  #shown: RunItem | undefined;

  /** Makes it for a run. */
  constructor(page: PageContext, run: string) {
    this.#page = page;
    this.#run = run;
    this.element = el(run === "" ? "section" : "div", { class: "answer", hidden: true });
  }

  /** Shows what there is by now. */
  update(): void {
    const run = this.#page.store.runs.get(this.#run);
    if (run === undefined || run === this.#shown) return;
    this.#shown = run;
    const { error, extract, outputs } = run;
    const title = this.#run === "" ? [el("h2", { class: "unseen" }, "What came of it")] : [];
    const parts = [
      ...(error === undefined ? [] : [failure(error.label, error.text)]),
      ...outputs.map((output) => outputView(output, outputs.length)),
      ...(extract === undefined ? [] : [extractView(extract)]),
    ];
    this.element.hidden = parts.length === 0;
    refill(this.element, ...title, ...parts);
  }
}

function outputView(output: ShownOutput, count: number): HTMLElement {
  const { name, type } = output;
  const isPlain = count === 1 && name === "answer";
  return el(
    "div",
    { class: `output of-${output.kind}` },
    el(
      "h3",
      {},
      isPlain ? "Answer" : el("span", { class: "name" }, ...textNodes(name)),
      type === "" || type === "str" ? undefined : el("span", { class: "type" }, labelText(type)),
    ),
    valueView(output, `output:${name}`),
  );
}

function failure(code: string, message: string): HTMLElement {
  return el(
    "div",
    { class: "failure" },
    el("h3", {}, code === "interrupted" ? "The run was interrupted" : "The run failed"),
    textBlock(message, { field: "failure", look: "prose" }),
    code === "" ? undefined : el("code", {}, labelText(code)),
  );
}

function extractView(extract: NonNullable<RunItem["extract"]>): HTMLElement {
  const details = new DetailsView({
    class: "fold",
    onToggle: (isOpen) => {
      if (!isOpen || details.body.hasChildNodes()) return;
      refill(
        details.body,
        extract.reply !== "" && textBlock(extract.reply, { field: "extract", look: "prose" }),
        extract.error !== "" && textBlock(extract.error, { field: "extract-error", look: "prose" }),
        askedView(extract.asked, "What the planner was told"),
      );
    },
  });
  const usage = extract.usage === undefined ? "" : `; ${describeTokens(extract.usage)}`;
  refill(
    details.head,
    el("span", {}, "The one question at the limit"),
    el("span", { class: "aside" }, formatDuration(extract.durationMs) + usage),
  );
  details.element.dataset["holds"] = "extract";
  return details.element;
}
