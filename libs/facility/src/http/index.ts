export { FacilityHttpModule } from './facility-http.module.js';
