/**
 * Text that can be shown on a terminal without steering it. Pure.
 *
 * @module
 */

/** What a terminal would obey instead of showing: C0 but tab and newline, delete, C1. */
// deno-lint-ignore no-control-regex
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;

/** The text with every control character but tab and newline replaced by U+FFFD. */
export function disarm(text: string): string {
  return text.replace(CONTROLS, "\ufffd");
}
