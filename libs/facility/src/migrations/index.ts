import type { Migration } from '#libs/platform';
import { FacilityTables1764001100000 } from './1764001100000-facility-tables.js';
import { NoWordOnOwnConditions1764001100010 } from './1764001100010-no-word-on-own-conditions.js';

export const facilityMigrations: readonly Migration[] = [
  FacilityTables1764001100000,
  NoWordOnOwnConditions1764001100010,
];
