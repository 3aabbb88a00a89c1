export { SheetsHttpModule } from './sheets-http.module.js';
