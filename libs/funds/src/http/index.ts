export { FundsHttpModule } from './funds-http.module.js';
