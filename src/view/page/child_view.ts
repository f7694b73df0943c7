/**
 * A run inside another one: what it was asked, what came of it, and its turns.
 *
 * @module
 */

import type { RunItem } from "../page_data.ts";
import { AnswerView } from "./answer_view.ts";
import { el, refill } from "./dom.ts";
import type { PageContext } from "./page_context.ts";
import { runFigures, statusPill } from "./run_status.ts";
import { textBlock } from "./text_block.ts";
import { TurnList } from "./turn_list.ts";

/** A child run. */
export class ChildView {
  /** The whole of it. */
  readonly element: HTMLElement = el("div", { class: "child-run", "data-owner": true });
  /** Its turns. */
  readonly turns: TurnList;
  readonly #page: PageContext;
  readonly #run: string;
  readonly #top = el("div", { class: "child-top" });
  readonly #answer: AnswerView;
  #shown: RunItem | undefined;

  /** Makes it for a run and what that was asked. */
  constructor(page: PageContext, run: string, asked: string) {
    this.#page = page;
    this.#run = run;
    this.turns = new TurnList(page, run);
    this.#answer = new AnswerView(page, run);
    this.element.append(
      this.#top,
      ...(asked === "" ? [] : [textBlock(asked, { field: "prompt", look: "prose" })]),
      this.#answer.element,
      this.turns.element,
    );
  }

  /** Shows what has become of it. */
  update(): void {
    const run = this.#page.store.runs.get(this.#run);
    if (run === undefined) return;
    if (run !== this.#shown || run.endMs === undefined) {
      refill(this.#top, statusPill(this.#page, run), runFigures(this.#page, run));
      this.#answer.update();
      this.#shown = run;
    }
    this.turns.update();
  }
}
