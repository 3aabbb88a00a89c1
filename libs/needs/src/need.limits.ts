/** How long, how many, and in which shape: the same for every way in. */
export const TITLE_MAX = 300;
export const TEXT_MAX = 20_000;
export const REASON_MAX = 1_000;
export const NOTE_MAX = 4_000;
export const ITEMS_MAX = 100;
export const TAGS_MAX = 20;
export const TAG_MAX = 60;
export const PARAGRAPHS_MAX = 30;
export const PLAN_RANK_MAX = 99;
/** As the categories name paragraphs of the 2012 outcomes: `PoA A.8`, `PoA III.9`, `ITI B.13(c)`, `PoA declaration 14`. */
export const PARAGRAPH_SHAPE = /^(PoA|ITI) ([A-Z]{1,3}\.|declaration )\d{1,2}(\([a-z]\))?$/;
/** So many days ahead a request may be said to stand in any case: about one reporting cycle. */
export const VALID_DAYS_MAX = 731;
