/** Facts that needs announce; who is told stands in platform's table of consumers. `refId` is the need. */
export const NEED_SUBMITTED = 'need.submitted' as const;
/** It was returned, and its organization hands it in again with what was asked for. */
export const NEED_ANSWERED = 'need.answered' as const;
export const NEED_ACKNOWLEDGED = 'need.acknowledged' as const;
/** With questions, which stand in its thread. */
export const NEED_RETURNED = 'need.returned' as const;
export const NEED_VALIDATED = 'need.validated' as const;
export const NEED_REJECTED = 'need.rejected' as const;
/** Payload: the message. */
export const NEED_MESSAGE_SENT = 'need.message-sent' as const;
/** It is on the table, for the first time or again. Payload: `imported`, when an import brought it in. */
export const NEED_PUBLISHED = 'need.published' as const;
/** An import changed what the need says, or the country that it is for, of which the State had said who sees it: it is asked anew. */
export const NEED_STATE_ASKED = 'need.state-asked' as const;
/** Its organization proposes to change what is published. Payload: the revision. */
export const NEED_REVISION_PROPOSED = 'need.revision-proposed' as const;
/** A proposed change was published or declined. Payload: the revision. */
export const NEED_REVISED = 'need.revised' as const;
/** Something that matching or a search looks at is different: a category, a quantity, how much of it is committed, its last day, who may see it. */
export const NEED_CHANGED = 'need.changed' as const;
/** It stands for a few weeks only, unless its organization confirms it. */
export const NEED_RUNNING_OUT = 'need.running-out' as const;
/** A reporting cycle has begun since its organization last said that it stands. */
export const NEED_RECONFIRMATION_DUE = 'need.reconfirmation-due' as const;
/** Undone: it is a draft again, waits to be taken up again, is under review again, is what it was before it was withdrawn. */
export const NEED_RECALLED = 'need.recalled' as const;
export const NEED_ACKNOWLEDGEMENT_TAKEN_BACK = 'need.acknowledgement-taken-back' as const;
export const NEED_RECONSIDERED = 'need.reconsidered' as const;
export const NEED_REINSTATED = 'need.reinstated' as const;
/** No longer on the table: withdrawn, taken off by a coordinator, closed, expired. */
export const NEED_WITHDRAWN = 'need.withdrawn' as const;
export const NEED_UNPUBLISHED = 'need.unpublished' as const;
export const NEED_CLOSED = 'need.closed' as const;
/** With the last delivery of all that it asks for. */
export const NEED_FULFILLED = 'need.fulfilled' as const;
export const NEED_EXPIRED = 'need.expired' as const;
/** It asks for the same as another, in whose place it stands now. Payload: that one, as `into`. */
export const NEED_MERGED = 'need.merged' as const;
/** The need that stands in its place was withdrawn, closed or ran out; it can be taken apart from it. */
export const NEED_MERGED_INTO_ENDED = 'need.merged-into-ended' as const;
/** It is what it was before it was merged. Payload: into what it was, as `from`. */
export const NEED_TAKEN_APART = 'need.taken-apart' as const;
