import type { Migration } from '#libs/platform';
import { FacilityTables1764001100000 } from './1764001100000-facility-tables.js';

export const facilityMigrations: readonly Migration[] = [FacilityTables1764001100000];
