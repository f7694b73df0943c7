/**
 * The one way in which a signature text is refused: what is wrong, and a caret under the place.
 *
 * @module
 */

import { FleetError } from "../core/errors.ts";

/** Where in which text something is wrong. */
export interface SignaturePlace {
  /** The whole signature text. */
  readonly text: string;
  /** Index of the offending character. */
  readonly at: number;
}

/** An error with code `signature-invalid` whose message shows the line and a caret. */
export function signatureError(place: SignaturePlace, problem: string, hint?: string): FleetError {
  const lineStart = place.text.slice(0, place.at).lastIndexOf("\n") + 1;
  const lineEnd = place.text.indexOf("\n", lineStart);
  const line = place.text.slice(lineStart, lineEnd < 0 ? undefined : lineEnd).trimEnd();
  const column = place.at - lineStart;
  const caret = `${" ".repeat(column)}^`;
  return new FleetError(
    "signature-invalid",
    `Cannot parse signature: ${problem} (column ${column + 1})\n  ${line}\n  ${caret}`,
    { hint: hint ?? 'Write it like "document, query -> findings: list[str], answer"' },
  );
}
