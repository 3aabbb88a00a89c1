import { Imports1764001400000 } from './1764001400000-imports.js';
import { RowsUsedOnce1764001400010 } from './1764001400010-rows-used-once.js';
import { EntriesBegunOnce1764001400020 } from './1764001400020-entries-begun-once.js';
import { ChangesOfRows1764001400050 } from './1764001400050-changes-of-rows.js';
import { ChangesKnownAgain1764001400040 } from './1764001400040-changes-known-again.js';
import { RowsThatPropose1764001400030 } from './1764001400030-rows-that-propose.js';

export const sheetsMigrations = [
  Imports1764001400000,
  RowsUsedOnce1764001400010,
  EntriesBegunOnce1764001400020,
  RowsThatPropose1764001400030,
  ChangesKnownAgain1764001400040,
  ChangesOfRows1764001400050,
];
