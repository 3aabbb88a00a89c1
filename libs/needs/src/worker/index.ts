export { NeedsWorkerModule } from './needs-worker.module.js';
