export { FlowsHttpModule } from './flows-http.module.js';
