import type { Facts, RuleResult } from './hard.rules.js';
import { checkRules } from './hard.rules.js';
import { amountOf, leftOf, openOf, type Pair } from './pair.js';

/** Weights in hundredths that add up to 100. A changed number is a new version: stored suggestions name the one they used. */
export const SCORING_POLICY = {
  version: 2,
  weights: {
    priority: 25,
    urgency: 20,
    'share-covered': 20,
    'earmark-tightness': 15,
    'quantity-fit': 10,
    'group-priority': 10,
  },
  /** Needed within so many days is as urgent as it gets; after so many, not urgent at all. */
  urgentWithinDays: 30,
  relaxedAfterDays: 365,
} as const;

export type PartName = keyof typeof SCORING_POLICY.weights;

export interface ScorePart {
  readonly part: PartName;
  /** Share of the score, 0 to 1. */
  readonly weight: number;
  /** 0 to 1, four decimals. */
  readonly value: number;
  readonly facts: Facts;
}

/** Why a pair stands where it stands: data only, kept with each match; the client makes the words. */
export interface Reasons {
  readonly policyVersion: number;
  readonly rules: readonly RuleResult[];
  readonly parts: readonly ScorePart[];
  /** 0 to 1, four decimals. */
  readonly score: number;
}

/** Values are whole ten-thousandths, so that every machine and the database come to the same score. */
const ONE = 10_000n;
const DAY_MS = 86_400_000;

const PARTS: Record<PartName, (pair: Pair) => { value: bigint; facts: Facts }> = {
  // What is not stated adds nothing, as with the date below: any other number would be ours, not the State's.
  priority: ({ item: { priority } }) => ({
    value: priority === null ? 0n : ratio(BigInt(priority - 1), 4n),
    facts: { priority },
  }),

  urgency: ({ item, today }) => {
    if (item.neededBy === null) return { value: 0n, facts: { neededBy: null, daysLeft: null } };
    const daysLeft = Math.round((Date.parse(item.neededBy) - Date.parse(today)) / DAY_MS);
    const { urgentWithinDays, relaxedAfterDays } = SCORING_POLICY;
    const value = ratio(BigInt(relaxedAfterDays - daysLeft), BigInt(relaxedAfterDays - urgentWithinDays));
    return { value, facts: { neededBy: item.neededBy, daysLeft } };
  },

  'share-covered': (pair) => ({
    value: ratio(amountOf(pair), openOf(pair.item)),
    facts: { amount: `${amountOf(pair)}`, open: `${openOf(pair.item)}` },
  }),

  'earmark-tightness': ({ offer }) => ({
    value: ratio(BigInt(offer.earmarkLevel - 1), 3n),
    facts: { earmarkLevel: offer.earmarkLevel },
  }),

  'quantity-fit': (pair) => {
    const open = openOf(pair.item);
    const left = leftOf(pair.offer);
    return { value: ratio(amountOf(pair), open > left ? open : left), facts: { open: `${open}`, left: `${left}` } };
  },

  'group-priority': ({ item }) => ({
    value: item.groups.includes('ldc') ? ONE : item.groups.length > 0 ? ONE / 2n : 0n,
    facts: { groups: item.groups },
  }),
};

/** Scores a pair and says why. Meaningful for an eligible pair; defined for any. */
export function explain(pair: Pair): Reasons {
  let sum = 0n;
  const parts = (Object.keys(PARTS) as PartName[]).map((part) => {
    const weight = SCORING_POLICY.weights[part];
    const { value, facts } = PARTS[part](pair);
    sum += value * BigInt(weight);
    return { part, weight: weight / 100, value: decimal(value), facts };
  });
  return {
    policyVersion: SCORING_POLICY.version,
    rules: checkRules(pair),
    parts,
    score: decimal((sum + 50n) / 100n),
  };
}

/** a / b in ten-thousandths, kept within 0 and 1; 0 when there is nothing to compare with. */
function ratio(a: bigint, b: bigint): bigint {
  if (b <= 0n || a <= 0n) return 0n;
  return a >= b ? ONE : (a * ONE) / b;
}

function decimal(tenThousandths: bigint): number {
  return Number(tenThousandths) / 10_000;
}
