export { AGREEMENT_STATES, fundAgreementStates } from './agreement.states.js';
export type { AgreementState } from './agreement.states.js';
export { AgreementsService } from './agreements.service.js';
export type { Pledge } from './agreements.service.js';
export type { StoredRate } from './deposit.rules.js';
export { DepositsService } from './deposits.service.js';
export type { NewDeposit } from './deposits.service.js';
export { NOT_EARMARKED } from './earmark.rules.js';
export type { Earmark, EarmarkGroup, EarmarkLevel } from './earmark.rules.js';
export { Fund, FundAgreement, FundDeposit, fundsEntities } from './fund.entities.js';
export type { FundKind } from './fund.entities.js';
export {
  DepositBeyondAgreement,
  DepositKnown,
  FundCannotCover,
  FundNameTaken,
  FundTooLarge,
  OfferAlreadyAgreed,
  OfferNotAgreed,
  OtherCurrencyThanFund,
  PurposeAlreadyDrawn,
  RateMissing,
} from './funds.errors.js';
export { fundsInvariants } from './funds.invariants.js';
export { FundsModule } from './funds.module.js';
export { FundsQueries } from './funds.queries.js';
export type { AgreementView, DepositView, FundView, SourceView } from './fund.views.js';
export { FundsService } from './funds.service.js';
export type { DrawnShare, DrawRequest } from './funds.service.js';
export { fundsMigrations } from './migrations/index.js';
