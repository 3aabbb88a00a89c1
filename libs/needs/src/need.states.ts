import { defineStates } from '#libs/kernel';

/** The life of a need. How much of it is covered is not a state: it follows from its items. */
export const needStates = defineStates({
  draft: ['submitted', 'withdrawn'],
  submitted: ['published', 'withdrawn'],
  published: ['fulfilled', 'withdrawn', 'expired'],
  fulfilled: [],
  withdrawn: [],
  expired: [],
});

export type NeedState = (typeof needStates.all)[number];

/** How much of a need is covered by commitments: nothing; something; every item, each of a known amount. */
export const COVERAGES = ['open', 'partly', 'full'] as const;
export type Coverage = (typeof COVERAGES)[number];

/** Who may see a need once it is published, the widest circle first. */
export const VISIBILITIES = ['public', 'states-only', 'parties-only', 'coordinators'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** True when a circle is the agreed one or a smaller one. */
export function isWithin(visibility: Visibility, agreed: Visibility): boolean {
  return VISIBILITIES.indexOf(visibility) >= VISIBILITIES.indexOf(agreed);
}
