/**
 * The texts that belong to an item itself, and not to an item inside of it.
 *
 * @module
 */

/** The element of a field of an item. */
export function ownField(owner: HTMLElement, field: string): HTMLElement | undefined {
  return [...owner.querySelectorAll<HTMLElement>("[data-field]")]
    .find((element) => element.dataset["field"] === field && isOwn(element, owner));
}

/** Opens the folds of an item that hold a field. */
export function openOwnFold(owner: HTMLElement, field: string): void {
  for (const name of foldsOf(field)) {
    for (const fold of owner.querySelectorAll<HTMLElement>("[data-holds]")) {
      if (fold.dataset["holds"] !== name || !isOwn(fold, owner)) continue;
      fold.querySelector<HTMLElement>(':scope > .head[aria-expanded="false"]')?.click();
    }
  }
}

/** Names of the folds that a field may be in, the outer one first. */
function foldsOf(field: string): readonly string[] {
  if (field.startsWith("asked:")) return ["extract", "asked"];
  if (field.startsWith("extract")) return ["extract"];
  return field.startsWith("input") ? [field.replace(/^input-end:/, "input:")] : [];
}

function isOwn(element: HTMLElement, owner: HTMLElement): boolean {
  return element.closest("[data-owner]") === owner;
}
