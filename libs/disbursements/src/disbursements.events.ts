/** Two people approved; the order may be instructed. Also when it goes on after a failure, or the bank is asked again. */
export const DISBURSEMENT_APPROVED = 'disbursement.approved' as const;

/** The bank executed it and the ledger has it. Payload: {@link DisbursementFacts}. */
export const DISBURSEMENT_SETTLED = 'disbursement.settled' as const;

/** It will not be paid; its holds are free for another order. Payload: {@link DisbursementFacts}. */
export const DISBURSEMENT_REJECTED = 'disbursement.rejected' as const;

/** What those events carry: what the payment was for, in the words of the feature that asked for it. */
export interface DisbursementFacts {
  readonly purposeRef: string;
}
