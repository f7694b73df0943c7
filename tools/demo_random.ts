/**
 * Random numbers that are the same on every platform and in every version: sfc32 (Chris Doty-Humphrey,
 * PractRand), in 32-bit integer arithmetic only. For the demo document and for tests; not for keys.
 *
 * @module
 */

/** A source of random choices. */
export interface SeededRandom {
  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** One item of a list that is not empty. */
  pick<T>(items: readonly T[]): T;
}

/** Creates a source whose choices depend on `seed` (a 32-bit integer) alone. */
export function createSeededRandom(seed: number): SeededRandom {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88 | 0, 1];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();
  const integer = (low: number, high: number) => low + next() % (high - low + 1);
  return {
    integer,
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new RangeError("Cannot pick an item: the list is empty");
      return items[integer(0, items.length - 1)] as T;
    },
  };
}
