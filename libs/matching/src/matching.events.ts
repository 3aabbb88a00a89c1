export const MATCH_SUGGESTED = 'match.suggested' as const;
/** A donor pledged straight to an item. */
export const MATCH_PLEDGED = 'match.pledged' as const;
/** A coordinator put it before both parties. */
export const MATCH_REVIEWED = 'match.reviewed' as const;
export const MATCH_CONFIRMED = 'match.confirmed' as const;
export const MATCH_DECLINED = 'match.declined' as const;
export const MATCH_LOWERED = 'match.lowered' as const;
/** It ended before both had consented, because its need or its offer did. Only of a pledge, and of one that was put before the parties. */
export const MATCH_SUPERSEDED = 'match.superseded' as const;
/** Need or offer changed after a party had consented: nobody has any more. */
export const MATCH_ASKED_AGAIN = 'match.asked-again' as const;
/** A pledge that had ended with its need or its offer waits for its review again, as both are back. */
export const MATCH_RESTORED = 'match.restored' as const;
export const MATCH_RESCINDED = 'match.rescinded' as const;
/** All of it was paid by a fund, or accepted. */
export const MATCH_COMPLETED = 'match.completed' as const;
/** Money is allocated to it; otherwise the donor's side has put it under way, or has another plan. */
export const MATCH_DELIVERING = 'match.delivering' as const;
export const MATCH_DELIVERED = 'match.delivered' as const;
/** It is not under way after all. */
export const MATCH_DELIVERY_STOPPED = 'match.delivery-stopped' as const;
export const MATCH_DELIVERY_UNDONE = 'match.delivery-undone' as const;
export const MATCH_DELIVERY_ACCEPTED = 'match.delivery-accepted' as const;
/** The State takes back that it accepted one: it waits for a decision again. */
export const MATCH_DELIVERY_UNACCEPTED = 'match.delivery-unaccepted' as const;
export const MATCH_DELIVERY_RETURNED = 'match.delivery-returned' as const;
/** The State takes back that it returned one: it waits for a decision again. */
export const MATCH_DELIVERY_UNRETURNED = 'match.delivery-unreturned' as const;
