import { PlatformTables1764000000000 } from './1764000000000-platform-tables.js';

export const platformMigrations = [PlatformTables1764000000000];
