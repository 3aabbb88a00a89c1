/** The last day of a pledge that nobody signed is past. */
export const AGREEMENT_LAPSED = 'agreement.lapsed' as const;
export const AGREEMENT_WITHDRAWN = 'agreement.withdrawn' as const;
