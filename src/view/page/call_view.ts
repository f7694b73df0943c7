/**
 * A call as a row that opens: a sub-query with prompt and reply, a tool with arguments and result, a
 * child run with its turns.
 *
 * @module
 */

import type { CallItem, TurnItem } from "../page_data.ts";
import { DetailsView } from "./details_view.ts";
import { el, refill } from "./dom.ts";
import { describeTokens, firstLine, formatCost, formatDuration, formatTokens } from "./format.ts";
import type { PageContext } from "./page_context.ts";
import { labelText } from "./plain_text.ts";
import { ChildView } from "./child_view.ts";
import { textBlock } from "./text_block.ts";

/** A call and where it stands. */
export interface CallPlace {
  /** The call. */
  readonly call: CallItem;
  /** Its turn. */
  readonly turn: TurnItem;
  /** UTF-16 units at the beginning of its prompt that its neighbours have as well. */
  readonly shared: number;
}

/** A call of a turn. */
export class CallView {
  readonly #page: PageContext;
  readonly #details: DetailsView;
  readonly #bar = el("i");
  #call: CallItem;
  #turn: TurnItem;
  #shared = 0;
  #child: ChildView | undefined;

  /** Makes its row. */
  constructor(page: PageContext, { call, shared, turn }: CallPlace) {
    this.#page = page;
    this.#call = call;
    this.#turn = turn;
    this.#shared = shared;
    this.#details = new DetailsView({
      class: `call ${call.kind}`,
      onToggle: (isOpen) => isOpen && this.#fillBody(),
    });
    this.element.dataset["owner"] = "";
    this.#fillHead();
  }

  /** The row. */
  get element(): HTMLElement {
    return this.#details.element;
  }

  /** The child run in it, once it was opened. */
  get child(): ChildView | undefined {
    return this.#child;
  }

  /** Opens it. */
  open(): void {
    this.#details.toggle(true);
  }

  /** Shows what became of the call, and of the run that it started. */
  update({ call, shared, turn }: CallPlace): void {
    const isChanged = call !== this.#call;
    const isOther = isChanged || shared !== this.#shared;
    this.#call = call;
    this.#turn = turn;
    this.#shared = shared;
    if (isOther || call.kind === "child") this.#fillHead();
    else this.#placeBar();
    if (!this.#details.isOpen) return;
    if (this.#child !== undefined) this.#child.update();
    else if (isChanged || call.kind === "child") this.#fillBody();
  }

  #fillHead(): void {
    const call = this.#call;
    const { durationMs, endMs, error, isCached, kind, startMs, usage } = call;
    const isOpen = endMs === undefined;
    this.element.classList.toggle("bad", error !== "");
    this.element.classList.toggle("running", isOpen);
    const took = durationMs ?? (endMs === undefined ? undefined : endMs - startMs);
    const cost = usage === undefined ? "" : formatCost(usage);
    refill(
      this.#details.head,
      el("span", { class: "number" }, nameOf(call)),
      el(
        "span",
        { class: "gist" },
        el("span", { class: "asks" }, labelText(gistOf(call, this.#shared))),
        el("span", { class: "answers" }, labelText(outcomeOf(call))),
      ),
      el("span", { class: "track", "aria-hidden": true }, this.#bar),
      el(
        "span",
        { class: "figures" },
        isCached && el("span", { class: "chip" }, "cached"),
        isOpen && el("span", { class: "chip" }, this.#page.isLive ? "running" : "no end"),
        usage === undefined || kind === "child" ? undefined : el(
          "span",
          { class: "tokens", title: describeTokens(usage) + (cost && `; ${cost}`) },
          formatTokens(usage),
        ),
        el("span", { class: "took" }, took === undefined ? "" : formatDuration(took)),
      ),
    );
    this.#placeBar();
  }

  /** Where in its turn the call was under way. */
  #placeBar(): void {
    const { codeMs, endMs, startMs } = this.#turn;
    const begin = codeMs ?? startMs;
    const whole = Math.max(1, (endMs ?? this.#page.store.nowMs) - begin);
    const share = (ms: number): number => Math.min(1, Math.max(0, (ms - begin) / whole));
    const [from, to] = [
      share(this.#call.startMs),
      share(this.#call.endMs ?? this.#page.store.nowMs),
    ];
    this.#bar.style.setProperty("--from", from.toFixed(4));
    this.#bar.style.setProperty("--share", Math.max(0, to - from).toFixed(4));
  }

  #fillBody(): void {
    const call = this.#call;
    if (this.#page.store.childOf(call) !== undefined) {
      this.#child ??= new ChildView(this.#page, call.name, call.prompt);
      this.#child.update();
      refill(this.#details.body, this.#child.element);
      return;
    }
    const isTool = call.kind === "tool";
    refill(
      this.#details.body,
      el(
        "div",
        { class: "exchange" },
        side(isTool ? "Arguments" : "Prompt", call.prompt, {
          field: "prompt",
          look: isTool ? "print" : "prose",
        }),
        call.error === ""
          ? side(isTool ? "Result" : "Reply", call.reply, {
            field: "reply",
            look: isTool ? "print" : "prose",
            missing: call.endMs === undefined ? "No answer on record" : "Empty",
          })
          : side(
            `Failed${call.errorCode === "" ? "" : `: ${labelText(call.errorCode)}`}`,
            call.error,
            {
              field: "error",
              look: "prose",
            },
          ),
      ),
    );
  }
}

function nameOf({ kind, name, tool }: CallItem): string {
  if (kind === "tool") return labelText(tool);
  return kind === "child" ? `run ${labelText(name)}` : `#${labelText(name)}`;
}

/** What a call asks: of a tool without line ends, of a sub-query where it differs from others. */
function gistOf({ kind, prompt }: CallItem, shared: number): string {
  if (kind === "tool") return onOneLine(prompt);
  const own = firstLine(prompt.slice(shared));
  return shared === 0 || own === "" ? firstLine(prompt) : `… ${own}`;
}

function outcomeOf({ error, kind, reply }: CallItem): string {
  return kind === "tool" && error === "" ? onOneLine(reply) : firstLine(error || reply);
}

function onOneLine(json: string): string {
  return firstLine(json.slice(0, 500).replace(/\s+/g, " "));
}

function side(
  title: string,
  text: string,
  { field, look, missing = "Empty" }: {
    readonly field: string;
    readonly look: "prose" | "print";
    readonly missing?: string;
  },
): HTMLElement {
  return el(
    "div",
    { class: field === "error" ? "side bad" : "side" },
    el("h4", {}, title),
    text === "" ? el("p", { class: "none" }, missing) : textBlock(text, { field, look }),
  );
}
