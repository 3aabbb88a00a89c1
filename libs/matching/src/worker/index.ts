export { MatchingWorkerModule } from './matching-worker.module.js';
