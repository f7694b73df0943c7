/**
 * Draws a timeline on a canvas, in the colours of the page's style.
 *
 * @module
 */

import { formatDuration } from "./format.ts";
import type { Mark, TimelineLayout } from "./timeline_layout.ts";
import { type Band, SCALE_HEIGHT, type Scene, type Span, ticksOf } from "./timeline_scene.ts";

/** What is drawn. */
export interface Picture {
  /** What there is. */
  readonly layout: TimelineLayout;
  /** Where it stands. */
  readonly scene: Scene;
  /** The time in view. */
  readonly view: Span;
  /** The mark under the pointer or chosen with keys. */
  readonly chosen: Mark | undefined;
  /** A span that is being drawn open with the pointer. */
  readonly selection: Span | undefined;
  /** Where the pointer is, milliseconds. */
  readonly cursor: number | undefined;
}

type Colour =
  | Mark["kind"]
  | "bad"
  | "ink"
  | "faint"
  | "line"
  | "paper"
  | "accent";

const COLOURS: readonly Colour[] = [
  ...["setup", "plan", "code", "query", "tool", "child", "bad"] as const,
  ...["ink", "faint", "line", "paper", "accent"] as const,
];

/** Draws on a canvas. */
export class TimelinePainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  #colours: Readonly<Record<string, string>> = {};
  #font = "12px sans-serif";
  #width = 0;

  /** Takes the canvas. */
  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
  }

  /** Width of the canvas, CSS pixels. */
  get width(): number {
    return this.#width;
  }

  /** Where a moment is, CSS pixels from the left. */
  xOf(ms: number, { from, to }: Span): number {
    return (ms - from) / (to - from) * this.#width;
  }

  /** The moment at a place. */
  msOf(x: number, { from, to }: Span): number {
    return from + x / Math.max(1, this.#width) * (to - from);
  }

  /** Reads size and colours anew. */
  measure(height: number): void {
    const canvas = this.#canvas;
    const style = getComputedStyle(canvas);
    this.#colours = Object.fromEntries(COLOURS.map((name) => [name, resolve(canvas, name)]));
    this.#font = `11.5px ${style.fontFamily}`;
    const ratio = Math.min(3, globalThis.devicePixelRatio || 1);
    this.#width = canvas.clientWidth;
    canvas.style.setProperty("height", `${height}px`);
    canvas.width = Math.max(1, Math.round(this.#width * ratio));
    canvas.height = Math.max(1, Math.round(height * ratio));
    this.#context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  /** Draws. */
  paint(picture: Picture): void {
    const context = this.#context;
    if (context === null || this.#width === 0) return;
    context.clearRect(0, 0, this.#width, picture.scene.height);
    context.font = this.#font;
    this.#paintScale(context, picture);
    this.#paintLevels(context, picture);
    for (const band of picture.scene.bands) this.#paintBand(context, band, picture);
    this.#paintPointer(context, picture);
  }

  #paintScale(context: CanvasRenderingContext2D, { scene, view }: Picture): void {
    context.textBaseline = "middle";
    const ticks = ticksOf(view, this.#width / 110);
    for (const tick of ticks) {
      const x = Math.round(this.xOf(tick, view)) + 0.5;
      context.fillStyle = this.#colour("line");
      if (x > 1) context.fillRect(x - 0.5, SCALE_HEIGHT, 1, scene.height - SCALE_HEIGHT);
      const text = tick === 0 ? "0" : formatDuration(tick);
      const width = context.measureText(text).width;
      context.fillStyle = this.#colour("faint");
      context.fillText(text, Math.min(this.#width - width, Math.max(0, x - width / 2)), 12);
    }
  }

  #paintLevels(context: CanvasRenderingContext2D, { layout, scene, view }: Picture): void {
    if (scene.levels === undefined) return;
    const { height, top } = scene.levels;
    const base = top + height;
    const yOf = (count: number): number => base - count / layout.most * height;
    context.beginPath();
    context.moveTo(-1, base);
    let before = 0;
    for (const { at, count } of layout.levels) {
      const x = Math.max(-1, Math.min(this.#width + 1, this.xOf(at, view)));
      context.lineTo(x, yOf(before));
      context.lineTo(x, yOf(count));
      before = count;
    }
    context.lineTo(this.#width + 1, yOf(before));
    context.lineTo(this.#width + 1, base);
    context.closePath();
    context.globalAlpha = 0.22;
    context.fillStyle = this.#colour("query");
    context.fill();
    context.globalAlpha = 1;
  }

  #paintBand(context: CanvasRenderingContext2D, band: Band, picture: Picture): void {
    const { group, thickness, titleTop } = band;
    const { layout, view } = picture;
    context.fillStyle = this.#colour("faint");
    const most = group.kind === "calls" && layout.most > 1 ? `, up to ${layout.most} at once` : "";
    context.fillText(`${group.title}${most}`, 0, titleTop + 9);
    for (const [lane, marks] of group.byLane.entries()) {
      const y = band.top + lane * band.pitch;
      let drawnTo = -1;
      for (const mark of marks) {
        const left = this.xOf(mark.start, view);
        const right = this.xOf(mark.end, view);
        if (right < 0 || left > this.#width) continue;
        const isChosen = mark === picture.chosen;
        // Where many stand on one pixel, one of them stands for all.
        if (right < drawnTo && !mark.isBad && !isChosen && mark.kind !== "code") continue;
        drawnTo = mark.kind === "child" ? drawnTo : Math.max(left + 1, right);
        this.#paintMark(context, mark, { left, right, y, thickness, isChosen });
      }
    }
    if (group.kind === "turns") this.#paintNumbers(context, band, view);
  }

  #paintMark(
    context: CanvasRenderingContext2D,
    mark: Mark,
    place: {
      readonly left: number;
      readonly right: number;
      readonly y: number;
      readonly thickness: number;
      readonly isChosen: boolean;
    },
  ): void {
    const isInset = mark.kind === "plan" || mark.kind === "code";
    const isInChild = isInset && place.thickness < 20;
    const inset = isInChild ? Math.min(4, place.thickness / 3) : 0;
    const left = Math.max(-4, place.left);
    const width = Math.max(1.5, Math.min(this.#width + 4, place.right) - left - 0.75);
    const y = place.y + inset;
    const height = place.thickness - 2 * inset;
    context.fillStyle = this.#colour(mark.isBad && mark.kind !== "child" ? "bad" : mark.kind);
    context.globalAlpha = mark.kind === "child" ? 0.28 : mark.isOpen ? 0.55 : 1;
    context.beginPath();
    if (height >= 3 && width >= 3) context.roundRect(left, y, width, height, 2);
    else context.rect(left, y, width, height);
    context.fill();
    context.globalAlpha = 1;
    if (!place.isChosen) return;
    context.strokeStyle = this.#colour("ink");
    context.lineWidth = 1.5;
    context.strokeRect(left - 1, y - 1, width + 2, Math.max(4, height + 2));
  }

  /** Numbers of turns, where they fit. */
  #paintNumbers(context: CanvasRenderingContext2D, band: Band, view: Span): void {
    const { group, thickness, top } = band;
    let freeFrom = -Infinity;
    for (const mark of group.byLane[0] ?? []) {
      if (mark.kind !== "plan") continue;
      const number = mark.target.id.slice(mark.target.id.lastIndexOf("#") + 1);
      const x = Math.max(0, this.xOf(mark.start, view)) + 5;
      const width = context.measureText(number).width;
      const room = this.xOf(mark.end, view) - x;
      if (room < width + 3 || x < freeFrom) continue;
      context.fillStyle = this.#colour("paper");
      context.fillText(number, x, top + thickness / 2 + 0.5);
      freeFrom = x + width + 4;
    }
  }

  #paintPointer(
    context: CanvasRenderingContext2D,
    { cursor, scene, selection, view }: Picture,
  ): void {
    if (selection !== undefined) {
      const left = this.xOf(selection.from, view);
      context.globalAlpha = 0.14;
      context.fillStyle = this.#colour("accent");
      context.fillRect(left, SCALE_HEIGHT, this.xOf(selection.to, view) - left, scene.height);
      context.globalAlpha = 1;
    }
    if (cursor === undefined) return;
    const x = Math.round(this.xOf(cursor, view));
    context.fillStyle = this.#colour("faint");
    context.fillRect(x, SCALE_HEIGHT, 1, scene.height - SCALE_HEIGHT);
    const text = formatDuration(cursor);
    const width = context.measureText(text).width;
    const left = Math.min(this.#width - width - 6, Math.max(6, x - width / 2));
    context.fillStyle = this.#colour("paper");
    context.fillRect(left - 6, 2, width + 12, 20);
    context.fillStyle = this.#colour("ink");
    context.fillText(text, left, 12);
  }

  #colour(name: Colour): string {
    return this.#colours[name] ?? "#888";
  }
}

/** A colour of the style sheet as the canvas takes it: without `light-dark()`. */
function resolve(canvas: HTMLCanvasElement, name: Colour): string {
  const before = canvas.style.color;
  canvas.style.color = `var(--${name})`;
  const colour = getComputedStyle(canvas).color;
  canvas.style.color = before;
  return colour;
}
