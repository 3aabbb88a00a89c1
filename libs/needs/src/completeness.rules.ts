import type { CalendarDate, ProblemItem } from '#libs/kernel';
import type { Measure } from './need.rules.js';

/** What the score looks at; of each line the same. */
export interface NeedFacts {
  readonly summary: string;
  readonly neededBy: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
  readonly actionPlan: string | null;
  readonly alreadyDone: string | null;
  readonly items: readonly ItemFacts[];
}

export interface ItemFacts {
  /** The category is the stand-in for what nobody has sorted yet. */
  readonly unsorted: boolean;
  readonly hasType: boolean;
  readonly description: string;
  readonly measure: Measure;
  readonly requested: bigint;
  readonly minimum: bigint | null;
  readonly hasUnitCost: boolean;
  readonly hasPlace: boolean;
  readonly hasOwnContribution: boolean;
}

/** What donors ask of a request. */
export const FACTS = [
  'summary',
  'items',
  'needed-by',
  'valid-until',
  'action-plan',
  'already-done',
  'category',
  'description',
  'quantity',
  'unit-cost',
  'minimum',
  'place',
  'own-contribution',
] as const;
export type Fact = (typeof FACTS)[number];

interface Missing {
  readonly fact: Fact;
  /** Where to write it: `summary`, `items.0.minimum`. */
  readonly path: string;
  /** Why donors ask for it. */
  readonly why: string;
  /** Something is said, but fewer than this many letters; null: nothing is. */
  readonly shorterThan: number | null;
}

export interface Completeness {
  /** 0 to 100. It advises; it blocks nothing. */
  readonly score: number;
  readonly missing: readonly Missing[];
}

/** Shorter texts say what a title says already. A sign of Chinese says as much as three letters. */
const SUMMARY_CHARS = 100;
export const DESCRIPTION_CHARS = 20;

const WHY: Readonly<Record<Fact, string>> = {
  summary:
    'Donors decide on the problem behind a request: in 100 letters or more, what happens today, whom it harms and what would change it.',
  items: 'Donors fund things they can count: say what is needed, line by line.',
  category: 'Donors and the matching look by category and type; without both the line is never suggested to anybody.',
  description: 'A line such as "equipment" cannot be priced; say which kind, for whom and where.',
  quantity: 'Donors cannot size a contribution to a line that does not say how much is needed, and of what.',
  'unit-cost': 'With an indicative cost of one unit a donor of money sees how many it could pay for.',
  minimum: 'Donors with less than the whole amount want to know from which quantity on their part is of use.',
  'needed-by': 'Budgets have years: donors choose what can be delivered within theirs.',
  'action-plan': 'Requests that stand in a national action plan are answered more often than those that stand alone.',
  'already-done': 'Donors build on what was done before, by the State or with others, and do not want to do it twice.',
  place: 'Delivery, customs and security differ from place to place: name at least the district or the town.',
  'own-contribution': 'What the State gives itself – people, rooms, transport – shows donors that it will last.',
  'valid-until': 'Donors trust a request that says until when it stands, and that is confirmed again after that.',
};

const NEED_WEIGHTS = {
  summary: 12,
  items: 10,
  'needed-by': 8,
  'valid-until': 5,
  'action-plan': 7,
  'already-done': 5,
} as const;
/** A line's facts count as much as the share of lines that state them. */
const ITEM_WEIGHTS = {
  category: 12,
  description: 11,
  quantity: 11,
  'unit-cost': 7,
  minimum: 4,
  place: 4,
  'own-contribution': 4,
} as const;

export const lettersIn = (text: string) => text.trim().replace(/\p{Script=Han}/gu, '...').length;

