export { MatchDto } from './matching.dto.js';
export { MatchingHttpModule } from './matching-http.module.js';
