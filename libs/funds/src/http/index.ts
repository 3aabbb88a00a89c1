export { FundsHttpModule } from './funds-http.module.js';
export { AgreementDto } from './funds.dto.js';
