/** So many days from today, or before it. */
export const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A day on which a request may still stand: the api takes none that is much further away. */
export const IN_A_YEAR = inDays(365);
