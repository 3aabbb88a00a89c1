export { NeedsHttpModule } from './needs-http.module.js';
