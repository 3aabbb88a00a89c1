/** Facts that needs announce; who is told stands in platform's table of consumers. `refId` is the need. */
export const NEED_PUBLISHED = 'need.published' as const;
/** Something that matching looks at is different: a category, a quantity, how much of it is committed. */
export const NEED_CHANGED = 'need.changed' as const;
export const NEED_WITHDRAWN = 'need.withdrawn' as const;
