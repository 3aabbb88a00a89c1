/** A day on which a request may still stand: the api takes none that is much further away. */
export const IN_A_YEAR = new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10);
