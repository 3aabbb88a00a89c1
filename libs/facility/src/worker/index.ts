export { FacilityWorkerModule } from './facility-worker.module.js';
