import { defineStates } from '#libs/kernel';

/**
 * The life of one delivery. `delivered`: the donor's side says that it arrived. `accepted`: the State took it, whole or in part;
 * what it did not take went back. `returned`: all of it went back. Both until it takes that back. `undone`: the record was wrong.
 */
export const deliveryStates = defineStates({
  delivered: ['accepted', 'returned', 'undone'],
  accepted: ['delivered'],
  returned: ['delivered'],
  undone: [],
});

export type DeliveryState = (typeof deliveryStates.all)[number];
