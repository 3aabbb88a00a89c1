import { quantityText, type ProblemItem } from '#libs/kernel';
import { useWindowOf } from '#libs/offers';
import { dueDate, isShownTo, percentOf, type RuleName } from './hard.rules.js';
import { amountOf, type Pair } from './pair.js';
import { ALL_KNOWN, isKnown, type Known } from './told.rules.js';

/** Who is told why a pair does not fit: a donor who pledges, a coordinator who proposes or reviews, a party that consents. */
export type Reader = 'pledging' | 'proposing' | 'reviewing' | 'state' | 'donor';

/** Whose hands a change is in: who asks, who gives, or the coordinators. */
type Hands = 'need' | 'offer' | 'office';

interface Sentence {
  readonly of: Hands | ((pair: Pair) => Hands);
  /** For the eyes of every reader: nothing of what others give or get, or of what is off the table. */
  wrong(pair: Pair): string;
  /** What would make it fit, as an order; null: nothing small. */
  mend?(pair: Pair): string | null;
  /** The field of a pledge that it is about. */
  readonly pledgeField?: string;
}

const SENTENCES: Readonly<Record<RuleName, Sentence>> = {
  'need-published': { of: 'need', wrong: () => 'The need is not published, so nothing can be given to it.' },
  'offer-published': { of: 'offer', wrong: () => 'The offer is not published, so nothing of it can be given.' },
  'pledged-elsewhere': { of: 'offer', wrong: () => 'The offer is a pledge to one item, and this is another one.' },
  category: {
    of: ({ item }) => (item.categoryNeverMatches ? 'office' : 'offer'),
    wrong: ({ item }) =>
      item.categoryNeverMatches
        ? 'The item has no category of its own yet, so nobody can say which offers fit it.'
        : 'The offer is for other categories than that of the item.',
    mend: ({ item }) =>
      item.categoryNeverMatches ? 'sort the item into a category' : 'add that category to the offer',
  },
  type: {
    of: 'offer',
    wrong: () => 'The offer gives other types of assistance than the item asks for.',
    mend: () => 'add that type to the offer',
  },
  'category-exclusion': {
    of: 'offer',
    wrong: () => 'The offer excludes the category of the item.',
    mend: () => 'take that category out of what the offer excludes',
  },
  'type-exclusion': {
    of: 'offer',
    wrong: () => 'The offer excludes the type of assistance that the item asks for.',
    mend: () => 'take that type out of what the offer excludes',
  },
  measure: {
    of: 'offer',
    wrong: ({ item, offer }) =>
      'currency' in item.measure && 'currency' in offer.measure
        ? `The item counts ${item.measure.currency} and the offer ${offer.measure.currency}, and no rate between them is agreed on.`
        : 'The item and the offer do not count the same.',
  },
  'open-quantity': {
    of: 'need',
    wrong: () => 'Nothing of the item is open any more: all of it is committed or no longer asked for.',
  },
  'offer-left': {
    of: 'offer',
    wrong: () => 'Nothing is left of the offer.',
    mend: () => 'raise the amount of the offer',
  },
  'different-organizations': { of: 'offer', wrong: () => 'The organization that asks is also the one that gives.' },
  visibility: {
    of: 'need',
    wrong: () => 'The need is not open to this donor.',
    mend: () => 'open the need to the parties of its matches',
  },
  'earmark-exclusion': {
    of: 'offer',
    wrong: () => 'The offer excludes the country that the need is for.',
    mend: () => 'take that country out of what the offer excludes',
  },
  'earmark-place': {
    of: 'offer',
    wrong: () => 'The offer is for other countries or regions than that of the need.',
    mend: () => 'add the country of the need to those that the offer is for',
  },
  'earmark-group': {
    of: 'offer',
    wrong: () => 'The offer is for groups of States to which the country of the need does not belong.',
    mend: ({ item }) => (item.groups.length > 0 ? 'add a group to which that country belongs' : null),
  },
  'implementing-body': {
    of: 'offer',
    wrong: () => 'The offer is only for what other bodies carry out than the one that carries out the item.',
    mend: ({ item }) =>
      item.implementer.kind === 'unstated' ? null : 'add the kind of that body to those that the offer is for',
  },
  'need-in-force': {
    of: 'need',
    wrong: ({ item }) => `The need stood until ${item.validUntil} only.`,
    mend: ({ today }) => `let the need stand until ${today} or later`,
  },
  'offer-in-force': {
    of: 'offer',
    wrong: ({ offer }) => `The offer stood until ${offer.validUntil} only.`,
    mend: ({ today }) => `let the offer stand until ${today} or later`,
    pledgeField: 'validUntil',
  },
  'time-window': {
    of: 'offer',
    wrong: (pair) => {
      const { from, until } = useWindowOf(pair.offer);
      const window = until === null ? `from ${from} on` : `from ${from} to ${until}`;
      return `The item is due on ${dueDate(pair)}, but the offer may be used ${window} only.`;
    },
    mend: (pair) => {
      const due = dueDate(pair);
      const isEarly = useWindowOf(pair.offer).from > due;
      return `let the offer be used ${isEarly ? `from ${due} or earlier` : `until ${due} or later`}`;
    },
    pledgeField: 'validUntil',
  },
  'recipient-maximum': {
    of: 'offer',
    wrong: () => 'The offer gives the country of the need nothing more: it has the most that one country gets.',
    mend: () => 'raise what one country gets at most',
  },
  'co-funding-share': {
    of: 'offer',
    wrong: ({ offer }) =>
      `The offer gives at most ${percentOf(offer.maximumShareBp)} % of an item, which is nothing of this one.`,
    mend: () => 'raise that share',
  },
  'minimum-lot': {
    of: 'offer',
    wrong: (pair) =>
      `The offer gives no less than ${said(pair, pair.offer.minimumLot)} at once, and ${said(pair, amountOf(pair))} is less.`,
    mend: (pair) => (amountOf(pair) > 0n ? `lower that to ${said(pair, amountOf(pair))}` : null),
  },
  'useful-quantity': {
    of: 'need',
    wrong: (pair) =>
      `Less than ${said(pair, pair.item.minimum)} is of no use to the item, and with ${said(pair, amountOf(pair))} more it would still have less.`,
    mend: () => 'lower the least that is of use',
  },
};

