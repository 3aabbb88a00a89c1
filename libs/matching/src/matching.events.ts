export const MATCH_SUGGESTED = 'match.suggested' as const;
/** A donor pledged straight to an item. */
export const MATCH_PLEDGED = 'match.pledged' as const;
/** A coordinator put it before both parties. */
export const MATCH_REVIEWED = 'match.reviewed' as const;
export const MATCH_CONFIRMED = 'match.confirmed' as const;
export const MATCH_DECLINED = 'match.declined' as const;
export const MATCH_LOWERED = 'match.lowered' as const;
export const MATCH_RESCINDED = 'match.rescinded' as const;
