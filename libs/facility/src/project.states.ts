import { defineStates } from '#libs/kernel';

/** The life of a project: the money set aside for one confirmed match. Cancelled only while nothing of it is ordered. */
export const projectStates = defineStates({
  active: ['closed', 'cancelled'],
  closed: [],
  cancelled: [],
});

export type ProjectState = (typeof projectStates.all)[number];

/**
 * The life of a tranche. Approval and payment states live on its payment order alone: `ordered` while there is one that was
 * not rejected, `paid` once that is settled.
 */
export const trancheStates = defineStates({
  planned: ['condition-met', 'cancelled'],
  'condition-met': ['ordered', 'cancelled'],
  ordered: ['paid', 'condition-met'],
  paid: [],
  cancelled: [],
});

export type TrancheState = (typeof trancheStates.all)[number];