/** What else the reader can do. */
const OTHERWISE: Readonly<Record<Reader, (of: Hands) => string>> = {
  pledging: () => 'pledge to another item',
  proposing: (of) => (of === 'offer' ? 'choose another offer' : 'choose another item'),
  reviewing: () => 'decline this match',
  state: () => 'decline this match',
  donor: () => 'decline this match',
};

/** In whose hands the reader's own changes are. */
const OWN: Readonly<Record<Reader, Hands>> = {
  pledging: 'offer',
  proposing: 'office',
  reviewing: 'office',
  state: 'need',
  donor: 'offer',
};

/** What of the pair the reader may read. */
export function knownBy(reader: Reader, { item, offer }: Pair): Known {
  if (reader === 'state') return { need: true, offer: offer.isPublic, account: false };
  if (reader === 'donor') return { ...ALL_KNOWN, need: isShownTo(item, offer) };
  return ALL_KNOWN;
}

/**
 * Why the pair breaks a rule, and what the reader can do about it. The path is a field that they filled in, or the rule; where the rule
 * would tell what they may not know, the side that keeps it to itself.
 */
export function whyNot(rule: RuleName, pair: Pair, reader: Reader): ProblemItem {
  const known = knownBy(reader, pair);
  if (!isKnown(known, rule)) {
    const side = known.need ? 'offer' : 'need';
    return {
      path: side,
      detail: `The ${side} does not allow this match, for a reason that is not open to you. Ask a coordinator, or decline this match.`,
    };
  }
  const sentence = SENTENCES[rule];
  const of = typeof sentence.of === 'function' ? sentence.of(pair) : sentence.of;
  const mend = sentence.mend?.(pair) ?? null;
  const otherwise = OTHERWISE[reader](of);
  const advice = mend === null ? otherwise : `${toDo(mend, of, OWN[reader])}, or ${otherwise}`;
  return {
    path: (reader === 'pledging' && sentence.pledgeField) || rule,
    detail: `${sentence.wrong(pair)} ${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`,
  };
}

/** Parties are brought together by coordinators, not by each other. */
function toDo(mend: string, of: Hands, own: Hands): string {
  if (of === own) return mend;
  const whom = { need: 'the State', offer: 'the donor', office: 'a coordinator' };
  if (own === 'office' || of === 'office') return `ask ${whom[of]} to ${mend}`;
  return `ask a coordinator whether ${whom[of]} can ${mend}`;
}

const said = ({ item }: Pair, amount: bigint | null) => quantityText(amount ?? 0n, item.measure);
