import { PlatformTables1764000000000 } from './1764000000000-platform-tables.js';
import { FilesConfirmed1764000000001 } from './1764000000001-files-confirmed.js';

export const platformMigrations = [PlatformTables1764000000000, FilesConfirmed1764000000001];
