import type { RuleName } from './hard.rules.js';
import type { PartName, Reasons } from './score.rules.js';

/** Whose facts they are: what the need asks, the terms of the offer, or what the offer has given and has left. */
type Side = 'need' | 'offer' | 'account';
/** What somebody may read of the two sides of a pair. */
export type Known = Readonly<Record<Side, boolean>>;

export const ALL_KNOWN: Known = { need: true, offer: true, account: true };

/** What each rule and each part of the score tells, by its facts, its value or its very failing. */
const TELLS: Readonly<Record<RuleName | PartName, readonly Side[]>> = {
  'need-published': ['need'],
  'offer-published': ['offer'],
  'pledged-elsewhere': ['offer'],
  category: ['need', 'offer'],
  type: ['need', 'offer'],
  'category-exclusion': ['need', 'offer'],
  'type-exclusion': ['need', 'offer'],
  measure: ['need', 'offer'],
  'open-quantity': ['need'],
  'offer-left': ['account'],
  'different-organizations': [],
  visibility: ['need'],
  'earmark-exclusion': ['need', 'offer'],
  'earmark-place': ['need', 'offer'],
  'earmark-group': ['need', 'offer'],
  'implementing-body': ['need', 'offer'],
  'need-in-force': ['need'],
  'offer-in-force': ['offer'],
  'time-window': ['need', 'offer'],
  'recipient-maximum': ['need', 'offer', 'account'],
  'co-funding-share': ['need', 'offer'],
  'minimum-lot': ['offer'],
  'useful-quantity': ['need'],
  priority: ['need'],
  urgency: ['need'],
  'share-covered': ['need'],
  'earmark-tightness': ['offer'],
  'quantity-fit': ['need', 'account'],
  'group-priority': ['need'],
};

export function isKnown(known: Known, name: RuleName | PartName): boolean {
  return TELLS[name].every((side) => known[side]);
}

/** The reasons as far as they tell what is known; without the score, which would tell of the other parts, unless it is all of them. */
export interface ToldReasons extends Omit<Reasons, 'score'> {
  /** 0 to 1; null: not all of its parts are told. */
  readonly score: number | null;
}

/** @param reasons As they were kept with a match: a rule of an earlier version that has no row here is told to nobody but who knows all. */
export function toldReasons(reasons: Reasons, known: Known): ToldReasons {
  if (Object.values(known).every(Boolean)) return reasons;
  const isTold = (name: RuleName | PartName) => name in TELLS && isKnown(known, name);
  const rules = reasons.rules.filter(({ rule }) => isTold(rule));
  const parts = reasons.parts.filter(({ part }) => isTold(part));
  return { ...reasons, rules, parts, score: parts.length < reasons.parts.length ? null : reasons.score };
}