/** How much of what donors ask for a need says, and what it does not say yet. */
export function completenessOf(need: NeedFacts): Completeness {
  const missing: Missing[] = [];
  let score = 0;
  const stated: readonly [keyof typeof NEED_WEIGHTS, string, boolean][] = [
    // The day of the need is asked for also where each item has its own: it alone is what lists filter by and matching goes by.
    ['summary', 'summary', lettersIn(need.summary) >= SUMMARY_CHARS],
    ['items', 'items', need.items.length > 0],
    ['needed-by', 'neededBy', need.neededBy !== null],
    ['valid-until', 'validUntil', need.validUntil !== null],
    ['action-plan', 'actionPlan', need.actionPlan !== null],
    ['already-done', 'alreadyDone', need.alreadyDone !== null],
  ];
  for (const [fact, path, isStated] of stated) {
    if (isStated) score += NEED_WEIGHTS[fact];
    else missing.push({ fact, path, why: WHY[fact], shorterThan: shortIn(fact, need) });
  }
  for (const [fact, field, isStated] of ITEM_FACTS) {
    let count = 0;
    need.items.forEach((item, index) => {
      if (isStated(item)) count += 1;
      else {
        const path = `items.${index}.${typeof field === 'string' ? field : field(item)}`;
        missing.push({ fact, path, why: WHY[fact], shorterThan: shortIn(fact, item) });
      }
    });
    if (need.items.length > 0) score += Math.floor((ITEM_WEIGHTS[fact] * count) / need.items.length);
  }
  return { score, missing };
}

/** The letters that a text which says something is short of; null for what is no such text. */
function shortIn(fact: Fact, stated: { readonly summary?: string; readonly description?: string }): number | null {
  if (fact === 'summary') return stated.summary?.trim() ? SUMMARY_CHARS : null;
  return fact === 'description' && stated.description?.trim() ? DESCRIPTION_CHARS : null;
}

const isCounted = ({ measure }: ItemFacts) => measure.currency !== undefined || measure.unit !== undefined;

type FieldOf = (item: ItemFacts) => string;
const ITEM_FACTS: readonly [keyof typeof ITEM_WEIGHTS, string | FieldOf, (item: ItemFacts) => boolean][] = [
  ['category', ({ unsorted }) => (unsorted ? 'categoryCode' : 'typeCode'), (item) => !item.unsorted && item.hasType],
  ['description', 'description', (item) => lettersIn(item.description) >= DESCRIPTION_CHARS],
  ['quantity', (item) => (isCounted(item) ? 'requested' : 'measure'), (item) => isCounted(item) && item.requested > 0n],
  ['unit-cost', 'unitCost', (item) => item.measure.currency !== undefined || item.hasUnitCost],
  ['minimum', 'minimum', (item) => item.minimum !== null],
  ['place', 'place', (item) => item.hasPlace],
  ['own-contribution', 'ownContribution', (item) => item.hasOwnContribution],
];

/** What requests must reach before they are handed to the coordinators. */
export interface Threshold {
  readonly minimumScore: number;
  readonly requiredFacts: readonly Fact[];
}

/** What is missing for a threshold: facts that must be there; where they are and the score is too low, everything that would raise it. */
export function missingFor({ minimumScore, requiredFacts }: Threshold, completeness: Completeness): ProblemItem[] {
  const { score, missing } = completeness;
  const required = missing.filter(({ fact }) => requiredFacts.includes(fact));
  return (required.length === 0 && score < minimumScore ? missing : required).map(({ path, why, shorterThan }) => {
    const lack = shorterThan === null ? 'Fill this in.' : `This is short: write at least ${shorterThan} letters.`;
    return { path, detail: `${lack} ${why}` };
  });
}

/** True when less is said than before of what a threshold looks at: a lower score, or a fact that must be there missing once more. */
export function saysLess({ requiredFacts }: Threshold, before: Completeness, after: Completeness): boolean {
  const count = ({ missing }: Completeness, fact: Fact) => missing.filter((one) => one.fact === fact).length;
  return after.score < before.score || requiredFacts.some((fact) => count(after, fact) > count(before, fact));
}
