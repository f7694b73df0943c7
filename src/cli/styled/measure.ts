/**
 * How wide text is on a terminal: letters of East Asia and emoji take two columns, marks none.
 *
 * @module
 */

/** Columns that a text takes. */
export type Measure = (text: string) => number;

/** Loads the tables that it takes to know. */
export async function loadMeasure(): Promise<Measure> {
  const { default: stringWidth } = await import("string-width");
  return (text) => stringWidth(text);
}
