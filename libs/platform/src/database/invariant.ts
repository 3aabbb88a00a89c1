/** Something that must never be false, as SQL on the live database. `npm run doctor` runs them all. */
export interface Invariant {
  /** `ledger.transfers-sum-to-zero` */
  readonly name: string;
  /** One sentence that says what holds. */
  readonly meaning: string;
  /** Returns one row per violation, with a text column `what` that says in words what is broken. */
  readonly sql: string;
}
