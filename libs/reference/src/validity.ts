/** An organization is reminded so long before the last day of what it asks for or offers. */
export const REMINDED_DAYS_BEFORE = 30;
/** It stays on the table so long after its last day, for its organization to confirm it or to give it a later one. */
export const GRACE_DAYS = 14;
