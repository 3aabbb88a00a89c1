/** How long and how many: the same for every way in. */
export const AREAS_MAX = 250;
export const CODES_MAX = 100;
export const TITLE_MAX = 300;
export const TEXT_MAX = 20_000;
export const REASON_MAX = 1_000;
export const CONTACT_MAX = 300;
export const TAGS_MAX = 20;
export const TAG_MAX = 60;
