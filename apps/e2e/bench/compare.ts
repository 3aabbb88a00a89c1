/** One thing to time: does its work once and returns how long that took, in ms. */
export type Round = () => Promise<number>;

const ROUNDS = 7;

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

interface Comparison {
  readonly unit?: string;
  /** A higher ratio is a failure of the run. */
  readonly ratioMax?: number;
}

/** Alternates the two, A B A B …, after one round that does not count, and prints medians and the median of the pair ratios. */
export async function compare(
  name: string,
  [ours, baseline]: readonly [Round, Round],
  { unit = 'ms', ratioMax = Infinity }: Comparison = {},
): Promise<void> {
  await ours();
  await baseline();
  const pairs: [number, number][] = [];
  for (let round = 0; round < ROUNDS; round += 1) pairs.push([await ours(), await baseline()]);
  const [a, b] = [median(pairs.map(([x]) => x)), median(pairs.map(([, y]) => y))];
  const ratio = median(pairs.map(([x, y]) => x / y));
  console.log(`${name}: ${a.toFixed(2)} ${unit} against ${b.toFixed(2)} ${unit}, ratio ${ratio.toFixed(2)}`);
  if (ratio <= ratioMax) return;
  console.log(`  FAILED: at most ${ratioMax}`);
  process.exitCode = 1;
}
