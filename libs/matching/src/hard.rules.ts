import type { CalendarDate } from '#libs/kernel';
import { useWindowOf } from '#libs/offers';
import {
  amountOf,
  leftOf,
  openOf,
  roomForRecipient,
  sameMeasure,
  shareOf,
  type ItemFacts,
  type Measure,
  type OfferFacts,
  type Pair,
} from './pair.js';

export type FactValue = string | number | boolean | null | readonly string[];
/** Machine-readable facts: quantities are decimal strings, dates `YYYY-MM-DD`. The client makes the words. */
export type Facts = Readonly<Record<string, FactValue>>;

/** The smallest change that would make a failing rule hold: `set` a field to a value, or `add` the value to a list. */
export interface Change {
  readonly of: 'need' | 'offer';
  readonly field: string;
  readonly do: 'set' | 'add' | 'remove';
  readonly value: string;
}

export interface RuleResult {
  readonly rule: RuleName;
  readonly holds: boolean;
  readonly facts: Facts;
  /** Only on a failing rule, and only where one small change is enough. */
  readonly change?: Change;
}

interface HardRule {
  holds(pair: Pair): boolean;
  facts(pair: Pair): Facts;
  change?(pair: Pair): Change | undefined;
}

/** What a suggestion must satisfy, all of it. One row per rule; cheap and most often failing ones first. */
const HARD_RULES = {
  'need-published': {
    holds: ({ item }) => item.needState === 'published',
    facts: ({ item }) => ({ state: item.needState }),
  },
  'offer-published': {
    holds: ({ offer }) => offer.offerState === 'published',
    facts: ({ offer }) => ({ state: offer.offerState }),
  },
  'pledged-elsewhere': {
    holds: ({ item, offer }) => offer.pledgedTo === null || offer.pledgedTo === item.itemId,
    facts: ({ offer }) => ({ pledge: offer.pledgedTo !== null }),
  },
  category: {
    holds: ({ item, offer }) => !item.categoryNeverMatches && anyOrIncludes(offer.categories, item.category),
    facts: ({ item, offer }) => ({
      needed: item.category,
      unsorted: item.categoryNeverMatches,
      offered: offer.categories,
    }),
    change: ({ item }) =>
      item.categoryNeverMatches ? undefined : { of: 'offer', field: 'categoryCodes', do: 'add', value: item.category },
  },
  type: {
    holds: ({ item, offer }) => anyOrIncludes(offer.types, item.type),
    facts: ({ item, offer }) => ({ needed: item.type, offered: offer.types }),
    change: ({ item }) => ({ of: 'offer', field: 'typeCodes', do: 'add', value: item.type }),
  },
  'category-exclusion': {
    holds: ({ item, offer }) => !offer.excludedCategories.includes(item.category),
    facts: ({ item, offer }) => ({ needed: item.category, excludedCategories: offer.excludedCategories }),
    change: ({ item }) => ({ of: 'offer', field: 'excludedCategories', do: 'remove', value: item.category }),
  },
  'type-exclusion': {
    holds: ({ item, offer }) => !offer.excludedTypes.includes(item.type),
    facts: ({ item, offer }) => ({ needed: item.type, excludedTypes: offer.excludedTypes }),
    change: ({ item }) => ({ of: 'offer', field: 'excludedTypes', do: 'remove', value: item.type }),
  },
  // Another currency of the same money would need a rate and a risk; until then it is told apart and not eligible.
  measure: {
    holds: ({ item, offer }) => sameMeasure(item.measure, offer.measure),
    facts: ({ item, offer }) => ({
      ...measureFacts('needed', item.measure),
      ...measureFacts('offered', offer.measure),
      bothMoney: 'currency' in item.measure && 'currency' in offer.measure,
    }),
  },
  'open-quantity': {
    holds: ({ item }) => openOf(item) > 0n,
    facts: ({ item }) => ({ requested: `${item.requested}`, committed: `${item.committed}`, open: `${openOf(item)}` }),
  },
  'offer-left': {
    holds: ({ offer }) => leftOf(offer) > 0n,
    facts: ({ offer }) => ({
      capacity: `${offer.capacity}`,
      committed: `${offer.committed}`,
      left: `${leftOf(offer)}`,
    }),
  },
  'different-organizations': {
    holds: ({ item, offer }) => item.organizationId !== offer.organizationId,
    facts: ({ item, offer }) => ({ need: item.organizationId, offer: offer.organizationId }),
  },
  // Coordinators' eyes only, or States': the donor could never be shown what it gives to.
  visibility: {
    holds: ({ item, offer }) => isShownTo(item, offer),
    facts: ({ item }) => ({ visibility: item.visibility }),
    change: () => ({ of: 'need', field: 'visibility', do: 'set', value: 'parties-only' }),
  },
  'earmark-exclusion': {
    holds: ({ item, offer }) => !offer.excludedAreas.includes(item.area),
    facts: ({ item, offer }) => ({ area: item.area, excluded: offer.excludedAreas }),
    change: ({ item }) => ({ of: 'offer', field: 'excludedAreas', do: 'remove', value: item.area }),
  },
  // Countries and regions name places: one of them is enough.
  'earmark-place': {
    holds: ({ item, offer }) =>
      (offer.earmarkAreas.length === 0 && offer.earmarkRegions.length === 0) ||
      offer.earmarkAreas.includes(item.area) ||
      item.regions.some((region) => offer.earmarkRegions.includes(region)),
    facts: ({ item, offer }) => ({
      area: item.area,
      regions: item.regions,
      earmarkAreas: offer.earmarkAreas,
      earmarkRegions: offer.earmarkRegions,
    }),
    change: ({ item }) => ({ of: 'offer', field: 'earmarkAreas', do: 'add', value: item.area }),
  },
  'earmark-group': {
    holds: ({ item, offer }) =>
      offer.earmarkGroups.length === 0 || item.groups.some((group) => offer.earmarkGroups.includes(group)),
    facts: ({ item, offer }) => ({ groups: item.groups, earmarkGroups: offer.earmarkGroups }),
    change: ({ item: { groups } }) =>
      groups[0] === undefined ? undefined : { of: 'offer', field: 'earmarkGroups', do: 'add', value: groups[0] },
  },
  'implementing-body': {
    holds: ({ item, offer }) =>
      (offer.implementer === null && offer.implementerKinds.length === 0) ||
      offer.implementer?.id === item.implementer.id ||
      offer.implementerKinds.includes(item.implementer.kind),
    facts: ({ item, offer }) => ({
      implementer: item.implementer.name,
      implementerKind: item.implementer.kind,
      body: offer.implementer?.name ?? null,
      kinds: offer.implementerKinds,
    }),
    change: ({ item: { implementer } }) =>
      implementer.kind === 'unstated'
        ? undefined
        : { of: 'offer', field: 'implementerKinds', do: 'add', value: implementer.kind },
  },
  'need-in-force': {
    holds: ({ item, today }) => notBefore(item.validUntil, today),
    facts: ({ item, today }) => ({ today, validUntil: item.validUntil }),
    change: ({ today }) => ({ of: 'need', field: 'validUntil', do: 'set', value: today }),
  },
  // Its first day may lie ahead: it can be suggested and reviewed before, and is committed from then on.
  'offer-in-force': {
    holds: ({ offer, today }) => notBefore(offer.validUntil, today),
    facts: ({ offer, today }) => ({ today, validUntil: offer.validUntil }),
    change: ({ today }) => ({ of: 'offer', field: 'validUntil', do: 'set', value: today }),
  },
  'time-window': {
    holds: (pair) => {
      const { from, until } = useWindowOf(pair.offer);
      return from <= dueDate(pair) && notBefore(until, dueDate(pair));
    },
    facts: (pair) => {
      const { from, until } = useWindowOf(pair.offer);
      return { neededBy: pair.item.neededBy, due: dueDate(pair), offerFrom: from, offerUntil: until };
    },
    change: (pair) => {
      const { offer } = pair;
      const isEarly = useWindowOf(offer).from > dueDate(pair);
      const field = isEarly
        ? (['validFrom', 'usableFrom'] as const)[offer.usableFrom === null ? 0 : 1]
        : (['validUntil', 'usableUntil'] as const)[offer.usableUntil === null ? 0 : 1];
      return { of: 'offer', field, do: 'set', value: dueDate(pair) };
    },
  },
  'recipient-maximum': {
    holds: (pair) => incomparable(pair) || roomForRecipient(pair) !== 0n,
    facts: (pair) => ({
      maximum: text(pair.offer.maximumPerRecipient),
      given: `${pair.offer.givenTo.get(pair.item.area) ?? 0n}`,
      room: text(roomForRecipient(pair)),
    }),
  },
  'co-funding-share': {
    holds: (pair) => incomparable(pair) || shareOf(pair) !== 0n,
    facts: (pair) => ({
      share: percentOf(pair.offer.maximumShareBp),
      requested: `${pair.item.requested}`,
      most: text(shareOf(pair)),
    }),
  },
  'minimum-lot': {
    holds: (pair) => incomparable(pair) || pair.offer.minimumLot === null || pair.offer.minimumLot <= amountOf(pair),
    facts: (pair) => ({ minimumLot: text(pair.offer.minimumLot), amount: `${amountOf(pair)}` }),
    change: (pair) =>
      amountOf(pair) > 0n ? { of: 'offer', field: 'minimumLot', do: 'set', value: `${amountOf(pair)}` } : undefined,
  },
  // What is committed already counts towards the smallest useful quantity: several donors may share an item.
  'useful-quantity': {
    holds: (pair) =>
      incomparable(pair) || pair.item.minimum === null || pair.item.committed + amountOf(pair) >= pair.item.minimum,
    facts: (pair) => ({
      minimum: text(pair.item.minimum),
      committed: `${pair.item.committed}`,
      amount: `${amountOf(pair)}`,
    }),
    change: (pair) => ({ of: 'need', field: 'minimum', do: 'set', value: `${pair.item.committed + amountOf(pair)}` }),
  },
} satisfies Readonly<Record<string, HardRule>>;

