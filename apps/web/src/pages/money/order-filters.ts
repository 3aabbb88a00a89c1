import type { OrderState } from '../../api/types.js';

export const ORDER_STATES: readonly OrderState[] = [
  'requested',
  'approved',
  'instructed',
  'accepted',
  'settled',
  'failed',
  'returned',
  'rejected',
];

export interface OrderFilters {
  readonly state?: OrderState;
}

/** Reads `?state=requested`; an unknown state shows all. */
export function readOrderFilters(search: Readonly<Record<string, unknown>>): OrderFilters {
  const state = ORDER_STATES.find((one) => one === search.state);
  return state === undefined ? {} : { state };
}
