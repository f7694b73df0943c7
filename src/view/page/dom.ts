/**
 * Elements made from code. Texts become text nodes and attributes attributes, never markup, so that
 * nothing in a record can turn into part of the page.
 *
 * @module
 */

/// <reference no-default-lib="true" />
/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/// <reference lib="esnext" />

/** What an element can be given: attributes by name; a listener under `on` and the event's name. */
export interface Attributes {
  /** The value of an attribute: absent when false or undefined, empty when true. */
  readonly [name: string]: string | number | boolean | undefined | ((event: Event) => void);
}

/** What an element can hold. */
export type Child = Node | string | undefined | false;

/** Makes an element. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  fill(element, children);
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element of a drawing. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(SVG, tag) as SVGElementTagNameMap[K];
  setAttributes(element, attributes);
  fill(element, children);
  return element;
}

/** Adds children to an element. */
export function fill(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child !== undefined && child !== false) element.append(child);
  }
}

/** Puts children in place of all that an element has. */
export function refill(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren();
  fill(element, children);
}

/** A button that looks like one, or like nothing with `class: "bare"`. */
export function button(
  label: string,
  onPress: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  return el("button", { type: "button", onclick: () => onPress(), ...attributes }, label);
}

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
}
