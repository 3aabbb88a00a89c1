export const AGREEMENT_WITHDRAWN = 'agreement.withdrawn' as const;
