/**
 * The timeline: shows what is pointed at, opens what is pressed, zooms into what is drawn open, and
 * can be walked with the keys.
 *
 * @module
 */

import { button, el, refill } from "./dom.ts";
import { formatCounted } from "./format.ts";
import { describeMark } from "./mark_text.ts";
import type { PageContext } from "./page_context.ts";
import { layOut, type Mark, type TimelineLayout } from "./timeline_layout.ts";
import { TimelinePainter } from "./timeline_painter.ts";
import { isSqueezed, markAt, placeScene, type Scene, type Span } from "./timeline_scene.ts";
import type { Tooltip } from "./tooltip.ts";

/** Pointer travel, CSS pixels, from which a press is a selection. */
const DRAG = 5;

/** How near to a mark counts as on it, CSS pixels. */
const SLACK = 4;

/** Shortest span that can be zoomed to, milliseconds. */
const SHORTEST = 0.5;

/** The timeline. */
export class TimelineView {
  /** The card. */
  readonly element: HTMLElement;
  readonly #page: PageContext;
  readonly #tooltip: Tooltip;
  readonly #canvas: HTMLCanvasElement;
  readonly #painter: TimelinePainter;
  readonly #whole = button("Whole run", () => this.#zoomTo(undefined), { hidden: true });
  readonly #tall = button("Full height", () => this.#makeTall(), { "aria-pressed": "false" });
  readonly #legend = el("ul", { class: "legend", "aria-hidden": true });
  #layout: TimelineLayout;
  #scene: Scene;
  #zoom: Span | undefined;
  #isTall = false;
  #chosen: Mark | undefined;
  #cursor: number | undefined;
  #pressedAt: number | undefined;
  #selection: Span | undefined;
  #isDue = false;

