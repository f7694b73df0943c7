/**
 * A turn as a row that opens: what the planner thought and wrote, the code, what it printed and
 * changed, what went wrong, and what it called.
 *
 * @module
 */

import type { CallItem, TurnItem } from "../page_data.ts";
import { askedView } from "./asked_view.ts";
import { CallList } from "./call_list.ts";
import type { CallView } from "./call_view.ts";
import { DetailsView } from "./details_view.ts";
import { el, refill } from "./dom.ts";
import type { PageContext } from "./page_context.ts";
import { changesView, problemView, section } from "./turn_parts.ts";
import { fillTurnHead } from "./turn_head.ts";
import { textBlock } from "./text_block.ts";
import { valueView } from "./value_view.ts";

const CALL_TITLES: Readonly<Record<CallItem["kind"], string>> = {
  query: "Sub-queries",
  child: "Child runs",
  tool: "Tool calls",
};

/** A part of an open turn: made anew only when what it is made from changed. */
interface Part {
  readonly key: string;
  readonly from: unknown;
  make(): HTMLElement | undefined;
}

/** A turn. */
export class TurnView {
  /** The list item. */
  readonly element: HTMLElement;
  readonly #page: PageContext;
  readonly #details: DetailsView;
  readonly #lists = new Map<CallItem["kind"], CallList>();
  readonly #parts = new Map<string, { from: unknown; element: HTMLElement | undefined }>();
  #turn: TurnItem;

  /** Makes its row. */
  constructor(page: PageContext, turn: TurnItem) {
    this.#page = page;
    this.#turn = turn;
    this.#details = new DetailsView({
      class: "turn",
      onToggle: (isOpen) => isOpen && this.#updateBody(),
    });
    this.#details.element.dataset["owner"] = "";
    this.element = el("li", {}, this.#details.element);
    fillTurnHead(this.#details, turn, page);
  }

  /** Its button. */
  get head(): HTMLButtonElement {
    return this.#details.head;
  }

  /** Whether it is open. */
  get isOpen(): boolean {
    return this.#details.isOpen;
  }

  /** Opens or closes it. */
  toggle(isOpen?: boolean): void {
    this.#details.toggle(isOpen);
  }

  /** Opens it, and the row of one of its calls. */
  openCall(call: CallItem): CallView | undefined {
    this.toggle(true);
    const view = this.#lists.get(call.kind)?.view(call.id);
    view?.open();
    return view;
  }

  /** Shows what has become of it. */
  update(turn: TurnItem): void {
    this.#turn = turn;
    fillTurnHead(this.#details, turn, this.#page);
    if (this.isOpen) this.#updateBody();
  }

  #updateBody(): void {
    let last: Element | null = null;
    for (const { key, from, make } of this.#listParts()) {
      const known = this.#parts.get(key);
      let element = known?.element;
      if (known === undefined || known.from !== from) {
        const made = make();
        element?.remove();
        element = made;
        this.#parts.set(key, { from, element });
        if (element !== undefined) {
          if (last === null) this.#details.body.prepend(element);
          else last.after(element);
        }
      }
      last = element ?? last;
    }
    this.#updateCalls();
  }

  #listParts(): readonly Part[] {
    const turn = this.#turn;
    const { cell, prose, remark, replyCode, thought } = turn;
    const code = turn.code ?? replyCode;
    const text = (key: string, title: string, from: string, look: "prose" | "print"): Part => ({
      key,
      from,
      make: () => from === "" ? undefined : section(title, textBlock(from, { field: key, look })),
    });
    return [
      text("thought", "Thoughts", thought, "prose"),
      text("prose", "Reasoning", prose, "prose"),
      { key: "remark", from: remark, make: () => remark === "" ? undefined : noteOf(remark) },
      {
        key: "code",
        from: `${code}${turn.isEdited}${cell?.line}`,
        make: () =>
          code === undefined ? undefined : section(codeTitle(turn), codeBlock(turn, code)),
      },
      ...(["query", "child", "tool"] as const).map((kind): Part => ({
        key: kind,
        from: this.#callsOf(kind).length > 0,
        make: () => this.#makeList(kind),
      })),
      {
        key: "output",
        from: cell,
        make: () =>
          cell === undefined || cell.output === "" ? undefined : section(
            "Output",
            textBlock(cell.output, { field: "output", look: "print" }),
            cell.omittedChars > 0
              ? `${cell.omittedChars.toLocaleString("en")} characters left out`
              : "",
          ),
      },
      { key: "problem", from: cell, make: () => cell && problemView(cell) },
      {
        key: "value",
        from: cell,
        make: () =>
          cell?.value === undefined ? undefined : section(
            cell.status === "submitted" ? "Submitted" : "Value",
            valueView(cell.value, "value"),
          ),
      },
      { key: "changes", from: cell, make: () => cell && changesView(cell) },
      {
        key: "asked",
        from: turn.asked,
        make: () => askedView(turn.asked, "What the planner was told"),
      },
    ];
  }

  #makeList(kind: CallItem["kind"]): HTMLElement | undefined {
    if (this.#callsOf(kind).length === 0) return undefined;
    const list = new CallList(this.#page, this.#turn);
    this.#lists.set(kind, list);
    list.update(this.#callsOf(kind), this.#turn);
    const made = section(CALL_TITLES[kind], list.element, String(this.#callsOf(kind).length));
    made.classList.add("wide");
    return made;
  }

  #updateCalls(): void {
    for (const [kind, list] of this.#lists) {
      const calls = this.#callsOf(kind);
      list.update(calls, this.#turn);
      const count = this.#parts.get(kind)?.element?.querySelector("h3 .aside");
      if (count) refill(count, String(calls.length));
    }
  }

  #callsOf(kind: CallItem["kind"]): readonly CallItem[] {
    return this.#page.store.callsOf(this.#turn).filter((call) => call.kind === kind);
  }
}

function noteOf(text: string): HTMLElement {
  return el("p", { class: "callout fair" }, text);
}

function codeTitle({ code, isEdited }: TurnItem): string {
  if (code === undefined) return "Code that did not run";
  return isEdited ? "Code, not that of the reply" : "Code";
}

function codeBlock({ cell }: TurnItem, code: string): HTMLElement {
  return textBlock(code, {
    field: "code",
    look: "python",
    ...(cell?.line === undefined ? {} : { badLine: cell.line }),
  });
}
