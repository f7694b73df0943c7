/**
 * Groups of one-letter flags: `-v`, `-xvf`, `-n5`, `-o=file`, `-o/path`.
 *
 * @module
 */

/** What a group says: letters, each with its value if it has one, and the one that may take more. */
export interface ShortFlags {
  /** Letters in order; `undefined` for one without a value. */
  readonly pairs: readonly (readonly [letter: string, value: string | undefined])[];
  /** The last letter, when the next argument may be its value. */
  readonly last: string | undefined;
}

/** Takes a group of one-letter flags apart. */
export function shortPairs(arg: string): ShortFlags {
  const pairs: [string, string | undefined][] = [];
  const letters = arg.slice(1, -1);
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at]!;
    const rest = arg.slice(at + 2);
    const value = attachedValue(letter, rest);
    pairs.push([letter, value]);
    if (value !== undefined && rest !== "-") return { pairs, last: undefined };
  }
  const last = arg.slice(-1);
  return { pairs, last: last === "-" ? undefined : last };
}

/** The value written right behind a letter, if what follows is one. */
function attachedValue(letter: string, rest: string): string | undefined {
  if (rest === "-") return rest;
  if (/[A-Za-z]/.test(letter)) {
    const assigned = /=(.+)/.exec(rest)?.[1];
    if (assigned !== undefined) return assigned;
    if (/-?\d+(\.\d*)?(e-?\d+)?$/.test(rest)) return rest;
  }
  return rest.length > 1 && /\W/.test(rest[0]!) ? rest : undefined;
}