export type RuleName = keyof typeof HARD_RULES;

const ROWS = Object.entries(HARD_RULES) as readonly (readonly [RuleName, HardRule])[];

/** Names of all hard rules, in the order in which they are reported. */
export const RULE_NAMES: readonly RuleName[] = ROWS.map(([rule]) => rule);

/** Every rule with its facts; a failing one with the smallest change that would make it fit. */
export function checkRules(pair: Pair): RuleResult[] {
  return ROWS.map(([rule, hard]) => {
    const facts = hard.facts(pair);
    if (hard.holds(pair)) return { rule, holds: true, facts };
    const change = hard.change?.(pair);
    return { rule, holds: false, facts, ...(change ? { change } : {}) };
  });
}

/** The same answer as {@link checkRules} without the facts, for many pairs. */
export function isEligible(pair: Pair): boolean {
  return ROWS.every(([, hard]) => hard.holds(pair));
}

/** The day on which the offer must be in force: the needed-by date, today when that is past or there is none. */
export function dueDate({ item, today }: Pair): CalendarDate {
  return item.neededBy !== null && item.neededBy > today ? item.neededBy : today;
}

/** The donor of the offer may be shown the need as a party. */
export function isShownTo({ visibility }: ItemFacts, { isOfStates }: OfferFacts): boolean {
  return visibility !== 'coordinators' && (visibility !== 'states-only' || isOfStates);
}

/** Quantities of different measures do not compare; then the rule on the measure is the one that speaks. */
function incomparable({ item, offer }: { item: ItemFacts; offer: OfferFacts }): boolean {
  return !sameMeasure(item.measure, offer.measure);
}

function anyOrIncludes(list: readonly string[], value: string): boolean {
  return list.length === 0 || list.includes(value);
}

function notBefore(end: CalendarDate | null, day: CalendarDate): boolean {
  return end === null || end >= day;
}

function measureFacts(side: 'needed' | 'offered', measure: Measure): Facts {
  return 'currency' in measure ? { [`${side}Currency`]: measure.currency } : { [`${side}Unit`]: measure.unit };
}

/** Basis points as a decimal text in percent: 3333 is 33.33. */
export function percentOf(basisPoints: number | null): string | null {
  return basisPoints === null ? null : `${basisPoints / 100}`;
}

function text(quantity: bigint | null): string | null {
  return quantity === null ? null : `${quantity}`;
}
