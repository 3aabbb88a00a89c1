export { SheetsWorkerModule } from './sheets-worker.module.js';
