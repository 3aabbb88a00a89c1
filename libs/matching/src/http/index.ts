export { MatchingHttpModule } from './matching-http.module.js';
