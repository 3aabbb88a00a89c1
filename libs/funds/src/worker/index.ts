export { FundsWorkerModule } from './funds-worker.module.js';
