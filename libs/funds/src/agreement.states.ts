import { defineStates } from '#libs/kernel';

/**
 * The life of a donor's agreement with a fund. A withdrawal or a lapse ends what has not been received; what was received
 * stays the fund's. `exhausted` is not stored: {@link agreementStateOf} reads it from the ledger.
 */
export const fundAgreementStates = defineStates({
  pledged: ['committed', 'withdrawn', 'lapsed'],
  committed: ['partly-received', 'received', 'withdrawn', 'lapsed'],
  'partly-received': ['received', 'withdrawn', 'lapsed'],
  received: [],
  withdrawn: [],
  lapsed: [],
});

export type StoredAgreementState = (typeof fundAgreementStates.all)[number];
export type AgreementState = StoredAgreementState | 'exhausted';

export const AGREEMENT_STATES: readonly AgreementState[] = [...fundAgreementStates.all, 'exhausted'];

/** As people see it: fully received and paid out to the last cent is exhausted. */
export function agreementStateOf(stored: StoredAgreementState, leftMinor: bigint): AgreementState {
  return stored === 'received' && leftMinor === 0n ? 'exhausted' : stored;
}