  /** Makes it; draws nothing yet. */
  constructor(page: PageContext, tooltip: Tooltip) {
    this.#page = page;
    this.#tooltip = tooltip;
    this.#layout = layOut(page.store);
    this.#scene = placeScene(this.#layout, false);
    this.#canvas = el("canvas", {
      role: "application",
      tabindex: 0,
      "aria-roledescription": "timeline",
      "aria-label": "Timeline: arrow keys go from bar to bar, Enter opens, + and - zoom",
    });
    this.#painter = new TimelinePainter(this.#canvas);
    this.element = el(
      "section",
      { class: "card timeline", "aria-labelledby": "timeline-title" },
      el(
        "header",
        {},
        el("h2", { id: "timeline-title" }, "Timeline"),
        this.#legend,
        el(
          "span",
          { class: "tools" },
          this.#tall,
          this.#whole,
          button("−", () => this.#zoomBy(2), { title: "Zoom out", "aria-label": "Zoom out" }),
          button("+", () => this.#zoomBy(0.5), { title: "Zoom in", "aria-label": "Zoom in" }),
        ),
      ),
      this.#canvas,
    );
    this.#listen();
    new ResizeObserver(() => this.redraw()).observe(this.#canvas);
  }

  /** Lays out what changed. */
  update(): void {
    const chosen = this.#chosen?.target.id;
    this.#layout = layOut(this.#page.store);
    this.#chosen = chosen === undefined
      ? undefined
      : this.#marks().find(({ target }) => target.id === chosen);
    const { groups, most } = this.#layout;
    this.element.hidden = groups.length === 0;
    refill(this.#legend, ...legendEntries(this.#marks()));
    this.#tall.hidden = !isSqueezed(this.#layout);
    const bars = groups.map(({ byLane, title }) => `${title}: ${byLane.flat().length}`).join("; ");
    this.#canvas.setAttribute(
      "aria-label",
      `Timeline. ${bars} bars, up to ${formatCounted(most, "call")} at once. ` +
        "Arrow keys go from bar to bar, Enter opens, + and - zoom",
    );
    this.redraw();
  }

  /** Draws anew, such as in another colour. */
  redraw(): void {
    this.#scene = placeScene(this.#layout, this.#isTall);
    this.#painter.measure(this.#scene.height);
    this.#paint();
  }

  get #view(): Span {
    return this.#zoom ?? { from: this.#layout.start, to: this.#layout.end };
  }

  #marks(): readonly Mark[] {
    return this.#layout.groups.flatMap(({ byLane }) => byLane.flat());
  }

  #listen(): void {
    const canvas = this.#canvas;
    canvas.addEventListener("pointermove", (event) => this.#onMove(event));
    canvas.addEventListener("pointerleave", () => this.#onLeave());
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || event.pointerType === "touch") return;
      this.#pressedAt = event.offsetX;
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointerup", (event) => this.#onRelease(event));
    canvas.addEventListener("pointercancel", () => this.#onLeave());
    canvas.addEventListener("click", (event) => {
      // Touch does not choose what it passes over, so it is looked up here.
      if (this.#selection === undefined) this.#open(this.#markUnder(event));
      this.#selection = undefined;
      this.#paint();
    });
    canvas.addEventListener("dblclick", () => this.#zoomTo(undefined));
    canvas.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    canvas.addEventListener("keydown", (event) => this.#onKey(event));
    canvas.addEventListener("blur", () => this.#tooltip.hide());
  }

  #markUnder({ offsetX, offsetY }: MouseEvent): Mark | undefined {
    const ms = this.#painter.msOf(offsetX, this.#view);
    const slackMs = this.#painter.msOf(offsetX + SLACK, this.#view) - ms;
    return markAt(this.#scene, { ms, y: offsetY, slackMs });
  }

  #onMove(event: PointerEvent): void {
    const ms = this.#painter.msOf(event.offsetX, this.#view);
    this.#cursor = event.pointerType === "touch" ? undefined : ms;
    if (this.#pressedAt !== undefined && Math.abs(event.offsetX - this.#pressedAt) > DRAG) {
      const from = this.#painter.msOf(this.#pressedAt, this.#view);
      this.#selection = { from: Math.min(from, ms), to: Math.max(from, ms) };
      this.#tooltip.hide();
    } else {
      this.#chosen = this.#markUnder(event);
      this.#canvas.classList.toggle("pointing", this.#chosen !== undefined);
      if (this.#chosen === undefined) this.#tooltip.hide();
      else {
        const content = describeMark(this.#chosen, this.#page);
        this.#tooltip.show(event.clientX, event.clientY, ...content);
      }
    }
    this.#paint();
  }

  #onRelease(event: PointerEvent): void {
    this.#pressedAt = undefined;
    const selection = this.#selection;
    if (selection === undefined) return;
    // The click that follows finds the selection and does not open anything.
    const { from, to } = this.#view;
    const width = Math.max(SHORTEST, selection.to - selection.from);
    this.#zoomTo({
      from: Math.max(from, selection.from),
      to: Math.min(to, selection.from + width),
    });
    this.#canvas.releasePointerCapture(event.pointerId);
  }

  #onLeave(): void {
    this.#cursor = undefined;
    this.#chosen = undefined;
    this.#pressedAt = undefined;
    this.#selection = undefined;
    this.#tooltip.hide();
    this.#paint();
  }

  /** Zooms with Ctrl or Cmd, goes sideways with Shift or a sideways wheel; else the page scrolls. */
  #onWheel(event: WheelEvent): void {
    const { from, to } = this.#view;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const at = this.#painter.msOf(event.offsetX, this.#view);
      this.#zoomBy(Math.exp(event.deltaY / 300), at);
      return;
    }
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    if (sideways === 0 || this.#zoom === undefined) return;
    event.preventDefault();
    this.#moveBy(sideways / Math.max(1, this.#painter.width) * (to - from));
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const actions: Readonly<Record<string, () => void>> = {
      ArrowRight: () => this.#step(1),
      ArrowLeft: () => this.#step(-1),
      ArrowDown: () => this.#step(1),
      ArrowUp: () => this.#step(-1),
      Enter: () => this.#open(this.#chosen),
      "+": () => this.#zoomBy(0.5),
      "=": () => this.#zoomBy(0.5),
      "-": () => this.#zoomBy(2),
      "0": () => this.#zoomTo(undefined),
    };
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (action === undefined) return;
    event.preventDefault();
    action();
  }

  #step(by: 1 | -1): void {
    const marks = this.#marks().toSorted((a, b) => a.start - b.start || a.lane - b.lane);
    if (marks.length === 0) return;
    const at = this.#chosen === undefined ? -1 : marks.indexOf(this.#chosen);
    const next = at < 0 ? (by > 0 ? 0 : marks.length - 1) : at + by;
    const mark = marks[Math.min(marks.length - 1, Math.max(0, next))]!;
    this.#chosen = mark;
    const { from, to } = this.#view;
    if (mark.start < from || mark.start > to) this.#moveBy(mark.start - (from + to) / 2);
    const box = this.#canvas.getBoundingClientRect();
    const x = box.left + this.#painter.xOf(Math.max(mark.start, this.#view.from), this.#view);
    const content = describeMark(mark, this.#page);
    this.#tooltip.show(x, box.bottom, ...content);
    this.#page.announce(content.map((part) => part.textContent ?? "").join(". "));
    this.#paint();
  }

  #open(mark: Mark | undefined): void {
    if (mark === undefined) return;
    this.#tooltip.hide();
    this.#page.reveal(mark.target);
  }

  #makeTall(): void {
    this.#isTall = !this.#isTall;
    this.#tall.setAttribute("aria-pressed", String(this.#isTall));
    this.redraw();
  }

  #zoomBy(factor: number, around?: number): void {
    const { from, to } = this.#view;
    const at = around ?? (this.#chosen?.start ?? (from + to) / 2);
    const centre = Math.min(to, Math.max(from, at));
    this.#zoomTo({
      from: centre - (centre - from) * factor,
      to: centre + (to - centre) * factor,
    });
  }

  #moveBy(ms: number): void {
    const { from, to } = this.#view;
    const { end, start } = this.#layout;
    const by = Math.min(end - to, Math.max(start - from, ms));
    this.#zoomTo({ from: from + by, to: to + by });
  }

  #zoomTo(span: Span | undefined): void {
    const { end, start } = this.#layout;
    const isWhole = span === undefined || (span.from <= start && span.to >= end);
    if (isWhole) this.#zoom = undefined;
    else if (span.to - span.from >= SHORTEST) {
      this.#zoom = { from: Math.max(start, span.from), to: Math.min(end, span.to) };
    }
    this.#whole.hidden = this.#zoom === undefined;
    this.#paint();
  }

  /** Draws once, however often it is asked to before the next frame. */
  #paint(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#painter.paint({
        layout: this.#layout,
        scene: this.#scene,
        view: this.#view,
        chosen: this.#chosen,
        selection: this.#pressedAt === undefined ? undefined : this.#selection,
        cursor: this.#cursor,
      });
    });
  }
}

const LEGEND = [
  ["setup", "set-up"],
  ["plan", "planner"],
  ["code", "code"],
  ["child", "child run"],
  ["query", "sub-query"],
  ["tool", "tool call"],
] as const;

/** What the colours mean, as far as they are there. */
function legendEntries(marks: readonly Mark[]): readonly HTMLElement[] {
  const kinds = new Set(marks.map(({ kind }) => kind));
  const entries = LEGEND.filter(([kind]) => kinds.has(kind))
    .map(([kind, text]) => el("li", { class: `key-${kind}` }, text));
  const hasBad = marks.some(({ isBad, kind }) => isBad && kind !== "child");
  return hasBad ? [...entries, el("li", { class: "key-bad" }, "failed")] : entries;
}
