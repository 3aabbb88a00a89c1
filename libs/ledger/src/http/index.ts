export { LedgerHttpModule } from './ledger-http.module.js';
export { SignedMoneyDto } from './ledger.dto.js';
