/**
 * The top of the page: what was asked, how it ended, its figures, and what a reader must know of it.
 *
 * @module
 */

import type { NoteItem, RunItem } from "../page_data.ts";
import { button, el, refill } from "./dom.ts";
import { firstLine } from "./format.ts";
import type { PageContext } from "./page_context.ts";
import { labelText } from "./plain_text.ts";
import { runFigures, statusPill } from "./run_status.ts";
import { textBlock } from "./text_block.ts";

/** Inputs that hold what was asked, the likeliest first. */
const QUESTIONS: readonly string[] = ["question", "query", "task", "prompt", "request"];

/** Notes that are shown before someone asks for all of them. */
const SHOWN_NOTES = 5;

/** Longest question that is set as a headline. */
const HEADLINE_CHARS = 160;

/** What was asked: an input, the instructions of the task, or what is made from what. */
export function headlineOf(
  run: Pick<RunItem, "inputs" | "instructions" | "outputTypes" | "runId" | "task">,
): { readonly text: string; readonly field: string; readonly isInstructions: boolean } {
  const asked = QUESTIONS.map((name) => run.inputs.find((input) => input.name === name))
    .find((input) => input !== undefined && input.head !== "" && input.tail === "");
  if (asked !== undefined) {
    return { text: asked.head, field: `headline:${asked.name}`, isInstructions: false };
  }
  if (run.instructions !== "") {
    return { text: run.instructions, field: "instructions", isInstructions: true };
  }
  const [given, wanted] = [run.inputs.map(({ name }) => name), Object.keys(run.outputTypes)];
  if (given.length > 0 && wanted.length > 0) {
    const text = `${given.join(", ")} → ${wanted.join(", ")}`;
    return { text, field: "signature", isInstructions: false };
  }
  return { text: run.task || run.runId || "A run", field: "task", isInstructions: false };
}

/** The top of the page. */
export class RunHeader {
  /** The whole of it. */
  readonly element: HTMLElement = el("header", { class: "hero" });
  readonly #page: PageContext;
  readonly #status = el("div", { class: "status-row" });
  readonly #notes = el("div", { class: "notes" });
  readonly #headline = el("div");
  #shown = "";
  #wantsAllNotes = false;

  /** Makes it empty. */
  constructor(page: PageContext) {
    this.#page = page;
    this.element.append(this.#headline, this.#status, this.#notes);
  }

  /** Shows what is known by now. */
  update(): void {
    const { root, notes } = this.#page.store;
    if (root === undefined) return;
    const { field, text } = headlineOf(root);
    if (text !== this.#shown) {
      this.#shown = text;
      const isLong = text.length > HEADLINE_CHARS || text.includes("\n");
      const block = textBlock(text, { field, look: "prose" });
      block.classList.add("headline", ...(isLong ? ["long"] : []));
      refill(
        this.#headline,
        field === "task" ? "" : el("p", { class: "eyebrow" }, labelText(root.task || "run")),
        // The heading of the page, for those who go by headings; the block shows the whole of it.
        el("h1", { class: "unseen" }, labelText(firstLine(text))),
        block,
      );
    }
    refill(this.#status, statusPill(this.#page, root), runFigures(this.#page, root));
    this.#showNotes([...notes.values()]);
  }

  #showNotes(notes: readonly NoteItem[]): void {
    const count = this.#wantsAllNotes ? notes.length : SHOWN_NOTES;
    const shown = notes.slice(0, count).map((note) => this.#noteView(note));
    const left = notes.length - shown.length;
    refill(
      this.#notes,
      ...shown,
      left > 0 && button(`Show ${left} more`, () => {
        this.#wantsAllNotes = true;
        this.#showNotes(notes);
      }, { class: "more" }),
    );
  }

  /** Makes sure that a note is there. */
  revealNote(): HTMLElement {
    this.#wantsAllNotes = true;
    this.#showNotes([...this.#page.store.notes.values()]);
    return this.#notes;
  }

  #noteView({ id, kind, run, step, text }: NoteItem): HTMLElement {
    const where = [run === "" ? "" : `run ${labelText(run)}`, step > 0 ? `turn ${step}` : ""]
      .filter((part) => part !== "").join(", ");
    const turn = `${run}#${step}`;
    return el(
      "div",
      { class: `callout ${kind === "limit" ? "bad" : kind === "warning" ? "fair" : "plain"}` },
      textBlock(text, { field: `note:${id}`, look: "prose" }),
      where !== "" && this.#page.store.turns.has(turn) &&
        button(where, () => void this.#page.reveal({ kind: "turn", id: turn }), { class: "link" }),
    );
  }
}
