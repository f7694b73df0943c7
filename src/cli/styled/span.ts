/**
 * Text with its looks, apart from how a terminal is told of them: what live displays and rendered
 * answers are made of.
 *
 * @module
 */

/** A look. */
export type Style =
  | "bold"
  | "dim"
  | "italic"
  | "underline"
  | "strike"
  | "red"
  | "green"
  | "yellow"
  | "blue"
  | "cyan";

/** A piece of text with one look. */
export interface Span {
  /** The text, without control characters that matter: they are replaced when it is painted. */
  readonly text: string;
  /** Its looks; none for plain text. */
  readonly styles?: readonly Style[];
}

/** A line of text. */
export type StyledLine = readonly Span[];

/** A piece of text. */
export function span(text: string, ...styles: readonly Style[]): Span {
  return styles.length === 0 ? { text } : { text, styles };
}

/** The spans with more looks. */
export function restyle(spans: readonly Span[], ...styles: readonly Style[]): readonly Span[] {
  return spans.map((each) => ({ ...each, styles: [...each.styles ?? [], ...styles] }));
}
