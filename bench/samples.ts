/**
 * Samples of two things taken in turn, so that what the machine does meanwhile hits both alike, and
 * what is told of them.
 *
 * @module
 */

/** A number of samples in short. */
export interface Summary {
  /** Middle value. */
  readonly median: number;
  /** First quartile. */
  readonly low: number;
  /** Third quartile. */
  readonly high: number;
  /** How many there were. */
  readonly samples: number;
}

/** Takes one sample: milliseconds. */
export type Sampler = () => Promise<number>;

/** Samples of both, in turn, the order changing each round; the first round is thrown away. */
export async function interleave(
  subject: Sampler,
  baseline: Sampler,
  rounds: number,
): Promise<{ readonly subject: Summary; readonly baseline: Summary }> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    const turns = [
      async () => ours.push(await subject()),
      async () => theirs.push(await baseline()),
    ];
    if (round % 2 === 1) turns.reverse();
    for (const turn of turns) await turn();
    if (round === 0) ours.length = theirs.length = 0;
  }
  return { subject: summarize(ours), baseline: summarize(theirs) };
}

/** Samples of several, in turn, each round beginning with another; the first round is thrown away. */
export async function takeTurns(
  samplers: readonly Sampler[],
  rounds: number,
): Promise<readonly (readonly number[])[]> {
  const samples = samplers.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (let turn = 0; turn < samplers.length; turn++) {
      const at = (round + turn) % samplers.length;
      const sample = await samplers[at]!();
      if (round > 0) samples[at]!.push(sample);
    }
  }
  return samples;
}

/** Median and quartiles. */
export function summarize(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    samples: sorted.length,
  };
}

/** The value below which `share` of the sorted values lie, between two of them in proportion. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
}
