export { NeedFilterQuery } from './needs.query.dto.js';
export { NeedsHttpModule } from './needs-http.module.js';
